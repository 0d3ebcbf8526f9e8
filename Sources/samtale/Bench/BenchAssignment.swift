import AMQP
import ArgumentParser
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation

/// `samtale bench assignment`: how long it takes from an agent who becomes free to the offer of the next chat.
struct BenchAssignment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment",
        abstract: "Measure how fast a waiting chat is offered to an agent who becomes free.",
        discussion: """
            One channel that pushes, all its agents with one chat each, many chats in the queue. Again and again an \
            agent ends his chat; measured is the time from that command to the event session.offered, both over the \
            broker, through a worker in a process of its own.

            EXAMPLES
              samtale bench assignment
              samtale bench assignment --agents 200 --waiting 1000 --count 1000
            """)

    @Option(help: "The broker, with an administrator's login (default: $SAMTALE_BROKER_URI).") var uri: String?
    @Option(help: "The broker's management API (default: $SAMTALE_BROKER_API).") var api: String?
    @Option(help: "How many agents, each with room for one chat.") var agents = 200
    @Option(help: "How many chats wait.") var waiting = 1000
    @Option(help: "How often an agent becomes free.") var count = 500

    private static let channel: ChannelHandle = {
        guard let channel = ChannelHandle("push") else { preconditionFailure("a handle") }
        return channel
    }()

    func validate() throws {
        guard (1...5000).contains(agents) else { throw ValidationError("--agents must be 1 to 5000.") }
        guard (1...100_000).contains(waiting) else { throw ValidationError("--waiting must be 1 to 100000.") }
        guard count >= 1 else { throw ValidationError("--count must be 1 at least.") }
    }

    func run() async throws {
        try await BenchHost.with(uri: uri, api: api) { host in try await measure(host) }
    }

    private func measure(_ host: BenchHost) async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let path = folder.path("bench.db")
        let names = (1...agents).compactMap { AgentHandle("agent-\($0)") }
        try setUp(path, names)
        let worker = try BenchProcess(["bench", "worker", host.uri, path])
        defer { worker.stop() }
        let client = try await ChatClient.connect(host.configuration)
        let offers = try await client.subscribe(to: ["channel.\(Self.channel).session.*.session.offered"])
        var stream = offers.makeAsyncIterator()

        /// The next offer that the worker makes.
        func nextOffer() async throws -> (agent: AgentHandle, session: SessionID) {
            while let received = await stream.next() {
                if case .offered(let offered)? = received.event?.data, let session = received.event?.session {
                    return (offered.agent, session)
                }
            }
            throw BenchError("the events ended")
        }
        func open(_ number: Int) async throws {
            _ = try await client.openSession(
                SessionOpen(
                    visitorId: "a-visitor-with-a-secret-\(number)", name: "Visitor \(number)",
                    email: "v\(number)@example.com", question: "Hello?"), on: Self.channel
            ).get()
        }
        func accept(_ session: SessionID, by agent: AgentHandle) async throws {
            _ = try await client.send(
                .offerAccept, to: Self.channel, as: .agent(agent), SessionReference(session: session)
            ).get()
        }
        for agent in names {
            _ = try await client.renewPresence(as: agent, connection: "bench", leaseSeconds: 120)
        }
        say("\(agents) agents take a chat each, \(waiting) wait")
        var held: [AgentHandle: SessionID] = [:]
        for number in 0..<agents {
            try await open(number)
            let offer = try await nextOffer()
            try await accept(offer.session, by: offer.agent)
            held[offer.agent] = offer.session
        }
        for number in 0..<waiting { try await open(agents + number) }

        say("measuring")
        var times: [Double] = []
        for round in 0..<count {
            let agent = names[round % names.count]
            guard let session = held[agent] else { throw BenchError("\(agent) has no chat") }
            let started = DispatchTime.now().uptimeNanoseconds
            async let closed = client.closeSession(session, on: Self.channel, as: .agent(agent))
            let offer = try await nextOffer()
            times.append(Double(DispatchTime.now().uptimeNanoseconds - started) / 1e6)
            guard offer.agent == agent else { throw BenchError("\(offer.agent) was asked, \(agent) is free") }
            _ = try await closed.get()
            try await accept(offer.session, by: agent)
            held[agent] = offer.session
            // As many wait as before, and everybody's lease goes on.
            try await open(agents + waiting + round)
            if round % 100 == 99 {
                for agent in names {
                    _ = try await client.renewPresence(as: agent, connection: "bench", leaseSeconds: 120)
                }
            }
        }
        await offers.close()
        await client.close()
        let percentiles = Percentiles(times)
        func percentile(_ share: Double) -> String { String(format: "%.2f", percentiles[share]) }
        Console.print(
            """
            \(agents) agents, \(waiting) waiting chats, \(count) times an agent became free
            from the end of his chat to the next offer, over the broker: \
            p50 \(percentile(0.5)) ms, p99 \(percentile(0.99)) ms, max \(percentile(1)) ms
            """)
    }

    /// A channel that pushes, and its agents.
    private func setUp(_ path: String, _ names: [AgentHandle]) throws {
        var channel = Channel(channel: Self.channel, name: "Push")
        channel.routing = Channel.Routing(policy: .leastBusy, offerSeconds: 600)
        channel.warnings = Channel.Warnings(
            agentNewChat: 0, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0)
        channel.idle.goneSeconds = 86_400
        var commands: [ControlCommand] = [.saveChannel(channel)]
        for agent in names {
            var save = AgentSave(agent: agent)
            save.capacity = 1
            commands += [.saveAgent(save), .saveMember(Member(channel: Self.channel, agent: agent))]
        }
        commands.append(.setPresence(PresenceSet(status: .present, agents: names)))
        try BenchDesk.apply(commands.map { (.system("bench"), $0) }, to: path)
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    }
}
