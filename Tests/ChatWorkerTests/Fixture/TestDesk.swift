import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation
import Logging
import Synchronization
import Testing

/// A small company at a real broker: a virtual host and a store of its own, workers that run in this process.
///
/// Channel `support` has the agents `anna`, `ben` and `cleo`, who respond, and `mia`, who manages and listens; `dora` is
/// an agent without a channel. All are Present with leases of two minutes, unless a test says otherwise.
final class TestDesk: Sendable {
    static let support: ChannelHandle = "support"
    static let agents: [AgentHandle] = ["anna", "ben", "cleo", "mia", "dora"]

    private static let turnstile = Turnstile(width: 5)

    let host: TestVirtualHost
    /// The database file.
    let path: String
    /// For looking, and for changes that the deployment makes itself.
    let store: Store
    /// Speaks with the login that may name any actor.
    let caller: Caller
    let client: ChatClient
    let tap: WireTap
    /// Where its workers look customers up, if not in the store.
    private let directory: DirectoryConfiguration?
    private let workers = Mutex<[RunningWorker]>([])

    private init(_ host: TestVirtualHost, path: String, _ directory: DirectoryConfiguration?) async throws {
        self.directory = directory
        self.host = host
        self.path = path
        store = try Store(path: path)
        tap = try await WireTap(host.configuration)
        caller = try await Caller(host.configuration, tap)
        client = try await ChatClient.connect(host.configuration)
    }

    /// A worker of this process, with a store of its own on the same file.
    final class RunningWorker: Sendable {
        let worker: Worker
        private let store: Store
        private let task: Task<Void, Never>

        init(_ configuration: WorkerConfiguration, path: String) throws {
            let store = try Store(path: path)
            let worker = Worker(configuration, store: store, metrics: Metrics(), logger: Self.logger)
            self.store = store
            self.worker = worker
            task = Task { await worker.run() }
        }

        func stop() async {
            worker.stop()
            await task.value
            try? store.close()
        }

        private static var logger: Logger {
            guard TestBroker.environment("SAMTALE_TEST_LOG") != nil else {
                return Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            }
            var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .debug
            return logger
        }
    }

    // MARK: - Opening and closing

    /// Runs a test at a desk of its own.
    static func open(
        _ channels: [Channel] = [Channel(channel: support, name: "Support")], agents: [AgentHandle] = agents,
        workers: Int = 1, arePresent: Bool = true, directory: DirectoryConfiguration? = nil,
        _ body: (TestDesk) async throws -> Void
    ) async throws {
        await Self.turnstile.enter()
        defer { Task { await Self.turnstile.leave() } }
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestBroker.withVirtualHost { host in
            let desk = try await TestDesk(host, path: folder.appending(path: "chat.sqlite").path, directory)
            do {
                try desk.setUp(channels, agents)
                for number in 0..<workers { try desk.startWorker(named: "w\(number + 1)") }
                try await desk.waitUntilReady(channels.map(\.channel))
                if arePresent { try await desk.renewPresence(of: agents) }
                try await body(desk)
            } catch {
                await desk.close()
                throw error
            }
            await desk.close()
        }
    }

    private func setUp(_ channels: [Channel], _ agents: [AgentHandle]) throws {
        try apply(agents.map { .saveAgent(AgentSave(agent: $0, nickname: $0.text.capitalized)) })
        for channel in channels {
            try apply([.saveChannel(channel)])
            try apply(
                agents.filter { $0 != "dora" }.map { agent in
                    .saveMember(
                        Member(
                            channel: channel.channel, agent: agent, respond: agent != "mia", listen: agent == "mia",
                            manage: agent == "mia"))
                })
        }
        try apply([.setPresence(PresenceSet(status: .present, agents: agents))])
    }

    private func close() async {
        for worker in workers.withLock({ $0 }) { await worker.stop() }
        await caller.close()
        await client.close()
        await tap.close()
        try? store.close()
    }

    /// Erases what identifies people in sessions that ended before a time, as workers do after a year.
    func erase(before time: Timestamp) throws -> Int {
        try store.transaction(StoreView(), worker: "retention", at: max(time, .now)) { transaction throws(StoreError) in
            try transaction.erase(before: time)
        }.value
    }

