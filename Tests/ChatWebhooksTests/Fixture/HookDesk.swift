import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWebhooks
import ChatWorker
import Foundation
import Logging
import Synchronization

/// A desk at a real broker with a worker of this process, whose events are posted. Channels `support` and `sales` have
/// the agent `anna`.
final class HookDesk: Sendable {
    static let support: ChannelHandle = "support"
    static let sales: ChannelHandle = "sales"
    static let secret = "a secret that is long enough"

    let host: TestVirtualHost
    /// Of the store, and of what posts are signed with.
    private let folder: URL
    let store: Store
    let client: ChatClient
    private let worker: Worker
    private let work: Task<Void, Never>
    private let posters = Mutex<[RunningPoster]>([])

    /// Those who post, in this process.
    final class RunningPoster: Sendable {
        let poster: WebhookPoster
        private let task: Task<Void, Never>

        init(_ poster: WebhookPoster) {
            self.poster = poster
            task = Task { await poster.run() }
        }

        func stop() async {
            poster.stop()
            await task.value
        }
    }

    private init(_ host: TestVirtualHost, in folder: URL) async throws {
        self.host = host
        self.folder = folder
        let store = try Store(path: folder.appending(path: "chat.sqlite").path)
        try Self.secret.write(to: folder.appending(path: "secret"), atomically: true, encoding: .utf8)
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
    static func open(_ body: (HookDesk) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestBroker.withVirtualHost { host in
            let desk = try await HookDesk(host, in: folder)
            do {
                try await desk.setUp()
                try await body(desk)
            } catch {
                await desk.close()
                throw error
            }
            await desk.close()
        }
    }

    private func setUp() async throws {
        try apply([.saveAgent(AgentSave(agent: "anna", nickname: "Anna"))])
        for channel in [Self.support, Self.sales] {
            try apply([
                .saveChannel(Channel(channel: channel, name: channel.text.capitalized)),
                .saveMember(Member(channel: channel, agent: "anna", respond: true)),
            ])
        }
        try apply([.setPresence(PresenceSet(status: .present, agents: ["anna"]))])
        try await eventually(within: .seconds(120), "the worker is not ready") { worker.health.isReady }
        try await host.waitForQueues([
            Queue.control, Queue.queries, Queue.channel(Self.support), Queue.channel(Self.sales),
        ])
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
        for poster in posters.withLock({ $0 }) { await poster.stop() }
        worker.stop()
        await work.value
        await client.close()
        try? store.close()
    }

    // MARK: - Those who post

    /// Retries come fast here; answers may take their time, on a machine that has much to do. Some events are of sessions
    /// that are in no store, so nobody is asked about them.
    static let plan = PostingPlan(
        first: .milliseconds(100), longest: .milliseconds(400), timeout: .seconds(60), fresh: .seconds(3600))

    /// A receiver as a desk file would name it.
    func receiver(
        _ name: WebhookHandle = "crm", at url: String, events: [String] = ["*"], channels: [ChannelHandle]? = nil,
        isPrivate: Bool = true, secretFile: String = "secret"
    ) -> Webhook {
        var webhook = Webhook(webhook: name, url: url, secretFile: folder.appending(path: secretFile).path)
        webhook.events = events
        webhook.channels = channels
        webhook.private = isPrivate
        return webhook
    }

    /// Writes what posts are signed with.
    func write(secret: String = secret, to file: String) throws {
        try secret.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
    }

    /// Saves receivers as `samtale apply` does: by the store, beside the worker.
    func save(_ webhooks: [Webhook]) throws { try apply(webhooks.map(ControlCommand.saveWebhook)) }

    func remove(_ webhook: WebhookHandle) throws {
        try apply([.removeWebhook(WebhookReference(webhook: webhook))])
    }

    /// Starts posting, and waits until events are kept.
    ///
    /// - Parameter receivers: they are saved before.
    @discardableResult
    func post(
        to receivers: [Webhook], as name: String = "p1", plan: PostingPlan = plan, interval: Duration = .seconds(30)
    ) async throws -> RunningPoster {
        try save(receivers)
        let running = RunningPoster(
            WebhookPoster(
                WebhookPosterConfiguration(
                    broker: host.configuration, name: name, plan: plan, interval: interval,
                    prepare: { try await Topology.declare(on: $0) }), logger: Self.logger))
        posters.withLock { $0.append(running) }
        try await eventually("nobody posts: \(running.poster.health.problems)") { running.poster.health.isReady }
        return running
    }

    // MARK: - Conversations

    /// A visitor asks, and Anna answers so often.
    @discardableResult
    func talk(
        _ lines: Int = 3, on channel: ChannelHandle = support, isOver: Bool = true, email: String = "k@example.com"
    ) async throws -> SessionID {
        let opened = try await client.openSession(
            SessionOpen(
                visitorId: ChatClient.messageID().filter { $0 != "-" }, gateway: "edge", connection: "c1",
                name: "Käthe Østergård", email: email, question: "Hei?"), on: channel
        ).get()
        _ = try await client.pickUp(opened.session, on: channel, as: "anna").get()
        try await say(lines, in: opened.session, on: channel)
        if isOver { _ = try await client.closeSession(opened.session, on: channel, as: .agent("anna")).get() }
        return opened.session
    }

    func say(_ lines: Int, in session: SessionID, on channel: ChannelHandle = support) async throws {
        for number in 0..<lines {
            _ = try await client.postMessage("Line \(number)", in: session, on: channel, as: .agent("anna")).get()
        }
    }

    /// The session's events, as they stand in the store.
    func events(_ session: SessionID) throws -> [Event] {
        try store.look { reader throws(StoreError) in
            try reader.events(of: session, as: .agents, after: 0, limit: 10_000)
        }.events.map { try WireJSON.decode(Event.self, from: $0) }
    }

    func ids(_ session: SessionID) throws -> [String] { try events(session).map(\.messageID) }

    /// Waits until the receiver took all of these sessions' events, each session's in order.
    func waitUntilTaken(
        _ sessions: [SessionID], by receiver: HookReceiver, within limit: Duration = .seconds(120)
    ) async throws {
        for session in sessions {
            let ids = try ids(session)
            do {
                try await eventually(within: limit) { receiver.ids(of: session.description) == ids }
            } catch {
                let numbers = receiver.ids(of: session.description).map { $0.split(separator: ".").last ?? "" }
                throw TestFailure("of \(ids.count) came \(numbers.joined(separator: " "))")
            }
        }
    }

    /// How many messages wait in a queue, exactly.
    func messages(in queue: String) async throws -> Int {
        let loop = ConnectionLoop(name: "status")
        defer { loop.stop() }
        return try await host.status(queue, on: loop).messageCount
    }

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
