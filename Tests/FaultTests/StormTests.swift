import BrokerTesting
import ChatClient
import ChatContract
import ChatStore
import Foundation
import Synchronization
import Testing

extension FaultTests {
    @Suite("The storm")
    struct StormTests {
        @Test("Workers are killed, the broker restarts, connections are cut: nothing is lost, doubled or misnumbered")
        func storm() async throws {
            try await Scene.play("storm") { scene in
                let storm = try await Storm(scene)
                defer { storm.end() }
                let chaos = try await storm.rage(kills: 22)
                try await storm.settle()
                try await storm.check(chaos)
            }
        }
    }
}

/// The storm's course.
private final class Storm: Sendable {
    /// What was done to the system, and how it took it.
    struct Chaos: Sendable {
        var kills = 0
        var bothDead = 0
        var brokerRestarts = 0
        var cuts = 0
        /// From a kill until a command was answered on a channel that the dead worker had, while another one lived.
        var commandTakeovers: [Duration] = []
        /// The same when nobody was left: until one is started again and has the queue.
        var commandRestarts: [Duration] = []
        /// From a kill until what the dead worker had not published was out.
        var outboxTakeovers: [Duration] = []
    }

    private let scene: Scene
    private let cast = StormCast()
    private let load: Task<Void, Never>
    private let background: Task<Void, Never>
    private let readers: [FaultReader]
    private let agentReaders: [AgentHandle: FaultReader]
    private let gatewayReaders: [GatewayHandle: FaultReader]
    private let integration: FaultReader
    private let workers = Mutex<[String: ChildProcess]>([:])

