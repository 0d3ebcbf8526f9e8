/// The time zone whose days and hours figures are about, by its IANA name.
public struct ReportingZone: Sendable {
    public let name: String
    public let days: ZoneDays

    /// `nil` when there is no such zone.
    ///
    /// Numbers for names are none: one offset belongs to many zones, with other days on which clocks change (fault 8).
    public init?(name: String) {
        guard name.contains("/") || name == "UTC", let days = ZoneDays(zone: name) else { return nil }
        self.name = name
        self.days = days
    }
}
