import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatMailer
import ChatStore
import ChatWorker
import Foundation
import Logging
import Synchronization

/// A desk at a real broker with a worker of this process, whose visitors may ask for their conversations.
///
/// Channel `support` has the agents `anna`, who responds, and `mia`, who listens and manages too; `returns` has `mia`.
final class MailDesk: Sendable {
    static let support: ChannelHandle = "support"
    static let returns: ChannelHandle = "returns"

    let host: TestVirtualHost
    let store: Store
    let client: ChatClient
    private let worker: Worker
    private let work: Task<Void, Never>
    private let mailers = Mutex<[RunningMailer]>([])

    /// A mailer of this process.
    final class RunningMailer: Sendable {
        let mailer: Mailer
        private let task: Task<Void, Never>

        init(_ mailer: Mailer) {
            self.mailer = mailer
            task = Task { await mailer.run() }
        }

        func stop() async {
            mailer.stop()
            await task.value
        }
    }

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

    private static var logger: Logger {
        guard TestBroker.environment("SAMTALE_TEST_LOG") != nil else {
            return Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        }
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .debug
        return logger
    }

    /// Runs a test at a desk of its own.
    static func open(
        template: Channel.TranscriptTemplate? = nil, _ body: (MailDesk) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestBroker.withVirtualHost { host in
            let desk = try await MailDesk(host, path: folder.appending(path: "chat.sqlite").path)
            do {
                try await desk.setUp(template)
                try await body(desk)
            } catch {
                await desk.close()
                throw error
            }
            await desk.close()
        }
    }

    private func setUp(_ template: Channel.TranscriptTemplate?) async throws {
        let channel = Channel(
            channel: Self.support, name: "Support", widget: Channel.Widget(header: "Nordic Shop"),
            postChatForm: Channel.PostChatForm(enabled: true, transcript: true, transcriptMail: template))
        try apply([.saveChannel(channel)])
        for agent in ["anna", "mia"] as [AgentHandle] {
            let isManager = agent == "mia"
            try apply([
                .saveAgent(AgentSave(agent: agent, nickname: agent.text.capitalized)),
                .saveMember(
                    Member(channel: Self.support, agent: agent, respond: true, listen: isManager, manage: isManager)),
            ])
        }
        try apply([.setPresence(PresenceSet(status: .present, agents: ["anna", "mia"]))])
        try await eventually("the worker is not ready") { worker.health.isReady }
        try apply([
            .saveChannel(Channel(channel: Self.returns, name: "Returns")),
            .saveMember(Member(channel: Self.returns, agent: "mia")),
        ])
        try await host.waitForQueues([
            Queue.control, Queue.queries, Queue.mail, Queue.channel(Self.support), Queue.channel(Self.returns),
        ])
        for agent in ["anna", "mia"] as [AgentHandle] {
            _ = try await client.renewPresence(as: agent, connection: "desk", leaseSeconds: 120).get()
        }
    }

    func apply(_ commands: [ControlCommand]) throws {
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
        for mailer in mailers.withLock({ $0 }) { await mailer.stop() }
        worker.stop()
        await work.value
        await client.close()
        try? store.close()
    }

    // MARK: - Mailers

    /// Retries come fast here.
    static let retry = RetryPlan(
        first: .milliseconds(100), longest: .milliseconds(400), hold: .seconds(60), life: .seconds(86_400))

    @discardableResult
    func startMailer(
        _ sink: MailSink, named name: String = "m1", retry: RetryPlan = MailDesk.retry, user: String? = nil,
        password: String? = nil
    ) throws -> RunningMailer {
        guard let from = MailAddress(text: "Nordic Shøp <chat@shop.example>") else { throw TestFailure("no address") }
        let running = RunningMailer(
            Mailer(
                MailerConfiguration(
                    broker: host.configuration, name: name,
                    server: try MailServer(url: sink.url, user: user, password: password), from: from, retry: retry,
                    prepare: { try await Topology.declare(on: $0) }), logger: Self.logger))
        mailers.withLock { $0.append(running) }
        return running
    }

    // MARK: - Conversations

    /// A session, and its visitor's secret for it.
    struct Talk: Sendable {
        let session: SessionID
        let key: String
    }

    /// A visitor and Anna talk; it is over, and the visitor is on the form.
    func talk(
        name: String = "Kari", email: String = "kari@example.com", says: String = "Where is my parcel?",
        annaSays: String = "On its way.", isOver: Bool = true
    ) async throws -> Talk {
        let opened = try await client.openSession(
            SessionOpen(
                visitorId: ChatClient.messageID().filter { $0 != "-" }, gateway: "edge", connection: "c1", name: name,
                email: email, question: says), on: Self.support
        ).get()
        let talk = Talk(session: opened.session, key: opened.key)
        _ = try await client.pickUp(talk.session, on: Self.support, as: "anna").get()
        _ = try await client.postMessage(annaSays, in: talk.session, on: Self.support, as: .agent("anna")).get()
        if isOver {
            _ = try await client.closeSession(talk.session, on: Self.support, as: .agent("anna")).get()
        }
        return talk
    }

    /// The visitor asks for the conversation.
    func ask(_ talk: Talk, to email: String = "kari@example.com") async throws {
        _ = try await client.send(
            .transcriptSend, to: Self.support, as: .visitor, TranscriptSend(session: talk.session, email: email),
            sessionKey: talk.key
        ).get()
    }

    /// The session's events, as they stand in the store.
    func events(_ talk: Talk) throws -> [Event] {
        try store.look { reader throws(StoreError) in
            try reader.events(of: talk.session, as: .agents, after: 0, limit: 10_000)
        }.events.map { try WireJSON.decode(Event.self, from: $0) }
    }

    /// Waits for an event.
    func wait(for type: EventType, in talk: Talk, within limit: Duration = .seconds(120)) async throws -> Event {
        var found: Event?
        try await eventually(within: limit, "there is no \(type.rawValue)") {
            found = try events(talk).first { $0.type == type }
            return found != nil
        }
        guard let found else { throw TestFailure("there is no \(type.rawValue)") }
        return found
    }

    /// Waits until no job is left, delivered or not.
    func waitUntilDone() async throws {
        // The management's counts lag behind, so the queue is looked at with nobody on it.
        for mailer in mailers.withLock({ $0 }) { await mailer.stop() }
        let loop = ConnectionLoop(name: "status")
        defer { loop.stop() }
        // What goes to the dead letters is counted here until it is safe there; the broker tries again after three minutes
        // where it heard nothing of that.
        try await eventually(within: .seconds(400), "jobs are left") {
            try await host.status(Queue.mail, on: loop).messageCount == 0
        }
    }

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
