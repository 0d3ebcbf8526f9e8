import ChatContract

/// A date on the wall, without a zone: the days since 1970-01-01, so that neighbours are one apart.
struct LocalDate: Hashable, Comparable, Sendable {
    var day: Int64

    init(day: Int64) {
        self.day = day
    }

    /// The date that a clock shows at `second`, counted as if the wall were at UTC.
    init(localSecond second: Int64) {
        day = (second - Self.remainder(of: second, by: Self.seconds)) / Self.seconds
    }

    /// Reads `YYYY-MM-DD`; `nil` for anything else and for days that no year has.
    init?(_ text: String) {
        // The calendar is the timestamp's: one place that knows of leap years.
        guard text.utf8.count == 10, let midnight = Timestamp(text + "T00:00:00Z") else { return nil }
        day = midnight.milliseconds / 1000 / Self.seconds
    }

    static let seconds: Int64 = 86_400

    static func < (left: LocalDate, right: LocalDate) -> Bool { left.day < right.day }
    static func + (date: LocalDate, days: Int64) -> LocalDate { LocalDate(day: date.day + days) }
    static func - (date: LocalDate, days: Int64) -> LocalDate { LocalDate(day: date.day - days) }

    /// The wall's second at `minute` of this date, counted as if it were at UTC.
    func localSecond(atMinute minute: Int) -> Int64 { day * Self.seconds + Int64(minute) * 60 }

    /// 1 is Monday, 7 is Sunday.
    var weekday: Int {
        // 1970-01-01 was a Thursday.
        Int(Self.remainder(of: day + 3, by: 7)) + 1
    }

    /// `YYYY-MM-DD`.
    var text: String { String(Timestamp(milliseconds: day * Self.seconds * 1000).description.prefix(10)) }
    /// `YYYY-MM`.
    var monthText: String { String(text.prefix(7)) }

    /// The year, the month from 1 and the day of the month from 1.
    var parts: (year: Int, month: Int, day: Int) {
        let digits = text.utf8.map { Int($0) - 48 }
        return (
            digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3], digits[5] * 10 + digits[6],
            digits[8] * 10 + digits[9]
        )
    }

    /// What is left after whole `divisor`s, never negative.
    static func remainder(of value: Int64, by divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
