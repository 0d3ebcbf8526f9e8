import ChatContract
import ChatCore

/// Dashboard and report as tables for people.
enum StatsTables {
    static func print(_ dashboard: Dashboard, day: String) {
        Console.note("\(day), \(dashboard.zone)")
        var now = TextTable("waiting", "longest", "available", "active", "started", "mean wait", "max wait")
        now.add(
            String(dashboard.waiting), time(dashboard.longestWait), String(dashboard.available),
            String(dashboard.active), String(dashboard.started), time(dashboard.waitAverage),
            time(dashboard.waitMaximum))
        now.print()
        let busy = dashboard.traffic.filter { $0.incoming > 0 || $0.active > 0 }
        if let first = busy.first?.hour, let last = busy.last?.hour {
            Console.print("")
            var traffic = TextTable("hour", "incoming", "active")
            for line in dashboard.traffic where (first...last).contains(line.hour) {
                traffic.add(hour(line.hour), String(line.incoming), String(line.active))
            }
            traffic.print()
        }
        guard !dashboard.heroes.isEmpty else { return }
        Console.print("")
        var heroes = TextTable("place", "agent", "nickname", "chats")
        for hero in dashboard.heroes {
            heroes.add(String(hero.place), hero.agent.text, hero.nickname, String(hero.count))
        }
        heroes.print()
    }

    static func print(_ report: Report) {
        Console.note(
            "\(report.from) to \(report.to), \(report.zone), revision \(report.revision), "
                + report.channels.map(\.text).joined(separator: ", "))
        switch report.by {
        case nil: total(report)
        case .agent: agents(report)
        case .channel, .weekday, .hour, .month: groups(report)
        }
        if !report.ratings.isEmpty { ratings(report) }
    }

    private static func total(_ report: Report) {
        let figures = report.total
        var table = TextTable("figure", "value")
        if let sessions = figures.sessions {
            let outcomes = sessions.outcomes
            table.add("sessions", String(sessions.incoming))
            table.add("ended", String(sessions.ended))
            table.add("completed", String(outcomes.completed))
            table.add("dropped", String(outcomes.dropped))
            table.add("missed", String(outcomes.missed))
            table.add("abandoned", String(outcomes.abandoned))
            table.add("abandoned within 10 s", String(outcomes.abandonedShort))
            table.add("abandoned in transfer", String(outcomes.abandonedInTransfer))
            table.add("requests from the queue", String(outcomes.requestFromQueue))
            table.add("first wait", spread(sessions.firstWait))
            table.add("duration", spread(sessions.duration))
            table.add(
                "service level",
                "\(share(sessions.serviceLevel.value)) in \(sessions.serviceLevel.target.rawValue) s "
                    + "(\(sessions.serviceLevel.variant.rawValue))")
            table.add("abandon rate", share(sessions.abandonRate))
        }
        table.add("first response", spread(figures.firstResponse))
        table.add("response", spread(figures.legs.response))
        table.add("handle", spread(figures.legs.handle))
        table.add("offers accepted", "\(share(figures.offers.acceptRate)) of \(figures.offers.offered)")
        table.add("rating", rating(figures.ratings))
        if let time = figures.time {
            table.add("utilisation", share(time.utilisation))
            table.add("occupancy", share(time.occupancy))
            table.add("chats at once", number(time.concurrency) + ", at most \(time.maximum)")
        }
        table.add("busiest hour", report.busiestHour.map(hour) ?? "–")
        table.print()
    }

    private static func groups(_ report: Report) {
        let grouping = report.by ?? .channel
        var table = TextTable(
            grouping.rawValue, "sessions", "ended", "completed", "abandoned", "mean wait", "p90", "first response",
            "duration", "service level", grouping == .hour ? "queue" : "rating")
        for group in report.groups {
            guard let sessions = group.figures.sessions else { continue }
            let outcomes = sessions.outcomes
            table.add(
                name(group.key, grouping), String(sessions.incoming), String(sessions.ended),
                String(outcomes.completed),
                String(outcomes.abandoned + outcomes.abandonedShort + outcomes.abandonedInTransfer),
                time(sessions.firstWait.mean), time(sessions.firstWait.p90), time(group.figures.firstResponse.mean),
                time(sessions.duration.mean), share(sessions.serviceLevel.value),
                grouping == .hour ? queue(group.key, report) : rating(group.figures.ratings))
        }
        table.print()
    }

    private static func agents(_ report: Report) {
        var table = TextTable(
            "agent", "chats", "messages", "handle", "first response", "response", "available", "break", "utilisation",
            "occupancy", "at once", "rating")
        for group in report.groups {
            let figures = group.figures
            table.add(
                group.key, String(figures.legs.count), String(figures.legs.messages), time(figures.legs.handle.mean),
                time(figures.legs.firstResponse.mean), time(figures.legs.response.mean),
                time(figures.time?.available), time(figures.time?.onBreak), share(figures.time?.utilisation),
                share(figures.time?.occupancy), number(figures.time?.concurrency), rating(figures.ratings))
        }
        table.print()
    }

    private static func ratings(_ report: Report) {
        Console.print("")
        var table = TextTable("month", "agent", "mean", "ratings", "asked", "4 and 5")
        for line in report.ratings {
            table.add(
                line.month, line.agent?.text ?? "–", number(line.ratings.mean), String(line.ratings.count),
                String(line.ratings.asked), share(line.ratings.satisfaction))
        }
        table.print()
    }

    // MARK: - Cells

    private static func name(_ key: String, _ grouping: Report.Grouping) -> String {
        switch grouping {
        case .weekday:
            let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            guard let day = Int(key), names.indices.contains(day - 1) else { return key }
            return names[day - 1]
        case .hour: return Int(key).map(hour) ?? key
        case .channel, .agent, .month: return key
        }
    }

    /// How long the queue was in an hour of the day.
    private static func queue(_ hour: String, _ report: Report) -> String {
        number(Int(hour).flatMap { hour in report.queueLength.first { $0.hour == hour }?.average })
    }

    private static func hour(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }

    private static func spread(_ spread: Figures.Spread) -> String {
        guard spread.count > 0 else { return "–" }
        let percentile = spread.p90.map { ", p90 \(time($0))" } ?? ""
        return "\(time(spread.mean))\(percentile), at most \(time(spread.maximum)) (\(spread.count))"
    }

    private static func rating(_ ratings: Figures.Ratings) -> String {
        ratings.mean == nil ? "–" : "\(number(ratings.mean)) (\(ratings.count))"
    }

    /// Seconds as `m:ss` or `h:mm:ss`.
    private static func time(_ seconds: Double?) -> String {
        guard let seconds else { return "–" }
        let whole = Int(seconds.rounded())
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        guard whole >= 3600 else { return "\(whole / 60):\(digits(whole % 60))" }
        return "\(whole / 3600):\(digits(whole / 60 % 60)):\(digits(whole % 60))"
    }

    private static func share(_ value: Double?) -> String {
        value.map { "\(number($0 * 100)) %" } ?? "–"
    }

    /// One digit after the point.
    private static func number(_ value: Double?) -> String {
        guard let value else { return "–" }
        return String((value * 10).rounded() / 10)
    }
}
