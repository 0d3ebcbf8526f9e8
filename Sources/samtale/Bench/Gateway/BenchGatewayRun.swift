import ChatClient
import ChatContract
import ChatCore
import ChatGateway
import ChatStore
import Foundation
import Synchronization
import WebClient

/// The course of `samtale bench gateway`.
struct BenchGatewayRun {
    private static let channel: ChannelHandle = {
        guard let channel = ChannelHandle("support") else { preconditionFailure("a handle") }
        return channel
    }()
    private static let password = "the password of the bench"
    private static let agentCount = 20

    private let options: BenchGateway
    private let host: BenchHost
    private let agents = (1...agentCount).compactMap { AgentHandle("agent-\($0)") }

    init(_ options: BenchGateway, _ host: BenchHost) {
        self.options = options
        self.host = host
    }

    func report() async throws -> BenchGatewayReport {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let path = folder.path("bench.db")
        try setUp(path)
        let files = folder.path("files")
        let worker = try BenchProcess(["bench", "worker", host.uri, path])
        defer { worker.stop() }
        let client = try await ChatClient.connect(host.configuration)
        say("\(options.visitors) sessions are opened and taken")
        let visitors = try await openSessions(client)

        let port = await BenchGatewayProcess.freePort()
        let secret = UUID().uuidString + UUID().uuidString
        var gateway = try BenchGatewayProcess(uri: host.uri, port: port, secret: secret, files: files)
        defer { gateway.stop() }
        try await BenchGatewayProcess.waitUntilReady(port, Self.channel.text)
        let without = gateway.memory
        say("\(visitors.count) visitors connect")
        var started = ContinuousClock.now
        try await connect(visitors, to: port, snapshots: 1)
        let connecting = started.duration(to: .now).seconds
        say("connected within \(Self.text(connecting)) s; the gateway settles")
        try await settle(gateway)
        let with = gateway.memory
        say("\(Self.text((with - without) / Double(visitors.count))) kB a visitor; restart")

        gateway.kill()
        started = .now
        let said = try await say(someVisitors: visitors, client)
        gateway = try BenchGatewayProcess(uri: host.uri, port: port, secret: secret, files: files)
        let ready = Mutex<ContinuousClock.Instant?>(nil)
        let watching = Task {
            try await BenchGatewayProcess.waitUntilReady(port, Self.channel.text)
            ready.withLock { $0 = .now }
        }
        try await connect(visitors, to: port, snapshots: 2)
        try await waitForLines(said)
        let ended = ContinuousClock.now
        try await watching.value
        let counts = said.map { $0.visitor.count(of: $0.line) }
        var report = BenchGatewayReport(
            visitors: visitors.count, connecting: connecting, kilobytesWithout: without, kilobytesWith: with,
            restart: BenchGatewayReport.Restart(
                seconds: started.duration(to: ended).seconds,
                secondsSinceReady: max(0, (ready.withLock { $0 } ?? ended).duration(to: ended).seconds),
                said: said.count, lost: counts.count { $0 == 0 }, doubled: counts.count { $0 > 1 }))
        say("all resumed after \(Self.text(report.restart.seconds)) s, \(report.restart.lost) lost")

        let reader = try await BenchAgent.open(agents[0], password: Self.password, port: port)
        let writers = visitors.filter { $0.agent == agents[0] }
        for rate in options.rates {
            say("\(rate) lines a second for \(options.seconds) s")
            let latency = try await BenchPosts(writers: writers, reader: reader, port: port).measure(
                perSecond: rate, seconds: options.seconds, of: gateway)
            say("p50 \(Self.text(latency.p50)) ms, p99 \(Self.text(latency.p99)) ms, \(latency.lost) lost")
            report.latencies.append(latency)
        }
        if options.uploadCount > 0 {
            say("\(options.uploadCount) files of \(options.uploadSize) MiB at once, \(BenchUploads.rounds) times")
            let uploads = BenchUploads(
                uploaders: Array(visitors.filter { $0.agent != agents[0] }.prefix(options.uploadCount)),
                posts: BenchPosts(writers: writers, reader: reader, port: port), port: port,
                size: options.uploadSize << 20, folder: files)
            try await uploads.allow(client)
            report.uploads = try await uploads.measure(
                perSecond: BenchGateway.uploadRate, seconds: max(10, options.seconds), of: gateway)
        }
        await reader.close()
        for visitor in visitors { await visitor.close() }
        await client.close()
        return report
    }