    /// What `samtale apply` does: decides and commits beside the workers.
    func apply(_ commands: [ControlCommand]) throws {
        _ = try store.transaction(StoreView(), worker: "apply", at: .now) { transaction throws(StoreError) in
            for command in commands {
                let key = CommandKey(
                    address: "control", login: "apply", actor: .system("apply"), subject: "", messageID: "apply")
                let outcome = try transaction.decide(
                    command, by: .system("apply"), key: key, cause: Transaction.Cause(messageID: "apply"))
                guard case .done = outcome else { throw StoreError(.internal, "\(command): \(outcome)") }
            }
        }
    }

    // MARK: - Workers

    @discardableResult
    func startWorker(named name: String) throws -> RunningWorker {
        var configuration = WorkerConfiguration(broker: host.configuration, name: name)
        configuration.directory = directory
        let worker = try RunningWorker(configuration, path: path)
        workers.withLock { $0.append(worker) }
        return worker
    }

    /// Waits until somebody works on control and these channels.
    func waitUntilReady(_ channels: [ChannelHandle]) async throws {
        let running = workers.withLock { $0 }
        try await eventually(within: .seconds(30), "the workers are not ready: \(running.map(\.worker.health))") {
            running.allSatisfy { $0.worker.health.isReady }
        }
        try await host.waitForQueues([Queue.control, Queue.queries] + channels.map(Queue.channel))
    }

    func waitForQueue(_ queue: String) async throws {
        try await host.waitForQueues([queue])
    }

    /// How many messages wait in a queue, exactly.
    func messages(in queue: String) async throws -> Int {
        let loop = ConnectionLoop(name: "status")
        defer { loop.stop() }
        return try await host.status(queue, on: loop).messageCount
    }

    func worker(_ index: Int = 0) throws -> RunningWorker {
        try #require(workers.withLock { index < $0.count ? $0[index] : nil })
    }

    /// Waits until the workers have looked around a few times more.
    func waitForTurns(_ count: Int64) async throws {
        let start = try number("SELECT max(lease_until) FROM worker")
        try await eventually("the workers do not renew their leases") {
            try number("SELECT max(lease_until) FROM worker") >= start + count * 1000
        }
    }

    /// The leases of agents who are connected.
    func renewPresence(of agents: [AgentHandle], seconds: Int = 120) async throws {
        for agent in agents {
            let answer = try await caller.ask(
                .presenceRenew, as: .agent(agent), PresenceRenew(connection: "desk", leaseSeconds: seconds))
            #expect(answer.ok)
        }
    }

    /// Cuts the workers' connections, as an operator would.
    ///
    /// - Returns: how many were cut.
    func cutWorkers() async throws -> Int {
        var count = 0
        for connection in try await host.connections() {
            guard let name = connection.connectionName, name.hasPrefix("samtale ") else { continue }
            count += try await host.closeConnections(named: name)
        }
        return count
    }

    // MARK: - Looking

    func session(_ id: SessionID) throws -> Session {
        try #require(try store.look { reader throws(StoreError) in try reader.session(id) })
    }

    /// The session's events, as they stand in the store.
    func events(of session: SessionID, as form: StoreReader.Form = .agents) throws -> [Event] {
        try store.look { reader throws(StoreError) in
            try reader.events(of: session, as: form, after: 0, limit: 100_000)
        }.events.map { try WireJSON.decode(Event.self, from: $0) }
    }

    /// Nothing waits for the broker's confirmation any more.
    func waitUntilPublished() async throws {
        try await eventually(within: .seconds(15), "the outbox is not empty") {
            try number("SELECT count(*) FROM outbox") == 0
        }
    }

    /// The one number that a query gives.
    func number(_ query: String) throws -> Int64 {
        try store.read { sql throws(StoreError) in
            var number: Int64 = 0
            try sql.query(query, []) { number = $0.integer(0) }
            return number
        }
    }

    /// An agent's own broker login, with the rights of the contract.
    func agentLogin(_ agent: AgentHandle) async throws -> Caller {
        let login = host.uniqueName(agent.text)
        try await host.addUser(
            login, password: "secret", configure: #"^amq\.gen-"#, write: #"^(amq\.gen-.*|chat\.commands)$"#,
            read: #"^(amq\.gen-.*|chat\.events)$"#)
        var save = AgentSave(agent: agent)
        save.brokerLogin = login
        try apply([.saveAgent(save)])
        return try await Caller(host.configuration(user: login, password: "secret"), tap)
    }
}

extension Timestamp {
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
