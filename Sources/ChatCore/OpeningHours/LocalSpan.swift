import ChatContract

/// An interval of the opening hours in minutes since the midnight of the day on which it begins.
struct LocalSpan: Hashable, Sendable {
    var start: Int
    /// Above 1440 where it runs over midnight.
    var end: Int

    static let day = 1440

    /// Reads an interval; `field` is its place in the settings.
    init(_ interval: OpeningHours.LocalInterval, field: String) throws(Refusal) {
        guard let start = Self.minutes(interval.from), start < Self.day else {
            throw Self.refusal(interval.from, "00:00 to 23:59", field + ".from")
        }
        guard let end = Self.minutes(interval.to) else {
            throw Self.refusal(interval.to, "00:00 to 24:00", field + ".to")
        }
        self.start = start
        self.end = end > start ? end : end + Self.day
    }

    /// `HH:MM` from 00:00 to 24:00.
    private static func minutes(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        var digits: [Int] = []
        for index in [0, 1, 3, 4] {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            digits.append(Int(bytes[index]) - 0x30)
        }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard minute < 60, hour < 24 || hour == 24 && minute == 0 else { return nil }
        return hour * 60 + minute
    }

    private static func refusal(_ text: String, _ range: String, _ field: String) -> Refusal {
        Refusal(.invalidField, "\"\(text.prefix(20))\" is not a local time; write it as HH:MM, \(range)", field: field)
    }
}
