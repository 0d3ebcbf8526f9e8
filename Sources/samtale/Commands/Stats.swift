import ArgumentParser
import ChatContract
import ChatCore
import ChatStore
import Foundation

/// `samtale stats`.
struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what happens today and what happened, and make the figures anew.",
        discussion: """
            Figures are kept by quarters of an hour as they arise; showing them costs the same however long the \
            history is. Days, hours and months are those of --zone, the machine's own unless told.

            Examples:
              samtale stats
              samtale stats dashboard --channel support --day 2026-11-20
              samtale stats report --by agent --from 2026-10-01 --to 2026-11-01
              samtale stats report --by hour --zone Europe/Oslo --json
              samtale stats recompute --dry-run
            """,
        subcommands: [ShowDashboard.self, ShowReport.self, Recompute.self, Check.self],
        defaultSubcommand: ShowDashboard.self)

    /// What dashboard and report have in common.
    struct Scope: ParsableArguments {
        @Option(name: .long, help: "Only this channel; may be given several times.") var channel: [String] = []
        @Option(name: .long, help: "A day, as in 2026-11-22.") var day: String?
        @Option(name: .long, help: "An IANA time zone, as in Europe/Oslo.") var zone: String?

        /// The channels named, all unless told.
        func channels(_ registry: ChannelRegistry) throws -> [ChannelHandle] {
            guard !channel.isEmpty else { return registry.channels.keys.sorted() }
            return try channel.map { name in
                guard let handle = ChannelHandle(name), registry.channels[handle] != nil else {
                    throw CommandFailure(
                        .dataError,
                        "there is no channel \"\(name)\""
                            + Suggestion.hint(for: name, among: registry.channels.keys.map(\.text)),
                        remedy: "samtale channel list")
                }
                return handle
            }
        }

        /// The machine's zone, where it has a name.
        static var ownZone: String {
            let name = TimeZone.current.identifier
            return name.contains("/") ? name : "Etc/UTC"
        }
    }

    /// `samtale stats dashboard`.
    struct ShowDashboard: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dashboard", abstract: "The Dashboard tab: now, and the day by the hour.")

        @OptionGroup var scope: Scope
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let now = LogLine.now
            let range = try StatisticsRange(
                StatisticsGet(view: .dashboard, day: scope.day, zone: scope.zone), zone: Scope.ownZone, at: now)
            let dashboard = try options.withStore { store in
                let registry = try store.look { reader throws(StoreError) in try reader.registry() }
                let channels = try scope.channels(registry)
                return try store.look { reader throws(StoreError) in
                    try reader.dashboard(
                        of: channels, day: range.from, in: range.zone, registry, try reader.roster(), at: now)
                }
            }
            guard !json else { return try Console.print(json: dashboard) }
            StatsTables.print(dashboard, day: range.zone.days.date(of: range.from))
        }
    }

    /// `samtale stats report`.
    struct ShowReport: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Figures over a range: the past four weeks unless told.",
            discussion: """
                A session belongs to the time at which it came, a length of time to the one at which it ended. \
                What agents did belongs to their stays with chats, also after a transfer.

                Formulas of the service level (--variant):
                  abandonedWithinIgnored        who left in time does not count (usual)
                  abandonedWithinCounts         … counts as success
                  abandonedIgnored              nobody who left counts
                  abandonedAgainst              everybody who left counts against
                  abandonedAgainstWithoutShort  the same, without stays of up to 10 s
                  shortCounts                   stays of up to 10 s count as success
                """)

        @OptionGroup var scope: Scope
        @Option(name: .long, help: "Where it begins: a day, or a time on a quarter of an hour.") var from: String?
        @Option(name: .long, help: "Where it ends, not included.") var to: String?
        @Option(name: .long, help: "Group by channel, agent, weekday, hour or month.") var by: String?
        @Option(name: .long, help: "The formula of the service level.") var variant: String?
        @Option(name: .long, help: "Its target in seconds: 10, 20, 30, 60 or 120.") var target: Int?
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws {
            guard let by, Report.Grouping(rawValue: by) == nil else { return }
            let hint = Suggestion.hint(for: by, among: Report.Grouping.allCases.map(\.rawValue))
            throw ValidationError("\"\(by)\" is no grouping\(hint)")
        }

        func run() throws {
            let now = LogLine.now
            let grouping = by.flatMap(Report.Grouping.init)
            let range = try StatisticsRange(
                StatisticsGet(
                    view: .report, day: scope.day, from: from, to: to, zone: scope.zone, variant: variant,
                    target: target), zone: Scope.ownZone, at: now)
            let report = try options.withStore { store in
                let registry = try store.look { reader throws(StoreError) in try reader.registry() }
                let channels = try scope.channels(registry)
                return try store.look { reader throws(StoreError) in
                    try reader.report(
                        on: channels, from: range.from, to: range.to, by: grouping, variant: range.variant,
                        target: range.target, in: range.zone, registry, try reader.roster(), at: now)
                }
            }
            guard !json else { return try Console.print(json: report) }
            StatsTables.print(report)
        }
    }

    /// `samtale stats recompute`.
    struct Recompute: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make all figures anew from the recorded facts, and say what was otherwise.",
            discussion: "Workers may go on meanwhile. The facts themselves are not touched.")

        @Flag(name: .long, help: "Say what differs, and change nothing.") var dryRun = false
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        private struct Outcome: Encodable {
            var events: Int
            var rows: Int
            var differences: [String]
            var changed: Bool
        }

        func run() throws {
            let done = try options.withStore { try $0.recomputeStatistics(isTrial: dryRun) }
            let isChanged = !dryRun && !done.differences.isEmpty
            guard !json else {
                return try Console.print(
                    json: Outcome(
                        events: done.events, rows: done.rows, differences: done.differences, changed: isChanged))
            }
            Stats.list(done.differences)
            Console.note(
                done.differences.isEmpty
                    ? "\(done.events) facts give the \(done.rows) rows that are there"
                    : "\(done.differences.count) of \(done.rows) rows \(isChanged ? "put right" : "differ")")
        }
    }

    /// `samtale stats check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold the figures against each other, and the recorded facts against what happened in sessions.",
            discussion: "Reads every event of every session: takes a minute for a million of them.")

        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let problems = try options.withStore { try $0.checkStatistics() }
            if json { try Console.print(json: problems) } else { Stats.list(problems) }
            guard problems.isEmpty else {
                throw CommandFailure(
                    .dataError, "\(problems.count) figures or facts contradict each other",
                    remedy: "where rows are wrong: samtale stats recompute; else please report it")
            }
            Console.note("all figures agree")
        }
    }

    /// Prints lines, of very many the first.
    private static func list(_ lines: [String]) {
        for line in lines.prefix(50) { Console.print(line) }
        if lines.count > 50 { Console.note("… and \(lines.count - 50) more (--json has all)") }
    }
}
