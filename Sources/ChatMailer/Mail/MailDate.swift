import ChatContract

/// Times as mail writes them (RFC 5322, section 3.3), in UTC.
enum MailDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// 1970 began on the first of them.
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// Such as `Sun, 22 Nov 2026 22:01:53 +0000`.
    static func text(_ time: Timestamp) -> String {
        let written = time.description
        let parts = written.prefix(10).split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month) else { return written }
        let days = Int((Double(time.milliseconds) / 86_400_000).rounded(.down))
        let weekday = weekdays[((days % 7) + 7) % 7]
        return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(written.dropFirst(11).prefix(8)) +0000"
    }
}
