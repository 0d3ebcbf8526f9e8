import ChatContract
import Foundation
import Testing

@Suite("Times")
struct TimestampTests {
    private static let milliseconds1900: Int64 = -2_208_988_800_000
    private static let milliseconds2100: Int64 = 4_102_444_800_000

    @Test("are written as Foundation writes them, 1900 to 2100")
    func writing() {
        var random = SeededRandom(seed: 1)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<4_000 {
            let milliseconds = Int64.random(in: Self.milliseconds1900..<Self.milliseconds2100, using: &random)
            let time = Timestamp(milliseconds: milliseconds)
            // Half a millisecond more, so that rounding to a Double does not lose the last digit.
            let date = Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000)
            #expect(time.description == date.formatted(style))
            #expect(Timestamp(time.description) == time)
        }
    }

    @Test("every day from 1900 to 2100 is the day after the one before")
    func days() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var milliseconds = Self.milliseconds1900
        var components = DateComponents(year: 1900, month: 1, day: 1)
        while milliseconds < Self.milliseconds2100, let year = components.year, let month = components.month,
            let day = components.day
        {
            let text = "\(year)-\(twoDigits(month))-\(twoDigits(day))T00:00:00.000Z"
            let time = Timestamp(milliseconds: milliseconds)
            guard time.description == text, Timestamp(text) == time else {
                Issue.record("\(text) is not \(milliseconds)")
                return
            }
            milliseconds += 86_400_000
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            components.day = day + 1
            if day == lengths[month - 1] {
                components.day = 1
                components.month = month == 12 ? 1 : month + 1
                components.year = month == 12 ? year + 1 : year
            }
        }
        #expect(milliseconds == Self.milliseconds2100)
    }

    @Test("are read with offsets and any number of fraction digits")
    func reading() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<10_000 {
            let utc = Int64.random(in: Self.milliseconds1900..<Self.milliseconds2100, using: &random)
            let offset = random.number(-23 * 60 - 59...23 * 60 + 59)
            let local = Timestamp(milliseconds: utc + Int64(offset) * 60_000).description
            let digits = random.number(0...9)
            let fraction = String(local.dropFirst(20).prefix(3)) + "\(random.number(100_000...999_999))"
            let kept = Int64(fraction.prefix(min(digits, 3)).padding(toLength: 3, withPad: "0", startingAt: 0)) ?? 0
            let zone =
                offset == 0 && random.oneIn(2)
                ? random.pick(["Z", "z"])
                : "\(offset < 0 ? "-" : "+")\(twoDigits(abs(offset) / 60)):\(twoDigits(abs(offset) % 60))"
            let text =
                local.prefix(10) + random.pick(["T", "t"]) + local.dropFirst(11).prefix(8)
                + (digits == 0 ? "" : "." + fraction.prefix(digits)) + zone
            let second = (utc >= 0 ? utc / 1000 : (utc - 999) / 1000) * 1000
            #expect(Timestamp(text)?.milliseconds == second + kept, "\(text)")
        }
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "Z", "2026", "2026-11-22", "2026-11-22T18:04:05", "2026-11-22 18:04:05Z", "2026-11-22T18:04Z",
            "2026-11-22T18:04:05.Z", "2026-11-22T18:04:05,1Z", "2026-11-22T18:04:05.1", "2026-11-22T18:04:05+1:00",
            "2026-11-22T18:04:05+0100", "2026-11-22T18:04:05+24:00", "2026-11-22T18:04:05+01:60",
            "2026-11-22T24:00:00Z", "2026-11-22T18:60:00Z", "2026-11-22T18:04:60Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z", "2026-11-22T18:04:05ZZ", " 2026-11-22T18:04:05Z", "2026-11-22T18:04:05Z\n",
            "+2026-11-22T18:04:05Z", "-026-11-22T18:04:05Z", "2026-1-22T18:04:05Z", "٢٠٢٦-11-22T18:04:05Z",
            "2026-11-22T18:04:05Z\u{301}", "26-11-22T18:04:05Z", "12026-11-22T18:04:05Z",
            "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        ])
    func nonsense(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("the ends of the calendar and leap days")
    func edges() {
        let table = [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"), ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"),
            ("2096-02-29T23:59:59.999Z", "2096-02-29T23:59:59.999Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999999999999999999999Z", "9999-12-31T23:59:59.999Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("2026-11-22T18:04:05.123-00:00", "2026-11-22T18:04:05.123Z"),
        ]
        for (text, canonical) in table { #expect(Timestamp(text)?.description == canonical) }
        #expect(Timestamp(milliseconds: 0).description == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    }

    @Test("random bytes never crash the reader")
    func noise() {
        var random = SeededRandom(seed: 3)
        let seed = Array("2026-11-22T18:04:05.123+01:00".utf8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<random.number(1...4) {
                bytes[random.number(0...(bytes.count - 1))] = UInt8(random.number(32...126))
            }
            let text = String(decoding: bytes.prefix(random.number(0...bytes.count)), as: UTF8.self)
            if let time = Timestamp(text) { #expect(Timestamp(time.description) == time) }
        }
    }

    @Test("are JSON strings, and arithmetic goes by spans")
    func arithmetic() throws {
        let time: Timestamp = "2026-11-22T18:04:05.123Z"
        try expectReads(["at": time], from: #"{"at":"2026-11-22T18:04:05.123Z"}"#)
        #expect(text(try WireJSON.encode(["at": time])) == #"{"at":"2026-11-22T18:04:05.123Z"}"#)
        #expect(time + .seconds(55) == "2026-11-22T18:05:00.123Z")
        #expect(time - .days(366) == "2025-11-21T18:04:05.123Z")
        #expect((time + .minutes(2)) - time == .milliseconds(120_000))
        #expect(time < time + .milliseconds(1))
        #expect(time + .minutes(0.5) == time + .seconds(30))
        #expect(Span.minutes(0.0001) == .milliseconds(6) && Span.minutes(2.0) == .minutes(2))
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
