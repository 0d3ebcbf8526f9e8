import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatStore
import Foundation
import Synchronization

/// What one test plays on: a virtual host, a store and a folder of its own, and the workers that were started.
final class Scene: Sendable {
    let broker: PrivateBroker
    let host: String
    let uri: String
    let api: ManagementAPI
    let folder: URL
    let launcher: WorkerLauncher
    /// The store as the workers see it; only looked at.
    let store: Store
    private let workers = Mutex<[(name: String, process: ChildProcess)]>([])
    private let clients = Mutex<[ChatClient]>([])

    private init(_ broker: PrivateBroker, _ name: String) async throws {
        guard let program = FaultSettings.binary else { throw TestFailure("SAMTALE_BINARY is not set") }
        self.broker = broker
        host = name
        api = try ManagementAPI(url: broker.api)
        uri = try broker.uri + name
        folder = FileManager.default.temporaryDirectory.appending(
            path: "samtale-fault-\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "chat.db").path
        launcher = WorkerLauncher(program: program, uri: uri, store: path, folder: folder)
        store = try Store(path: path)
        try await api.expect("PUT", "vhosts/\(name)")
        try await api.expect(
            "PUT", "permissions/\(name)/samtale", body: ["configure": ".*", "write": ".*", "read": ".*"])
    }

    /// Plays a test, and clears everything away: the folder stays when it failed, for its logs.
    static func play(_ name: String, _ body: (Scene) async throws -> Void) async throws {
        guard let broker = PrivateBroker.current else { throw TestFailure("there is no broker") }
        let scene = try await Scene(broker, name)
        let started = ContinuousClock.now
        do {
            try await body(scene)
            await scene.clear()
            try? FileManager.default.removeItem(at: scene.folder)
            FaultSettings.say("\(name): \(ContinuousClock.now - started)")
        } catch {
            await scene.clear()
            let duration = ContinuousClock.now - started
            FaultSettings.say("\(name) failed after \(duration); its logs are in \(scene.folder.path)")
            throw error
        }
    }

    private func clear() async {
        for client in clients.withLock({ $0 }) { await client.close() }
        for worker in workers.withLock({ $0 }) { await worker.process.kill() }
        try? store.close()
        _ = try? await api.call("DELETE", "vhosts/\(host)")
    }

    // MARK: - Actors

    func startWorker(_ name: String, httpPort: Int = -1) throws -> ChildProcess {
        let worker = try launcher.start(name, httpPort: httpPort)
        workers.withLock { $0.append((name, worker)) }
        return worker
    }

    /// Has a process ended with the scene.
    func keep(_ process: ChildProcess, named name: String) { workers.withLock { $0.append((name, process)) } }

    /// The process that was started last under a name.
    func process(_ name: String) throws -> ChildProcess {
        guard let worker = workers.withLock({ $0.last { $0.name == name } }) else {
            throw TestFailure("no worker was called \(name)")
        }
        return worker.process
    }

    /// Starts a worker, and waits until it has its lease and consumes something.
    func readyWorker(_ name: String, httpPort: Int = -1) async throws -> ChildProcess {
        let before = Set(try livingWorkers().map(\.incarnation))
        let worker = try startWorker(name, httpPort: httpPort)
        try await eventually(within: .seconds(20), "the worker \(name) works") {
            try livingWorkers().contains {
                $0.name == name && !before.contains($0.incarnation) && !$0.subscribed.isEmpty
            }
        }
        return worker
    }

    func client(_ name: String) async throws -> ChatClient {
        var configuration = try ConnectionConfiguration(uri: uri)
        configuration.name = name
        let client = try await ChatClient.connect(configuration)
        clients.withLock { $0.append(client) }
        return client
    }

    /// Makes channels, and agents who are members of all of them.
    ///
    /// RabbitMQ writes the list of its quorum queues each 500 ms: kill the broker two seconds later at the earliest.
    func setUp(
        channels: [ChannelHandle], agents: [AgentHandle], idle: Channel.Idle = Channel.Idle(), by client: ChatClient
    ) async throws {
        let system = Actor.system("faults")
        for agent in agents {
            _ = try await client.ask(.agentSave, as: system, AgentSave(agent: agent, nickname: agent.text)).get()
        }
        for channel in channels {
            let settings = Channel(channel: channel, name: "Channel \(channel)", idle: idle)
            _ = try await client.ask(.channelSave, as: system, settings).get()
            for agent in agents {
                let member = Member(channel: channel, agent: agent, listen: true, manage: true)
                _ = try await client.ask(.memberSave, as: system, member).get()
            }
        }
    }

    /// Has a channel ask agents to take its chats.
    func push(_ channel: ChannelHandle, by client: ChatClient) async throws {
        var settings = Channel(channel: channel, name: "Channel \(channel)")
        settings.routing = Channel.Routing(policy: .leastBusy, offerSeconds: 3)
        _ = try await client.ask(.channelSave, as: .system("faults"), settings).get()
    }

    /// Cuts all connections, as an operator would.
    func cutConnections() async throws {
        struct Named: Decodable { var name: String }
        for connection in try await api.get("vhosts/\(host)/connections", as: [Named].self) ?? [] {
            _ = try await api.call("DELETE", "connections/\(ManagementAPI.segment(connection.name))")
        }
    }

    // MARK: - Looking

    /// The workers whose leases run, by the name they were started with; of one that was killed and started again the
    /// last.
    func livingWorkers() throws -> [LivingWorker] {
        let now = Self.now
        return try store.rows(
            "SELECT worker, name, subscribed FROM worker WHERE lease_until > ? ORDER BY started_at",
            .integer(now.milliseconds)
        ) { row in
            let subscribed = try? JSONDecoder().decode([String: Timestamp].self, from: Data(row.bytes(2)))
            return LivingWorker(incarnation: row.text(0), name: row.text(1), subscribed: subscribed ?? [:])
        }
    }

    /// Who gets the messages of a queue: the one who consumes it for the longest time.
    func active(on queue: String) throws -> LivingWorker? {
        try livingWorkers().filter { $0.subscribed[queue] != nil }
            .min { ($0.subscribed[queue] ?? Self.now) < ($1.subscribed[queue] ?? Self.now) }
    }

    /// Whether the store's lock is free: a transaction gets it within the five seconds that a worker would wait.
    var isWritable: Bool {
        do {
            try store.write { _ in }
            return true
        } catch {
            return false
        }
    }

    func count(_ sql: String) throws -> Int {
        Int(try store.rows(sql) { $0.integer(0) }.first ?? 0)
    }

    /// How many messages stand in `chat.dead`, exactly and now.
    func deadLetters() async throws -> Int {
        let connection = try await Connection.open(
            try ConnectionConfiguration(uri: uri), on: ConnectionLoop(name: "look"))
        let status = try await connection.declareQueue(Queue.dead, passive: true)
        await connection.close()
        return status.messageCount
    }

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

extension Store {
    /// All rows of a query, as the last commit left them.
    func rows<Value>(_ sql: String, _ values: SQLValue..., read: (any SQLRow) -> Value) throws -> [Value] {
        try self.read { connection throws(StoreError) in
            var result: [Value] = []
            try connection.query(sql, values) { row in result.append(read(row)) }
            return result
        }
    }
}

/// A worker's row.
struct LivingWorker: Sendable {
    let incarnation: String
    let name: String
    /// Since when it consumes each queue.
    let subscribed: [String: Timestamp]
}

extension ChatClient {
    /// Sends a command under one message-id until it is answered, however long that takes.
    func ask<Result: Decodable & Sendable>(
        _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: some Encodable & Sendable,
        sessionKey: String? = nil, returning: Result.Type = EmptyResult.self
    ) async throws -> ClientAnswer<Result> {
        let id = Self.messageID()
        while true {
            do throws(ChatClientError) {
                return try await send(
                    type, to: channel, as: actor, body, sessionKey: sessionKey, messageID: id, returning: Result.self)
            } catch {
                guard error.code == .timeout || error.code == .broker else { throw error }
            }
        }
    }

    func open(
        _ visitor: String, on channel: ChannelHandle, at gateway: GatewayHandle? = nil, question: String? = nil
    ) async throws -> SessionOpened {
        let body = SessionOpen(
            visitorId: "the-secret-of-the-browser-of-\(visitor)", gateway: gateway,
            connection: gateway.map { _ in visitor }, name: visitor, email: "\(visitor)@example.com", question: question
        )
        return try await ask(.sessionOpen, to: channel, as: .visitor, body, returning: SessionOpened.self).get()
    }

    func post(
        _ text: String, in session: SessionID, on channel: ChannelHandle, as actor: Actor, key: String? = nil
    ) async throws -> ClientAnswer<MessagePosted> {
        try await ask(
            .messagePost, to: channel, as: actor, MessagePost(session: session, text: text), sessionKey: key,
            returning: MessagePosted.self)
    }

    func bePresent(as agent: AgentHandle, leaseSeconds: Int = 60) async throws {
        let renew = PresenceRenew(connection: "screen", leaseSeconds: leaseSeconds)
        _ = try await ask(.presenceRenew, as: .agent(agent), renew).get()
        _ = try await ask(
            .presenceSet, as: .agent(agent), PresenceSet(status: .present), returning: PresenceIs.self
        ).get()
    }
}