    init(_ scene: Scene) async throws {
        self.scene = scene
        let workers = ["one": try await scene.readyWorker("one"), "two": try await scene.readyWorker("two")]
        self.workers.withLock { $0 = workers }
        let seed = FaultSettings.seed
        FaultSettings.say("storm with seed \(seed)")
        let system = try await scene.client("system")
        try await scene.setUp(channels: StormCast.channels, agents: StormCast.agents, by: system)
        try await scene.push(StormCast.pushing, by: system)

        var gateways: [(GatewayHandle, ChatClient)] = []
        var gatewayReaders: [GatewayHandle: FaultReader] = [:]
        for gateway in StormCast.gateways {
            let client = try await scene.client("gateway \(gateway)")
            gateways.append((gateway, client))
            gatewayReaders[gateway] = try await .gateway(gateway, cast.keys[gateway] ?? VisitorKeys(), by: client)
        }
        var agents: [(AgentHandle, ChatClient)] = []
        var agentReaders: [AgentHandle: FaultReader] = [:]
        for agent in StormCast.agents {
            let client = try await scene.client("agent \(agent)")
            try await client.bePresent(as: agent, leaseSeconds: 30)
            agents.append((agent, client))
            let keys = ["agent.\(agent).#"] + StormCast.channels.map { "desk.\($0).#" }
            agentReaders[agent] = try await .agents("agent \(agent)", keys: keys, as: agent, by: client)
        }
        integration = try await .agents("channel.#", keys: ["channel.#"], as: StormCast.agents[0], by: system)
        self.gatewayReaders = gatewayReaders
        self.agentReaders = agentReaders
        readers = Array(gatewayReaders.values) + Array(agentReaders.values) + [integration]

        let (cast, readers, actors, doors) = (cast, readers, agents, gateways)
        background = Task {
            await withTaskGroup(of: Void.self) { group in
                for reader in readers { group.addTask { await reader.run() } }
                for (gateway, client) in doors { group.addTask { await cast.renew(gateway, client) } }
                for (agent, client) in actors { group.addTask { await cast.renew(agent, client) } }
            }
        }
        load = Task {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    let client = doors[number % doors.count].1
                    group.addTask { await cast.visit(number, client, seed: seed &+ UInt64(number)) }
                }
                for (number, (agent, client)) in actors.enumerated() {
                    group.addTask { await cast.serve(agent, client, seed: seed &+ 100 &+ UInt64(number)) }
                }
            }
        }
    }

    /// Ends everything that runs, also when the test failed.
    func end() {
        cast.stop()
        load.cancel()
        background.cancel()
    }

    // MARK: - The faults

    func rage(kills: Int) async throws -> Chaos {
        var random = SeededRandom(seed: FaultSettings.seed)
        var chaos = Chaos()
        while chaos.kills < kills {
            try await Task.sleep(for: .milliseconds(random.number(400...1600)))
            let isDouble = random.oneIn(6)
            try await strike(isDouble ? ["one", "two"] : [random.pick(["one", "two"])], &random, &chaos)
            if random.oneIn(5) {
                try await scene.cutConnections()
                chaos.cuts += 1
            }
            if chaos.brokerRestarts == 0, chaos.kills >= kills / 3 {
                try await scene.broker.restart()
                chaos.brokerRestarts += 1
            } else if chaos.brokerRestarts == 1, chaos.kills >= kills * 2 / 3 {
                try await scene.broker.kill()
                try await scene.broker.start()
                chaos.brokerRestarts += 1
            }
        }
        return chaos
    }

    /// Kills workers, starts them again after a while, and measures how long others take to go on.
    private func strike(_ names: [String], _ random: inout SeededRandom, _ chaos: inout Chaos) async throws {
        var orphaned: Set<ChannelHandle> = []
        var dead: [String] = []
        for living in try scene.livingWorkers() where names.contains(living.name) {
            dead.append(living.incarnation)
            for channel in StormCast.channels
            where try scene.active(on: "chat.channel.\(channel)")?.incarnation == living.incarnation {
                orphaned.insert(channel)
            }
        }
        let killedAt = ContinuousClock.now
        for name in names {
            await workers.withLock { $0[name] }?.kill()
            chaos.kills += 1
        }
        if names.count > 1 { chaos.bothDead += 1 }
        let left = try unpublished(by: dead)
        async let commands = takeover(of: orphaned, since: killedAt)
        async let outbox = published(left, since: killedAt)
        try await Task.sleep(for: .milliseconds(random.number(0...1500)))
        for name in names {
            let worker = try scene.startWorker(name)
            workers.withLock { $0[name] = worker }
        }
        if names.count > 1 {
            chaos.commandRestarts += try await commands
        } else {
            chaos.commandTakeovers += try await commands
        }
        if let duration = try await outbox { chaos.outboxTakeovers.append(duration) }
    }

    private func takeover(of channels: Set<ChannelHandle>, since killedAt: ContinuousClock.Instant) async throws
        -> [Duration]
    {
        var durations: [Duration] = []
        for channel in channels {
            try await eventually(within: .seconds(40), "a command is answered on \(channel)") {
                cast.ledger.firstAnswer(on: channel, after: killedAt) != nil
            }
            if let answer = cast.ledger.firstAnswer(on: channel, after: killedAt) {
                durations.append(answer - killedAt)
            }
        }
        return durations
    }

    private func unpublished(by workers: [String]) throws -> [Int64] {
        try workers.flatMap { worker in
            try scene.store.rows("SELECT id FROM outbox WHERE worker = ?", .text(worker)) { $0.integer(0) }
        }
    }

    private func published(_ ids: [Int64], since killedAt: ContinuousClock.Instant) async throws -> Duration? {
        guard !ids.isEmpty else { return nil }
        let list = ids.map(String.init).joined(separator: ",")
        try await eventually(within: .seconds(40), "what a dead worker left is published") {
            try scene.count("SELECT count(*) FROM outbox WHERE id IN (\(list))") == 0
        }
        return ContinuousClock.now - killedAt
    }

    // MARK: - The calm after it

    /// Ends the load, and waits until everything is told.
    func settle() async throws {
        cast.stop()
        let calm = Task { await load.value }
        try await eventually(within: .seconds(60), "every command is answered") {
            try scene.count("SELECT count(*) FROM outbox") == 0 && self.missing(upTo: 1).isEmpty && self.isIdle()
        }
        await calm.value
        try await eventually(within: .seconds(30), "everything is published") {
            try scene.count("SELECT count(*) FROM outbox") == 0
        }
        do {
            try await eventually(within: .seconds(20), "every reader has everything") {
                try self.missing(upTo: 1).isEmpty
            }
        } catch {
            for event in try missing(upTo: 20) { Issue.record("never told: \(event)") }
        }
    }

    private let answersSeen = Mutex((count: -1, since: ContinuousClock.now))

    /// Whether no answer came for a while: the load is over.
    private func isIdle() -> Bool {
        let count = cast.ledger.answers
        return answersSeen.withLock { seen in
            if seen.count != count { seen = (count, .now) }
            return ContinuousClock.now - seen.since > .seconds(1)
        }
    }

    /// Events that somebody of their audience has not.
    private func missing(upTo limit: Int) throws -> [String] {
        var missing: [String] = []
        for row in try Audit(scene.store).rows() {
            var audience = [integration]
            audience += row.gateways.compactMap { GatewayHandle($0).flatMap { gatewayReaders[$0] } }
            audience += row.agents.compactMap { AgentHandle($0).flatMap { agentReaders[$0] } }
            if row.hasDesk { audience += agentReaders.values }
            for reader in audience where !reader.has(row.session, row.seq) {
                missing.append("\(row.session).\(row.seq) \(row.type) to \(reader.name)")
                if missing.count == limit { return missing }
            }
        }
        return missing
    }

    func check(_ chaos: Chaos) async throws {
        end()
        var audit = Audit(scene.store)
        try audit.checkLaws()
        try audit.check(cast.ledger)
        for problem in audit.problems.prefix(30) { Issue.record("\(problem)") }
        let strange = cast.ledger.refusals.filter { name, _ in
            let expected: [ErrorCode] = [
                .sessionClosed, .notAssigned, .notInQueue, .noTransferPending, .invalidState, .conflict, .notPresent,
            ]
            return !expected.contains { name.hasSuffix(": \($0.rawValue)") }
        }
        #expect(strange.isEmpty)
        #expect(try await scene.deadLetters() == 0)
        report(chaos)
        #expect(chaos.commandTakeovers.sorted().median < .seconds(5))
        #expect(chaos.outboxTakeovers.sorted().median < .seconds(15))
    }

    private func report(_ chaos: Chaos) {
        let ledger = cast.ledger
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        var lines = [
            "kills \(chaos.kills) (both dead \(chaos.bothDead) times), broker restarts \(chaos.brokerRestarts), "
                + "connections cut \(chaos.cuts) times",
            "confirmed: \(list(ledger.counts))",
            "refused: \(list(ledger.refusals))",
        ]
        for (what, durations) in [
            ("takeover of commands", chaos.commandTakeovers), ("commands after both were dead", chaos.commandRestarts),
            ("takeover of the outbox", chaos.outboxTakeovers),
        ] {
            let sorted = durations.sorted()
            lines.append("\(what): \(sorted.count), p50 \(sorted.median), max \(sorted.last ?? .zero)")
        }
        for reader in readers { lines.append("\(reader.name): \(reader.figures)") }
        for line in lines { FaultSettings.say(line) }
    }
}

extension [Duration] {
    /// The one in the middle, of sorted ones.
    var median: Duration { isEmpty ? .zero : self[count / 2] }
}
