import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale channel`.
struct Channels: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Show chat channels.",
        discussion: """
            Channels are made and changed by "samtale apply".

            Examples:
              samtale channel list
              samtale channel show support --json
            """,
        subcommands: [List.self, Show.self])

    /// `samtale channel list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All channels, and what goes on there.")

        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        struct Line: Encodable {
            var channel: ChannelHandle
            var name: String
            var language: String
            var routing: Channel.Routing.Policy
            /// Whether it keeps opening hours.
            var hours: Bool
            /// What comes before and after the chat, in words: forms, FAQ, bot.
            var steps: [String]
            var members: Int
            var present: Int
            var waiting: Int
            var longestSince: Timestamp?
            var ongoing: Int
        }

        func run() throws {
            let lines = try options.withStore { store in
                try store.look { reader throws(StoreError) in try Self.lines(reader) }
            }
            guard !json else { return try Console.print(json: lines) }
            var table = TextTable(
                "channel", "name", "language", "routing", "hours", "steps", "members", "present", "waiting", "ongoing")
            for line in lines {
                table.add(
                    line.channel.text, line.name, line.language, line.routing.rawValue, line.hours ? "yes" : "always",
                    line.steps.joined(separator: ", "), String(line.members), String(line.present),
                    String(line.waiting), String(line.ongoing))
            }
            if table.isEmpty { return Console.note("there are no channels yet: samtale apply config/demo.yaml") }
            table.print()
        }

        private static func lines(_ reader: StoreReader) throws(StoreError) -> [Line] {
            let registry = try reader.registry()
            let roster = try reader.roster()
            var lines: [Line] = []
            for channel in registry.channels.values.sorted(by: { $0.channel < $1.channel }) {
                let figures = try reader.figures(channel.channel)
                let members = (registry.members[channel.channel] ?? [:]).values.filter(\.hasAny)
                lines.append(
                    Line(
                        channel: channel.channel, name: channel.name, language: channel.language,
                        routing: channel.routing.policy, hours: channel.openingHours.enabled, steps: channel.steps,
                        members: members.count,
                        present: members.count { $0.respond && roster.agents[$0.agent]?.effective == .present },
                        waiting: figures.waiting, longestSince: figures.longestSince, ongoing: figures.ongoing))
            }
            return lines
        }
    }

    /// `samtale channel show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One channel: all its settings, and its members.",
            discussion: """
                The secret under which a site vouches for its visitors is shown to nobody.

                Examples:
                  samtale channel show support
                  samtale channel show support --yaml > support.yaml    (samtale apply takes it)
                """)

        @Argument(help: "The channel.") var channel: String
        @Flag(name: .long, help: "Print JSON.") var json = false
        @Flag(name: .long, help: "Print the settings as samtale apply takes them.") var yaml = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        struct Sheet: Encodable {
            var channel: Channel
            var members: [Member]
        }

        func validate() throws {
            guard !(json && yaml) else { throw ValidationError("--json and --yaml: which of them?") }
        }

        func run() throws {
            let registry = try options.withStore { store in
                try store.look { reader throws(StoreError) in try reader.registry() }
            }
            guard let handle = ChannelHandle(channel), let settings = registry.channels[handle] else {
                throw CommandFailure(
                    .dataError,
                    "there is no channel \"\(channel)\""
                        + Suggestion.hint(for: channel, among: registry.channels.keys.map(\.text)),
                    remedy: "samtale channel list")
            }
            let members = (registry.members[handle] ?? [:]).values.sorted { $0.agent < $1.agent }
            guard !json else {
                return try Console.print(json: Sheet(channel: settings.withoutSecret, members: members))
            }
            let sheet = try ChannelSheet(settings, registry)
            guard !yaml else {
                let text = try sheet.yaml()
                return Console.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            }
            var table = TextTable("setting", "value")
            for (index, section) in sheet.sections.enumerated() {
                if index > 0 { table.add("", "") }
                for row in section { table.add(row.setting, row.value) }
            }
            table.add("", "")
            table.add("version", settings.version.map(String.init) ?? "–")
            table.print()
            Console.print("")
            var places = TextTable("member", "permissions")
            for member in members { places.add(member.agent.text, member.permissions) }
            places.print()
        }
    }
}

extension Channel {
    /// What is switched on of what comes before and after the chat, in its order.
    fileprivate var steps: [String] {
        let steps = [
            (bot.enabled, "bot"), (preChatForm.enabled, "pre-chat"), (faqSuggestions.enabled, "faq"),
            (postChatForm.enabled, "post-chat"),
        ]
        return steps.filter(\.0).map(\.1)
    }
}

extension Member {
    /// The permissions in words.
    var permissions: String {
        let names = [(respond, "respond"), (notify, "notify"), (listen, "listen"), (manage, "manage")]
        let given = names.filter(\.0).map(\.1)
        return given.isEmpty ? "–" : given.joined(separator: ", ")
    }
}
