import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatGateway
import ChatStore
import ChatWorker
import Foundation
import Logging
import Synchronization

/// A small company whose visitors and agents come by HTTP: a virtual host and a store of its own, a worker and gateways
/// of this process.
///
/// Channel `support` has `anna` and `ben`, who respond, and `mia`, who listens and manages; `sales` has `carl`. `root` is
/// an administrator without a channel. All want to be Present, and are it once a window of theirs is open; their
/// password is ``password``.
final class GatewayDesk: Sendable {
    static let support: ChannelHandle = "support"
    static let sales: ChannelHandle = "sales"
    /// What a gateway has connections for.
    static let roles = ["publisher", "replies", "events"]
    static let password = "a password for tests"
    /// ``password`` with N = 2^4: tests sign in often.
    private static let scrypt =
        "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$x3EkbHxEFpxR4eGHkqkkAmd8FDcaAnLumoOWa84NUA4"

    private static let turnstile = Turnstile(width: 3)

    let host: TestVirtualHost
    let store: Store
    /// Speaks with the worker's own login.
    let client: ChatClient
    /// The login of the gateways at the broker.
    private let login: String
    private let worker: Worker
    private let work: Task<Void, Never>
    private let gateways = Mutex<[RunningGateway]>([])

    private init(_ host: TestVirtualHost, path: String) async throws {
        self.host = host
        store = try Store(path: path)
        client = try await ChatClient.connect(host.configuration)
        login = host.uniqueName("gateway")
        try await host.addUser(login, password: login)
        let worker = Worker(
            WorkerConfiguration(broker: host.configuration, name: "w1", trustedPublishers: [login]), store: store,
            metrics: Metrics(), logger: Self.logger)
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

    // MARK: - Opening and closing

    /// Runs a test at a desk of its own, with one gateway.
    static func open(
        _ channels: [Channel] = [Channel(channel: support, name: "Support"), Channel(channel: sales, name: "Sales")],
        _ body: (GatewayDesk, RunningGateway) async throws -> Void
    ) async throws {
        await Self.turnstile.enter()
        defer { Task { await Self.turnstile.leave() } }
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestBroker.withVirtualHost { host in
            let desk = try await GatewayDesk(host, path: folder.appending(path: "chat.sqlite").path)
            do {
                try desk.setUp(channels)
                try await eventually(within: .seconds(30), "the worker is not ready") { desk.worker.health.isReady }
                try await host.waitForQueues(
                    [Queue.control, Queue.queries] + channels.map({ Queue.channel($0.channel) }))
                // Somebody is there for each channel, whatever windows are open.
                for agent in ["ben", "carl"] as [AgentHandle] {
                    _ = try await desk.client.renewPresence(as: agent, connection: "desk", leaseSeconds: 120).get()
                }
                try await body(desk, try await desk.startGateway("gw1"))
            } catch {
                await desk.close()
                throw error
            }
            await desk.close()
        }
    }

    private func setUp(_ channels: [Channel]) throws {
        for agent in ["anna", "ben", "carl", "mia", "root"] as [AgentHandle] {
            var save = AgentSave(agent: agent, nickname: agent.text.capitalized)
            save.scrypt = Self.scrypt
            save.administrator = agent == "root"
            try apply([.saveAgent(save)])
        }
        for channel in channels {
            try apply([.saveChannel(channel)])
            let members: [AgentHandle] = channel.channel == Self.sales ? ["carl"] : ["anna", "ben", "mia"]
            try apply(
                members.map { agent in
                    .saveMember(
                        Member(
                            channel: channel.channel, agent: agent, respond: agent != "mia", listen: agent == "mia",
                            manage: agent == "mia"))
                })
        }
        try apply([.setPresence(PresenceSet(status: .present, agents: ["anna", "ben", "carl", "mia"]))])
    }

    private func close() async {
        for gateway in gateways.withLock({ $0 }) { await gateway.kill() }
        worker.stop()
        await work.value
        await client.close()
        try? store.close()
    }

    /// Erases what identifies people in sessions that ended before a time, as workers do after a year.
    func erase(before time: Timestamp) throws -> Int {
        try store.transaction(StoreView(), worker: "retention", at: max(time, Self.now)) {
            transaction throws(StoreError) in
            try transaction.erase(before: time)
        }.value
    }

    /// What `samtale apply` does: decides and commits beside the worker.
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

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    // MARK: - Gateways

    /// Starts a gateway on any free port; all have the same secret.
    ///
    /// - Parameter isReady: whether to wait until it is there and the broker too.
    func startGateway(
        _ name: String, isReady: Bool = true, change: (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws -> RunningGateway {
        guard let handle = GatewayHandle(name) else { throw TestFailure("\(name) is no handle") }
        let gateway = RunningGateway(
            name: handle, broker: host.configuration(user: login, password: login), logger: Self.logger,
            change: change)
        gateways.withLock { $0.append(gateway) }
        try await eventually("the gateway \(name) does not listen") { gateway.port != 0 }
        if isReady {
            try await eventually("the gateway \(name) is not ready") {
                gateway.isReady
            }
        }
        return gateway
    }

    /// Cuts connections of a gateway, as an operator would. It comes back by itself.
    ///
    func cut(_ gateway: RunningGateway, _ roles: [String] = roles) async throws {
        for role in roles {
            // The broker's list lags behind.
            try await eventually("the connection \(role) of \(gateway.name) is not listed") {
                try await host.closeConnections(named: "samtale gateway \(gateway.name) \(role)") > 0
            }
        }
    }

    /// Takes the broker away from all gateways: their login may not come in any more, and who is there is sent away.
    func keepGatewaysOut() async throws {
        let path = "\(ManagementAPI.segment(host.name))/\(ManagementAPI.segment(login))"
        try await host.api.expect("DELETE", "permissions/\(path)")
        let running = gateways.withLock { $0 }.filter { !$0.isOver }
        try await eventually("gateways still have the broker") {
            for gateway in running where gateway.isReady {
                for role in Self.roles {
                    try await host.closeConnections(named: "samtale gateway \(gateway.name) \(role)")
                }
            }
            return running.allSatisfy { !$0.isReady }
        }
    }

    func letGatewaysIn() async throws {
        try await host.setPermissions(login, configure: ".*", write: ".*", read: ".*")
    }

    // MARK: - Looking

    /// The session's events, as they stand in the store.
    func events(of session: String, as form: StoreReader.Form = .agents) throws -> [Event] {
        guard let session = SessionID(session) else { throw TestFailure("\(session) is no session") }
        return try store.look { reader throws(StoreError) in
            try reader.events(of: session, as: form, after: 0, limit: 100_000)
        }.events.map { try WireJSON.decode(Event.self, from: $0) }
    }

    /// What the visitor may see of them.
    func visible(of session: String) throws -> [Int] {
        try events(of: session).filter { $0.visibility == .visitor }.map { Int($0.seq) }
    }

    /// The one text that a query gives; empty where there is none.
    func text(_ query: String) throws -> String {
        try store.read { sql throws(StoreError) in
            var text = ""
            try sql.query(query, []) { text = $0.isNull(0) ? "" : $0.text(0) }
            return text
        }
    }

    /// What an agent is: `present`, `away`, `disconnected`…
    func effectivePresence(of agent: AgentHandle) async throws -> String? {
        struct Items: Decodable, Sendable { var items: [Agent] }
        let answer = try await client.send(
            .agentList, as: .agent("root"), EmptyResult(), returning: Items.self)
        return try answer.get().items.first { $0.agent == agent }?.effective.rawValue
    }
}
