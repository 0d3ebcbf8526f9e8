import AMQP
import ArgumentParser
import ChatClient
import ChatContract
import ChatCore
import ChatStore

/// `samtale session`.
struct Sessions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Show conversations, and delete one.",
        discussion: """
            Examples:
              samtale session list
              samtale session list --all --channel support --limit 20
              samtale session list --status inQueue --json
              samtale session list --rating 1 --from 2026-11-01 --to 2026-12-01
              samtale session show 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11
              samtale session delete 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11 --as mia
            """,
        subcommands: [List.self, Show.self, Delete.self])

    /// `samtale session list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sessions that wait or go on; with --all or one of the filters those that are over as well.")

        @Option(name: .long, help: "Only those of this channel.") var channel: String?
        @Option(name: .long, help: "Only those of this status, such as inQueue or closed.") var status: String?
        @Option(name: .long, help: ArgumentHelp("Only those that were rated so: 1 to 5.", valueName: "stars"))
        var rating: Int?
        @Option(
            name: .long,
            help: ArgumentHelp("Only those requested from then on: 2026-11-22 (UTC) or a time.", valueName: "time"))
        var from: String?
        @Option(name: .long, help: ArgumentHelp("Only those requested before then.", valueName: "time"))
        var to: String?
        @Flag(name: .long, help: "Also those that are over, the newest first.") var all = false
        @Option(name: .long, help: "How many at most.") var limit = 50
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws {
            guard limit >= 1 else { throw ValidationError("--limit must be 1 at least") }
            guard rating.map((1...5).contains) ?? true else { throw ValidationError("--rating must be 1 to 5") }
            for (flag, text) in [("--from", from), ("--to", to)] {
                guard let text, Sessions.time(text) == nil else { continue }
                throw ValidationError(
                    "\(flag) \"\(text)\" is neither a date such as 2026-11-22 nor a time such as 2026-11-22T18:00:00Z")
            }
            guard status == nil || SessionStatus(rawValue: status ?? "") != nil else {
                let names = SessionStatus.allCases.map(\.rawValue)
                let hint = Suggestion.hint(for: status ?? "", among: names)
                throw ValidationError("\"\(status ?? "")\" is no status\(hint)")
            }
        }

        func run() throws {
            let wanted = Filter(
                status: status.flatMap(SessionStatus.init), rating: rating, from: from.flatMap(Sessions.time),
                to: to.flatMap(Sessions.time))
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
                    try Self.sessions(reader, channels, everything: all || !wanted.isEmpty, wanted, limit).map {
                        session throws(StoreError) in
                        session.summary(
                            for: nil, channelName: registry.channels[session.channel]?.name ?? session.channel.text,
                            position: try reader.position(of: session))
                    }
                }
            }
            guard !json else { return try Console.print(json: summaries) }
            var table = TextTable(
                "session", "channel", "status", "place", "agent", "visitor", "since", "rating", "last message")
            for summary in summaries {
                table.add(
                    summary.session.description, summary.channel.text, summary.status.rawValue,
                    summary.position.map(String.init) ?? "", summary.agent?.text ?? "",
                    Sessions.short(summary.visitor.name ?? "–", 20), Sessions.minute(summary.requestedAt),
                    summary.rating.map(String.init) ?? "", Sessions.short(summary.lastMessage?.text ?? "", 40))
            }
            if table.isEmpty {
                return Console.note(all ? "there are no sessions" : "nothing goes on (--all: also what is over)")
            }
            table.print()
        }

        /// What is asked of a session, besides its channel.
        private struct Filter {
            var status: SessionStatus?
            var rating: Int?
            var from: Timestamp?
            var to: Timestamp?

            var isEmpty: Bool { status == nil && rating == nil && from == nil && to == nil }

            func fits(_ session: Session) -> Bool {
                (status.map { session.status == $0 } ?? true)
                    && (rating.map { session.extra.rating?.rating == $0 } ?? true)
                    && (from.map { session.openedAt >= $0 } ?? true) && (to.map { session.openedAt < $0 } ?? true)
            }
        }

        private static func sessions(
            _ reader: StoreReader, _ channels: [ChannelHandle], everything: Bool, _ filter: Filter, _ limit: Int
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
                found += page.map(\.session).filter(filter.fits)
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
            table.add("rating", summary.rating.map { "\($0) of 5" } ?? "–")
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

    /// `samtale session delete`.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a session: it ends where it goes on, and is purged a day later.",
            discussion: """
                Needs a running worker, and an agent who manages the session's channel, in whose name it is deleted.

                Example:
                  samtale session delete 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11 --as mia
                """)

        @Argument(help: "The session's id.") var session: String
        @Option(name: .customLong("as"), help: ArgumentHelp("The agent who deletes it.", valueName: "agent"))
        var agent: String
        @Flag(name: .long, help: "Do not ask.") var yes = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            let id = try Sessions.id(session)
            guard let manager = AgentHandle(agent) else {
                throw CommandFailure(.dataError, "\"\(agent)\" is no name of an agent", remedy: "samtale agent list")
            }
            var broker = try options.settings().broker
            broker.name = "samtale session delete"
            let client = try await ChatClient.connect(broker)
            do {
                try await delete(id, as: manager, client)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        }

        private func delete(_ id: SessionID, as manager: AgentHandle, _ client: ChatClient) async throws {
            let found = try await client.session(id, as: manager, after: .max)
            if found.refusal?.code == .unknownSession { throw Sessions.unknown(session) }
            let summary = try found.get().snapshot.summary
            guard summary.status != .deleted else { return Console.note("it is deleted already: \(id)") }
            let visitor = summary.visitor.name ?? "a visitor"
            try Console.confirm(
                "Delete the session of \(visitor) on \(summary.channel) (\(summary.status.rawValue))?", assumed: yes)
            // The same message-id, wherever the session goes meanwhile: it is one command.
            let messageID = ChatClient.messageID()
            var channel = summary.channel
            while true {
                let answer = try await client.send(
                    .sessionDelete, to: channel, as: .agent(manager), SessionReference(session: id),
                    messageID: messageID)
                guard let target = answer.refusal?.channel, answer.refusal?.code == .moved, target != channel else {
                    _ = try answer.get()
                    break
                }
                channel = target
            }
            Console.print("deleted: \(id)")
        }
    }

    // MARK: - What they share

    /// Reads a date, whose day begins in UTC, or a time.
    static func time(_ text: String) -> Timestamp? { Timestamp(text) ?? Timestamp("\(text)T00:00:00Z") }

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
