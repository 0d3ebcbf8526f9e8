/// A moment in UTC, in whole milliseconds since 1970.
///
/// On the wire it is RFC 3339 with exactly three fraction digits (`2026-11-22T18:04:05.123Z`). The codec is written
/// out because a formatter per message costs more than the whole rest of decoding it.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// Makes the moment `milliseconds` after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `duration` later.
    public static func + (time: Timestamp, duration: Span) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds + duration.milliseconds)
    }

    /// The moment `duration` earlier.
    public static func - (time: Timestamp, duration: Span) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds - duration.milliseconds)
    }

    /// The length of time from `right` to `left`.
    public static func - (left: Timestamp, right: Timestamp) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The RFC 3339 form.
    public var description: String {
        let day = milliseconds.flooredDivision(by: Self.millisecondsPerDay)
        var rest = milliseconds - day * Self.millisecondsPerDay
        let (year, month, dayOfMonth) = Self.civil(fromDays: day)
        let fraction = rest % 1000
        rest /= 1000
        return String(unsafeUninitializedCapacity: 24) { text in
            func put(_ value: Int64, at offset: Int, digits: Int) {
                var value = value
                for index in stride(from: offset + digits - 1, through: offset, by: -1) {
                    text[index] = UInt8(48 + value % 10)
                    value /= 10
                }
            }
            put(year, at: 0, digits: 4)
            text[4] = 45
            put(month, at: 5, digits: 2)
            text[7] = 45
            put(dayOfMonth, at: 8, digits: 2)
            text[10] = 84
            put(rest / 3600, at: 11, digits: 2)
            text[13] = 58
            put(rest / 60 % 60, at: 14, digits: 2)
            text[16] = 58
            put(rest % 60, at: 17, digits: 2)
            text[19] = 46
            put(fraction, at: 20, digits: 3)
            text[23] = 90
            return 24
        }
    }

    /// Reads RFC 3339: `Z` or an offset, any number of fraction digits (cut to milliseconds).
    ///
    /// - Returns: `nil` when the text is not such a time, or names a day or hour that does not exist.
    public init?(_ text: some StringProtocol) {
        var text = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard text.count >= digits else { return nil }
            var value: Int64 = 0
            for byte in text.prefix(digits) {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int64(byte - 48)
            }
            text = text.dropFirst(digits)
            return value
        }
        func skip(_ bytes: UInt8...) -> Bool {
            guard let first = text.first, bytes.contains(first) else { return false }
            text = text.dropFirst()
            return true
        }
        guard let year = number(4), skip(45), let month = number(2), skip(45), let day = number(2), skip(84, 116),
            let hour = number(2), skip(58), let minute = number(2), skip(58), let second = number(2),
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if skip(46) {
            var weight: Int64 = 100
            guard let first = text.first, first >= 48, first <= 57 else { return nil }
            while let byte = text.first, byte >= 48, byte <= 57 {
                fraction += Int64(byte - 48) * weight
                weight /= 10
                text = text.dropFirst()
            }
        }
        var offset: Int64 = 0
        if !skip(90, 122) {
            guard let sign = text.first, sign == 43 || sign == 45 else { return nil }
            text = text.dropFirst()
            guard let hours = number(2), skip(58), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (sign == 43 ? 60_000 : -60_000)
        }
        guard text.isEmpty else { return nil }
        let days = Self.days(fromCivil: year, month, day)
        milliseconds =
            days * Self.millisecondsPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset
        // An offset may lead out of the years that four digits can tell.
        guard Self.writable.contains(milliseconds) else { return nil }
    }

    /// The years 0000 to 9999.
    private static let writable: Range<Int64> = -62_167_219_200_000..<253_402_300_800_000

    private static let millisecondsPerDay: Int64 = 86_400_000

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    // Days since 1970 of a date of the proleptic Gregorian calendar, and back
    // (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooredDivision(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 time such as 2026-11-22T18:04:05.123Z")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
