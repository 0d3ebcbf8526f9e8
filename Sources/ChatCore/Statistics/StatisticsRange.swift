import ChatContract

/// What a `statistics.get` asks for, read and checked: zone, day or range, formula.
public struct StatisticsRange: Sendable {
    public let zone: ReportingZone
    /// [`from`, `to`): of a dashboard its day.
    public let from: Timestamp
    public let to: Timestamp
    public let variant: ServiceLevel.Variant
    public let target: ServiceLevel.Target

    /// A report's length without another one.
    static let usualDays = 28
    /// What a report may cover, so that no question takes long.
    static let mostDays = 400

    /// - Parameter usual: the zone where the body names none.
    /// - Throws: `invalidField` with the field at fault.
    public init(_ body: StatisticsGet, zone usual: String, at now: Timestamp) throws(Refusal) {
        let name = body.zone ?? usual
        guard let zone = ReportingZone(name: name) else {
            throw Refusal(
                .invalidField, "\"\(Self.shown(name))\" is no IANA time zone such as Europe/Oslo", field: "zone")
        }
        self.zone = zone
        let days = zone.days
        variant = try Self.variant(body.variant)
        target = try Self.target(body.target)
        if let day = body.day {
            guard body.from == nil, body.to == nil else {
                throw Refusal(.invalidField, "day stands alone, without from and to", field: "day")
            }
            from = try Self.date(day, "day", days)
            to = days.nextDay(after: from)
            return
        }
        let today = days.dayStart(containing: now)
        switch body.view {
        case .dashboard:
            guard body.from == nil, body.to == nil else {
                throw Refusal(.invalidField, "a dashboard is of one day: say day, not from and to", field: "from")
            }
            (from, to) = (today, days.nextDay(after: now))
        case .report:
            let end = try body.to.map { text throws(Refusal) in try Self.moment(text, "to", days) }
            let start = try body.from.map { text throws(Refusal) in try Self.moment(text, "from", days) }
            to = end ?? days.nextDay(after: now)
            from = start ?? Self.start(before: to, days)
        }
        guard from < to else {
            throw Refusal(.invalidField, "the range ends at \(to), not after it begins at \(from)", field: "to")
        }
        guard to - from <= .days(Self.mostDays) else {
            throw Refusal(
                .invalidField, "a range of more than \(Self.mostDays) days; ask for parts of it", field: "from")
        }
    }

    /// The local midnight four weeks before the end.
    private static func start(before end: Timestamp, _ days: ZoneDays) -> Timestamp {
        // Twelve hours make up for a clock that was changed in between.
        days.dayStart(containing: days.dayStart(containing: end) - .days(usualDays) + .minutes(12 * 60))
    }

    private static func date(_ text: String, _ field: String, _ days: ZoneDays) throws(Refusal) -> Timestamp {
        guard let start = days.instant(of: text) else {
            throw Refusal(.invalidField, "\"\(shown(text))\" is no date such as 2026-11-22", field: field)
        }
        return start
    }

    private static func moment(_ text: String, _ field: String, _ days: ZoneDays) throws(Refusal) -> Timestamp {
        guard text.utf8.count > 10 else { return try date(text, field, days) }
        guard let moment = Timestamp(text), Quarter(containing: moment).start == moment else {
            throw Refusal(
                .invalidField,
                "\"\(shown(text))\" is neither a date nor a time on a quarter of an hour such as 2026-11-22T13:45:00Z",
                field: field)
        }
        return moment
    }

    private static func variant(_ name: String?) throws(Refusal) -> ServiceLevel.Variant {
        guard let name else { return .abandonedWithinIgnored }
        guard let variant = ServiceLevel.Variant(rawValue: name) else {
            let names = ServiceLevel.Variant.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(.invalidField, "\"\(shown(name))\" is none of \(names)", field: "variant")
        }
        return variant
    }

    private static func target(_ seconds: Int?) throws(Refusal) -> ServiceLevel.Target {
        guard let seconds else { return .in20 }
        guard let target = ServiceLevel.Target(rawValue: seconds) else {
            throw Refusal(.invalidField, "\(seconds) is none of 10, 20, 30, 60 and 120 seconds", field: "target")
        }
        return target
    }

    private static func shown(_ text: String) -> String { String(text.unicodeScalars.prefix(80)) }
}
