import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale session`.
struct Sessions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Show conversations.",
        discussion: """
            Examples:
              samtale session list
              samtale session list --all --channel support --limit 20
              samtale session list --status inQueue --json
              samtale session show 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11
            """,
        subcommands: [List.self, Show.self])

    /// `samtale session list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sessions that wait or go on; with --all or --status those that are over as well.")

        @Option(name: .long, help: "Only those of this channel.") var channel: String?
        @Option(name: .long, help: "Only those of this status, such as inQueue or closed.") var status: String?
        @Flag(name: .long, help: "Also those that are over, the newest first.") var all = false
        @Option(name: .long, help: "How many at most.") var limit = 50
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws {
            guard limit >= 1 else { throw ValidationError("--limit must be 1 at least") }
            guard status == nil || SessionStatus(rawValue: status ?? "") != nil else {
                let names = SessionStatus.allCases.map(\.rawValue)
                let hint = Suggestion.hint(for: status ?? "", among: names)
                throw ValidationError("\"\(status ?? "")\" is no status\(hint)")
            }
        }

        func run() throws {
            let wanted = status.flatMap(SessionStatus.init)
            let summaries = try options.withStore { store in
                let registry = try store.look { reader throws(StoreError) in try reader.registry() }
                var channels = registry.channels.keys.sorted()
                if let channel {
                    guard let handle = ChannelHandle(channel), registry.channels[handle] != nil else {
                        throw CommandFailure(
                            .dataError,
                            "there is no channel \"\(channel)\""
                                + Suggestion.hint(for: channel, among: channels.map(\.text)),
                            remedy: "samtale channel list")
                    }
                    channels = [handle]
                }
                guard !channels.isEmpty else { return [Summary]() }
                return try store.look { reader throws(StoreError) in
                    try Self.sessions(reader, channels, everything: all || wanted != nil, wanted, limit).map {
                        session throws(StoreError) in
                        session.summary(
                            for: nil, channelName: registry.channels[session.channel]?.name ?? session.channel.text,
                            position: try reader.position(of: session))
                    }
                }
            }
            guard !json else { return try Console.print(json: summaries) }
            var table = TextTable("session", "channel", "status", "place", "agent", "visitor", "since", "last message")
            for summary in summaries {
                table.add(
                    summary.session.description, summary.channel.text, summary.status.rawValue,
                    summary.position.map(String.init) ?? "", summary.agent?.text ?? "",
                    Sessions.short(summary.visitor.name ?? "–", 20), Sessions.minute(summary.requestedAt),
                    Sessions.short(summary.lastMessage?.text ?? "", 40))
            }
            if table.isEmpty {
                return Console.note(all ? "there are no sessions" : "nothing goes on (--all: also what is over)")
            }
            table.print()
        }

        private static func sessions(
            _ reader: StoreReader, _ channels: [ChannelHandle], everything: Bool, _ status: SessionStatus?, _ limit: Int
        ) throws(StoreError) -> [Session] {
            guard everything else {
                let waiting = try reader.sessions(.waiting(channels), limit: limit)
                let ongoing = try reader.sessions(.ongoing(channels), limit: limit)
                return Array((waiting + ongoing).map(\.session).prefix(limit))
            }
            var found: [Session] = []
            var before: Int64?
            while found.count < limit {
                let page = try reader.sessions(.all(channels), before: before, limit: 500)
                guard let last = page.last else { break }
                found += page.map(\.session).filter { status == nil || $0.status == status }
                before = last.number
            }
            return Array(found.prefix(limit))
        }
    }

    /// `samtale session show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One session, live or over.")

        @Argument(help: "The session's id.") var session: String
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let id = try Sessions.id(session)
            let summary = try options.withStore { store in
                try store.look { reader throws(StoreError) -> Summary? in
                    guard let session = try reader.session(id) else { return nil }
                    return session.summary(
                        for: nil, channelName: try reader.registry().channels[session.channel]?.name ?? "",
                        position: try reader.position(of: session))
                }
            }
            guard let summary else { throw Sessions.unknown(session) }
            guard !json else { return try Console.print(json: summary) }
            var table = TextTable("field", "value")
            table.add("session", summary.session.description)
            table.add("channel", "\(summary.channel) (\(summary.channelName))")
            table.add("status", "\(summary.status.rawValue) (\(summary.statusCode))")
            if let position = summary.position { table.add("place", String(position)) }
            table.add("agent", summary.agent?.text ?? "–")
            if let target = summary.transferTo { table.add("transfer to", target.text) }
            table.add("visitor", summary.visitor.name ?? "–")
            table.add("e-mail", summary.visitor.email ?? "–")
            table.add("connected", summary.connected ? "yes" : "no")
            table.add("unread", String(summary.unread))
            table.add("requested", summary.requestedAt.description)
            table.add("queued", summary.queuedAt?.description ?? "–")
            table.add("started", summary.startedAt?.description ?? "–")
            table.add("ended", summary.endedAt?.description ?? "–")
            table.add("last message", Sessions.short(summary.lastMessage?.text ?? "–", 80))
            table.add("events", String(summary.seq))
            table.print()
            Console.note("samtale transcript \(summary.session) shows what was said")
        }
    }

    // MARK: - What they share

    /// Reads a session's id.
    static func id(_ text: String) throws -> SessionID {
        guard let id = SessionID(text.lowercased()) else {
            throw CommandFailure(
                .dataError, "\"\(text)\" is no session id: a UUID", remedy: "samtale session list --all")
        }
        return id
    }

    static func unknown(_ text: String) -> CommandFailure {
        CommandFailure(.dataError, "there is no session \(text)", remedy: "samtale session list --all")
    }

    /// The start of a text, in one line.
    static func short(_ text: String, _ length: Int) -> String {
        let line = text.replacing("\n", with: " ")
        return line.count > length ? line.prefix(length - 1) + "…" : line
    }

    /// A time to the minute.
    static func minute(_ time: Timestamp) -> String {
        String(time.description.prefix(16)).replacing("T", with: " ")
    }
}
