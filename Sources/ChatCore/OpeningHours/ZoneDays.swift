import ChatContract

/// The days of a zone, as statistics count them: from local midnight to local midnight, of 23, 24 or 25 hours.
///
/// A day begins at the first moment at which the clock shows its 00:00 or later, also where midnight is skipped or
/// happens twice. So every moment is in exactly one day.
public struct ZoneDays: Sendable, Equatable {
    private let zone: Zone

    /// `nil` unless `zone` is an IANA name such as `Europe/Oslo`; offsets such as `GMT+2` are none (guarantee 26).
    public init?(zone: String) {
        guard let zone = Zone(zone) else { return nil }
        self.zone = zone
    }

    private init(_ zone: Zone) {
        self.zone = zone
    }

    /// The days of UTC.
    static let universal = ZoneDays(.universal)

    /// The beginning of the day that `time` is in.
    public func dayStart(containing time: Timestamp) -> Timestamp { zone.start(of: day(of: time)) }

    /// The beginning of the first day that begins after `time`.
    public func nextDay(after time: Timestamp) -> Timestamp { zone.start(of: day(of: time) + 1) }

    /// The hour that the clock shows, 0 to 23; in autumn one happens twice.
    public func hour(of time: Timestamp) -> Int { minuteOfDay(of: time) / 60 }

    /// 1 is Monday, 7 is Sunday.
    public func weekday(of time: Timestamp) -> Int { day(of: time).weekday }

    /// `YYYY-MM-DD`.
    public func date(of time: Timestamp) -> String { day(of: time).text }

    /// `YYYY-MM`.
    public func month(of time: Timestamp) -> String { day(of: time).monthText }

    /// The beginning of a day `YYYY-MM-DD`; `nil` when there is no such date.
    public func instant(of date: String) -> Timestamp? { LocalDate(date).map(zone.start) }

    /// What the clock shows, in minutes since its midnight.
    func minuteOfDay(of time: Timestamp) -> Int {
        Int(LocalDate.remainder(of: zone.localSecond(of: time), by: LocalDate.seconds) / 60)
    }

    func day(of time: Timestamp) -> LocalDate { zone.day(of: time) }
}