    // MARK: - Setting up

    /// A channel, and agents who are members of it.
    private func setUp(_ path: String) throws {
        var channel = Channel(channel: Self.channel, name: "Support")
        channel.warnings = Channel.Warnings(
            agentNewChat: 0, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0)
        channel.idle = Channel.Idle(disconnectedSeconds: 3600, goneSeconds: 86_400, agentLostSeconds: 86_400)
        let system = Actor.system("bench")
        var commands: [(actor: Actor, command: ControlCommand)] = [(system, .saveChannel(channel))]
        let scrypt = try ScryptPassword(password: Self.password).description
        for agent in agents {
            var save = AgentSave(agent: agent)
            save.scrypt = scrypt
            commands += [
                (system, .saveAgent(save)), (system, .saveMember(Member(channel: Self.channel, agent: agent))),
                (.agent(agent), .setPresence(PresenceSet(status: .present))),
                (.agent(agent), .renewPresence(PresenceRenew(connection: "bench", leaseSeconds: 120))),
            ]
        }
        try BenchDesk.apply(commands, to: path)
    }

    private func openSessions(_ client: ChatClient) async throws -> [BenchVisitor] {
        try await Self.inParallel(0..<options.visitors, width: 64) { number in
            let agent = agents[number % agents.count]
            let opened = try await client.openSession(
                SessionOpen(
                    visitorId: "a-visitor-with-a-secret-\(number)", name: "Visitor \(number)",
                    email: "v\(number)@example.com", question: "Hello?"), on: Self.channel
            ).get()
            _ = try await client.pickUp(opened.session, on: Self.channel, as: agent).get()
            return BenchVisitor(session: opened.session, key: opened.key, channel: Self.channel, agent: agent)
        }
    }

    // MARK: - Steps

    /// Everybody connects at once; returns when each stream began so many times.
    private func connect(_ visitors: [BenchVisitor], to port: Int, snapshots: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for visitor in visitors { group.addTask { try await visitor.connect(to: port) } }
            try await group.waitForAll()
        }
        try await wait("streams that begin") { visitors.allSatisfy { $0.snapshots >= snapshots } }
    }

    /// Until the gateway's memory stands still for some seconds: what a rush took is given back a little later.
    private func settle(_ gateway: BenchGatewayProcess) async throws {
        var last = 0.0
        var still = 0
        for _ in 0..<30 where still < 6 {
            try await Task.sleep(for: .seconds(1))
            let now = gateway.memory
            still = abs(now - last) < 64 ? still + 1 : 0
            last = now
        }
    }

    /// Something is said to every tenth visitor while there is no gateway.
    private func say(
        someVisitors visitors: [BenchVisitor], _ client: ChatClient
    ) async throws -> [(visitor: BenchVisitor, line: String)] {
        let chosen = stride(from: 0, to: visitors.count, by: 10).map { visitors[$0] }
        return try await Self.inParallel(chosen.indices, width: 100) { index in
            let line = BenchLine.text(1_000_000 + index)
            let visitor = chosen[index]
            _ = try await client.postMessage(
                line, in: visitor.session, on: visitor.channel, as: .agent(visitor.agent)
            ).get()
            return (visitor, line)
        }
    }

    private func waitForLines(_ said: [(visitor: BenchVisitor, line: String)]) async throws {
        // What is lost is counted, not waited for without end.
        try? await wait("lines") { said.allSatisfy { $0.visitor.count(of: $0.line) > 0 } }
    }

    private func wait(_ what: String, _ condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw BenchError("\(what): not within a minute") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func inParallel<Value: Sendable>(
        _ numbers: Range<Int>, width: Int, _ work: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var values: [Int: Value] = [:]
            for number in numbers {
                if number >= width, let (done, value) = try await group.next() { values[done] = value }
                group.addTask { (number, try await work(number)) }
            }
            for try await (done, value) in group { values[done] = value }
            return values.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private static func text(_ number: Double) -> String { String(format: "%.1f", number) }

    private func say(_ text: String) { Console.note("bench: \(text)") }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
