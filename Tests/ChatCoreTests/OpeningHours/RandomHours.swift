import ChatContract

/// Settings that nobody would think of, but that are allowed.
enum RandomHours {
    static func make(zone: String, near date: Timestamp, _ random: inout SeededRandom) -> OpeningHours {
        var hours = OpeningHours(enabled: true, timeZone: zone)
        hours.days = OpeningHours.Days(
            mon: intervals(&random), tue: intervals(&random), wed: intervals(&random), thu: intervals(&random),
            fri: intervals(&random), sat: intervals(&random), sun: intervals(&random))
        if random.oneIn(2) {
            let from = random.number(0...1380)
            hours.lunch = .init(from: text(from), to: text(random.number(from + 1...min(1440, from + 240))))
        }
        for offset in -2...2 where random.oneIn(4) {
            let day = Timestamp(milliseconds: date.milliseconds + Int64(offset) * 86_400_000)
            hours.exceptions.append(
                .init(date: String(day.description.prefix(10)), intervals: intervals(&random)))
        }
        return hours
    }

    /// None to three that do not overlap, the last one at times over midnight.
    private static func intervals(_ random: inout SeededRandom) -> [OpeningHours.LocalInterval] {
        let step = random.pick([1, 15, 30])
        let count = random.number(0...3)
        let edges = Set((0..<count * 2).map { _ in random.number(0...(1435 / step)) * step }).sorted()
        var found: [OpeningHours.LocalInterval] = []
        for index in stride(from: 0, to: edges.count - 1, by: 2) {
            found.append(.init(from: text(edges[index]), to: text(edges[index + 1])))
        }
        if edges.count % 2 == 1 || random.oneIn(3), let end = edges.last, end < 1439 {
            let begin = random.number(end + 1...1439)
            found.append(.init(from: text(begin), to: random.oneIn(4) ? "24:00" : text(random.number(0...begin))))
        }
        return found.shuffled(using: &random)
    }

    static func text(_ minute: Int) -> String {
        let digits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return "\(digits(minute / 60)):\(digits(minute % 60))"
    }
}
