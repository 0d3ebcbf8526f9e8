import AMQP
import ArgumentParser
import ChatContract
import ChatWorker

/// `samtale dead-letters`.
struct DeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Look at what nobody could work on, send it again or drop it.",
        discussion: """
            Commands that are malformed, of unknown type or channel, or that failed three times are kept in the queue \
            chat.dead with the reason; so are events that a receiver of webhooks did not take for a day. Looking leaves \
            them there.

            Examples:
              samtale dead-letters list
              samtale dead-letters show dead.1k2j3h4g
              samtale dead-letters requeue dead.1k2j3h4g
              samtale dead-letters drop --all --yes
            """,
        subcommands: [List.self, Show.self, Requeue.self, Drop.self])

    /// `samtale dead-letters list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All dead letters, the oldest first.")

        @Option(name: .long, help: "How many to look at, at most.") var limit = 1000
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit is \(limit); it must be 1 at least") }
        }

        func run() async throws {
            let settings = try options.settings()
            let letters = try await DeadLetters.with(settings) { queue in
                try await queue.take(limit).map { DeadLetter($0, upTo: DeadLetter.listedLength) }
            }.sorted { ($0.at?.milliseconds ?? 0) < ($1.at?.milliseconds ?? 0) }
            guard !json else { return try Console.print(json: letters) }
            var table = TextTable("id", "at", "reason", "type", "actor", "publisher", "error")
            for letter in letters {
                table.add(
                    letter.id, letter.at.map(Sessions.minute) ?? "", letter.reason,
                    letter.type.isEmpty ? letter.routingKey : letter.type, letter.actor, letter.publisher,
                    Sessions.short(letter.error, 60))
            }
            if table.isEmpty { return Console.note("there are no dead letters") }
            table.print()
        }
    }

    /// `samtale dead-letters show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One dead letter with its body; session keys and visitors' secrets are masked.")

        @Argument(help: "The letter's id.") var id: String
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            let settings = try options.settings()
            let letter = try await DeadLetters.with(settings) { DeadLetter(try await DeadLetters.find(id, $0)) }
            guard !json else { return try Console.print(json: letter) }
            var table = TextTable("field", "value")
            table.add("id", letter.id)
            table.add("at", letter.at?.description ?? "–")
            table.add("reason", letter.reason)
            table.add("error", letter.error)
            table.add("type", letter.type)
            table.add("routing key", letter.routingKey)
            table.add("queue", letter.queue)
            table.add("actor", letter.actor)
            table.add("publisher", letter.publisher)
            table.add("attempts", String(letter.attempts))
            table.add("command", letter.command)
            table.print()
            Console.print("")
            Console.print(letter.body)
        }
    }

    /// `samtale dead-letters requeue`.
    struct Requeue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a command again, with a new message-id, after its cause is gone.",
            discussion: """
                It goes to chat.commands with your login, and counts as its first publisher's. An event for a receiver \
                of webhooks goes to his queue again, under the same id, and has a new day.
                """)

        @Argument(help: "The letter's id.") var id: String?
        @Flag(name: .long, help: "All letters.") var all = false
        @Flag(name: .long, help: "Do not ask.") var yes = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws { try DeadLetters.validate(id, all) }

        func run() async throws {
            let settings = try options.settings()
            let login = settings.broker.user
            try await DeadLetters.each(id, settings, yes, "Send", "sent again") {
                .requeue(login: login, at: LogLine.now)
            }
        }
    }

    /// `samtale dead-letters drop`.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Throw a dead letter away, for good.")

        @Argument(help: "The letter's id.") var id: String?
        @Flag(name: .long, help: "All letters.") var all = false
        @Flag(name: .long, help: "Do not ask.") var yes = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws { try DeadLetters.validate(id, all) }

        func run() async throws {
            try await DeadLetters.each(id, try options.settings(), yes, "Drop", "dropped") { .drop }
        }
    }

    // MARK: - What they share

    private static func validate(_ id: String?, _ all: Bool) throws {
        guard (id != nil) != all else { throw ValidationError("name one letter by its id, or say --all") }
    }

    private static func with<Value>(
        _ settings: Settings, _ body: (DeadLetterQueue) async throws -> Value
    ) async throws -> Value {
        try await BrokerAccess.with(settings.broker, for: "dead letters") { connection in
            try await body(try await DeadLetterQueue(connection))
        }
    }

    private static func find(_ id: String, _ queue: DeadLetterQueue) async throws -> Delivery {
        let (letter, others) = try await queue.find(id)
        guard let letter else {
            throw CommandFailure(
                .dataError, "there is no dead letter \"\(id)\"" + Suggestion.hint(for: id, among: others),
                remedy: "samtale dead-letters list")
        }
        return letter
    }

    /// Settles one letter or all.
    private static func each(
        _ id: String?, _ settings: Settings, _ yes: Bool, _ verb: String, _ done: String,
        _ settlement: () -> DeadLetterQueue.Settlement
    ) async throws {
        try await with(settings) { queue in
            if let id {
                try await settle(try await find(id, queue), settlement(), queue)
                Console.print("\(done): \(id)")
                return
            }
            let count = try await queue.count()
            guard count > 0 else { return Console.note("there are no dead letters") }
            try Console.confirm("\(verb) \(count) dead letters?", assumed: yes)
            var worked = 0
            // No more than there were: what is sent again may come back.
            while worked < count, let letter = try await queue.take(1).first {
                try await settle(letter, settlement(), queue)
                worked += 1
                if worked.isMultiple(of: 500) { Console.note("\(worked) of \(count)") }
            }
            Console.print("\(done): \(worked)")
        }
    }

    private static func settle(
        _ letter: Delivery, _ settlement: DeadLetterQueue.Settlement, _ queue: DeadLetterQueue
    ) async throws {
        do {
            try await queue.settle(letter, settlement)
        } catch let failure as DeadLetterQueue.Failure {
            switch failure {
            case .full: throw CommandFailure(.unavailable, "\(failure)", remedy: "try again later")
            case .noQueue: throw CommandFailure(.unavailable, "\(failure)", remedy: "samtale topology apply")
            }
        }
    }
}
