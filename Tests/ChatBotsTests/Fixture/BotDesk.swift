import AMQP
import BrokerTesting
import ChatBots
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation
import Logging
import Synchronization

/// A desk at a real broker with a worker of this process, whose channel `support` has the bot `hal`, and behind it the
/// agent `anna`.
final class BotDesk: Sendable {
    static let support: ChannelHandle = "support"
    static let hal: BotHandle = "hal"

    let host: TestVirtualHost
    let store: Store
    let client: ChatClient
    private let worker: Worker
    private let work: Task<Void, Never>
    private let bots = Mutex<[RunningBot]>([])

    /// A bot of this process.
    final class RunningBot: Sendable {
        let runner: BotRunner
        private let task: Task<Void, Never>

        init(_ runner: BotRunner) {
            self.runner = runner
            task = Task { await runner.run() }
        }

        func stop() async {
            runner.stop()
            await task.value
        }
    }

    /// What stands in the FAQ.
    static let entries = [
        (
            "Where is my parcel?", "We send a mail with a link when it leaves our warehouse.",
            "https://shop.example/parcel"
        ),
        ("How long does delivery of a parcel take?", "Two to four working days.", nil),
        ("How can I pay by invoice?", "Choose invoice at the checkout.", nil),
    ]

    private init(_ host: TestVirtualHost, path: String) async throws {
        self.host = host
        let store = try Store(path: path)
        self.store = store
        client = try await ChatClient.connect(host.configuration)
        let worker = Worker(
            WorkerConfiguration(broker: host.configuration, name: "w1"), store: store, metrics: Metrics(),
            logger: Self.logger)
        self.worker = worker
        work = Task { await worker.run() }
    }

    static var logger: Logger {
        guard TestBroker.environment("SAMTALE_TEST_LOG") != nil else {
            return Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        }
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .debug
        return logger
    }

    /// Runs a test at a desk of its own.
    static func open(
        greetingSeconds: Int = 60, answerSeconds: Int = 60, _ body: (BotDesk) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestBroker.withVirtualHost { host in
            let desk = try await BotDesk(host, path: folder.appending(path: "chat.sqlite").path)
            do {
                try await desk.setUp(greetingSeconds, answerSeconds)
                try await body(desk)
            } catch {
                await desk.close()
                throw error
            }
            await desk.close()
        }
    }

    private func setUp(_ greetingSeconds: Int, _ answerSeconds: Int) async throws {
        let channel = Channel(
            channel: Self.support, name: "Support", preChatForm: Channel.PreChatForm(enabled: false),
            bot: Channel.Bot(
                enabled: true, bot: Self.hal, name: "Hal", greetingSeconds: greetingSeconds,
                answerSeconds: answerSeconds))
        try apply([
            .saveAgent(AgentSave(agent: "anna", nickname: "Anna")), .saveBot(Bot(bot: Self.hal, name: "Hal")),
            .saveChannel(channel), .saveMember(Member(channel: Self.support, agent: "anna", respond: true)),
            .setPresence(PresenceSet(status: .present, agents: ["anna"])),
        ])
        for (number, entry) in Self.entries.enumerated() {
            try apply([
                .saveFAQ(
                    FAQEntry(
                        entry: FAQEntryID(high: 7, low: UInt64(number)), title: entry.0, text: entry.1, url: entry.2))
            ])
        }
        try apply([
            .saveFAQ(
                FAQEntry(
                    entry: FAQEntryID(high: 7, low: 99), title: "How do we refund?", text: "In the back office.",
                    public: false))
        ])
        try await eventually("the worker is not ready") { worker.health.isReady }
        try await host.waitForQueues([Queue.control, Queue.queries, Queue.channel(Self.support)])
        _ = try await client.renewPresence(as: "anna", connection: "desk", leaseSeconds: 120).get()
    }

    private func apply(_ commands: [ControlCommand]) throws {
        _ = try store.transaction(StoreView(), worker: "apply", at: Self.now) { transaction throws(StoreError) in
            for command in commands {
                let key = CommandKey(
                    address: "control", login: "apply", actor: .system("apply"), subject: "", messageID: "apply")
                let outcome = try transaction.decide(
                    command, by: .system("apply"), key: key, cause: Transaction.Cause(messageID: "apply"))
                guard case .done = outcome else { throw StoreError(.internal, "\(command): \(outcome)") }
            }
        }
    }

    private func close() async {
        for bot in bots.withLock({ $0 }) { await bot.stop() }
        worker.stop()
        await work.value
        await client.close()
        try? store.close()
    }

    // MARK: - Bots

    /// Starts a bot in this process, and waits until it hears.
    @discardableResult
    func start(_ script: any BotScript, named name: String = "b1") async throws -> RunningBot {
        let running = RunningBot(
            BotRunner(
                BotConfiguration(broker: host.configuration, name: name, bot: Self.hal), logger: Self.logger
            ) { _ in script })
        bots.withLock { $0.append(running) }
        try await eventually("the bot is not ready: \(running.runner.health)") { running.runner.health.isReady }
        return running
    }

    /// The bot that answers from the FAQ, as the program makes it.
    var faqBot: FAQBot { FAQBot(client: client, bot: Self.hal) }

    // MARK: - A visitor

    struct Visit: Sendable {
        let session: SessionID
        let key: String
    }

    func open(language: String? = nil, question: String? = nil) async throws -> Visit {
        var body = SessionOpen(
            visitorId: ChatClient.messageID().filter { $0 != "-" }, gateway: "edge", connection: "c1", name: "Kari",
            question: question)
        body.language = language
        let opened = try await client.openSession(body, on: Self.support).get()
        return Visit(session: opened.session, key: opened.key)
    }

    func say(_ text: String, _ visit: Visit) async throws {
        _ = try await client.postMessage(
            text, in: visit.session, on: Self.support, as: .visitor, sessionKey: visit.key
        ).get()
    }

    /// Waits until the bot has said so many lines.
    ///
    /// - Returns: the last of them.
    @discardableResult
    func wait(forLine count: Int, _ visit: Visit) async throws -> Message {
        try await eventually(
            "the bot said \(try lines(visit).map(\.text))", { try self.lines(visit).count >= count })
        guard let line = try lines(visit).dropFirst(count - 1).first else { throw TestFailure("no line") }
        return line
    }

    /// What the bot said.
    func lines(_ visit: Visit) throws -> [Message] {
        try events(visit).compactMap { event in
            guard case .posted(let message) = event.data, message.from == .bot else { return nil }
            return message
        }
    }

    func wait(for type: EventType, _ visit: Visit, within limit: Duration = .seconds(120)) async throws {
        try await eventually(within: limit, "there is no \(type.rawValue)") {
            try self.events(visit).contains { $0.type == type }
        }
    }

    func events(_ visit: Visit) throws -> [Event] {
        try store.look { reader throws(StoreError) in
            try reader.events(of: visit.session, as: .agents, after: 0, limit: 10_000)
        }.events.map { try WireJSON.decode(Event.self, from: $0) }
    }

    func status(_ visit: Visit) throws -> SessionStatus? { try events(visit).last?.status }

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
