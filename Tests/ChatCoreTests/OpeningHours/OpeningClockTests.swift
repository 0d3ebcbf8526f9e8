import ChatContract
import Testing

@testable import ChatCore

/// The calendar against a clock on the wall, around every change of daylight saving (guarantee 26).
@Suite("Opening hours against the wall clock")
struct OpeningClockTests {
    private static let zones = [
        ("Europe/Oslo", 14), ("Europe/Amsterdam", 14), ("America/New_York", 14), ("America/Sao_Paulo", 0),
        ("Australia/Lord_Howe", 14), ("Asia/Kathmandu", 0), ("Africa/Casablanca", 14), ("America/St_Johns", 14),
        ("America/Havana", 14), ("Asia/Beirut", 14), ("America/Nuuk", 14),
    ]

    /// Shops, a bar, a night line: what people would write.
    private static func usual(_ zone: String) -> [OpeningHours] {
        let day = OpeningHours.LocalInterval(from: "00:00", to: "24:00")
        let shop = [OpeningHours.LocalInterval(from: "08:00", to: "12:00"), .init(from: "13:00", to: "17:30")]
        let night = [OpeningHours.LocalInterval(from: "20:00", to: "04:00")]
        let always = OpeningHours.Days(
            mon: [day], tue: [day], wed: [day], thu: [day], fri: [day], sat: [day], sun: [day])
        return [
            OpeningHours(
                enabled: true, timeZone: zone,
                days: .init(mon: shop, tue: shop, wed: shop, thu: shop, fri: shop, sat: shop, sun: shop)),
            OpeningHours(
                enabled: true, timeZone: zone,
                days: .init(mon: night, tue: night, wed: night, thu: night, fri: night, sat: night, sun: night),
                lunch: .init(from: "00:30", to: "01:00")),
            OpeningHours(enabled: true, timeZone: zone, days: always, lunch: .init(from: "11:30", to: "12:30")),
        ]
    }

    @Test("at every change of 2023 to 2029", arguments: zones)
    func transitions(_ zone: String, _ least: Int) throws {
        let found = Transitions.all(zone)
        #expect(least == 0 ? found.isEmpty : found.count >= 12, "\(zone) has \(found.count) changes")
        var random = SeededRandom(seed: zone.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for moment in found.isEmpty ? ["2026-06-01T00:00:00.000Z" as Timestamp] : found {
            let usual = random.pick(Self.usual(zone))
            try check(usual, around: moment, &random)
            try check(RandomHours.make(zone: zone, near: moment, &random), around: moment, &random, step: 29)
        }
    }

    @Test("a hundred random settings", arguments: 1...4)
    func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let moments = Self.zones.map { ($0.0, Transitions.all($0.0)) }
        for _ in 0..<25 {
            let (zone, found) = random.pick(moments)
            let moment = found.isEmpty || random.oneIn(4) ? "2027-02-11T10:20:00.000Z" : random.pick(found)
            let hours = RandomHours.make(zone: zone, near: moment, &random)
            try check(hours, around: moment, &random, step: 31)
        }
    }

    /// Minute by minute from 30 hours before to 30 hours after.
    private func check(
        _ hours: OpeningHours, around moment: Timestamp, _ random: inout SeededRandom, step: Int64 = 1
    ) throws {
        let calendar = try OpeningCalendar(hours)
        let clock = try #require(WallClock(hours, around: moment, minutes: 3 * 1440))
        let middle = moment.milliseconds / 60_000
        let inner = middle - 30 * 60..<middle + 30 * 60
        let isPlain = !clock.hasEdgeInRepetition
        var wrong: [String] = []
        let changes = inner.filter { clock.state($0) != clock.state($0 - 1) }.flatMap { [$0 - 1, $0] }
        for minute in Array(stride(from: inner.lowerBound, to: inner.upperBound, by: Int(step))) + changes {
            let expected: OpeningState =
                switch clock.state(minute) {
                case true?: .open
                case false?: .closed
                case nil: .lunch
                }
            let time = WallClock.moment(minute)
            if calendar.state(at: time + .milliseconds(minute % 2 * 59_999)) != expected {
                wrong.append("\(time) is not \(expected)")
            }
            if isPlain, minute % 7 == 0, clock.plainlyOpen(minute) != (expected == .open) {
                wrong.append("the oracles differ at \(time)")
            }
        }
        for minute in Array(stride(from: inner.lowerBound, to: inner.upperBound, by: 241)) + changes {
            let now = clock.state(minute)
            let ahead = minute + 1..<clock.minutes.upperBound - 300
            let expected = ahead.first { clock.state($0) != now }.map(WallClock.moment)
            let time = WallClock.moment(minute)
            let next = calendar.nextChange(after: time)
            let isRight = expected.map { next == $0 } ?? next.map { $0 >= WallClock.moment(ahead.upperBound) } ?? true
            if !isRight {
                wrong.append("after \(time) it changes at \(next?.description ?? "never")")
            }
            let opening = ahead.first { clock.isOpen($0) && !clock.isOpen($0 - 1) }.map(WallClock.moment)
            if let opening, calendar.nextOpening(after: time) != opening {
                wrong.append("after \(time) it does not open at \(opening)")
            }
        }
        for _ in 0..<10 {
            let from = Int64(random.number(Int(inner.lowerBound)...Int(inner.upperBound)))
            let to = Int64(random.number(Int(inner.lowerBound)...Int(inner.upperBound)))
            let sum = from < to ? (from..<to).count { clock.isOpen($0) } : 0
            if calendar.openTime(from: WallClock.moment(from), to: WallClock.moment(to)) != .minutes(sum) {
                wrong.append("from \(WallClock.moment(from)) to \(WallClock.moment(to)) it is not open \(sum) min")
            }
        }
        #expect(wrong.isEmpty, "\(hours): \(wrong.prefix(5))")
    }
}
