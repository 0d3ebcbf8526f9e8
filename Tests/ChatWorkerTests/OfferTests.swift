import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Routing by offers and its guarantees 2, 6, 12 to 14, over the real broker.
@Suite("Offers over a real broker", .enabled(if: TestBroker.isAvailable))
struct OfferTests {
    private static func pushing(
        _ policy: Channel.Routing.Policy, offerSeconds: Int = 30, _ handle: ChannelHandle = TestDesk.support
    ) -> Channel {
        var channel = Channel(channel: handle, name: handle.text)
        channel.routing = Channel.Routing(policy: policy, offerSeconds: offerSeconds)
        return channel
    }

    /// Who is asked to take the session.
    private static func asked(_ desk: TestDesk, _ session: OpenSession) async throws -> AgentHandle {
        var agent: AgentHandle?
        try await eventually("nobody is asked") {
            agent = try desk.session(session.id).waiting?.offer?.agent
            return agent != nil
        }
        return try #require(agent)
    }

    @Test("a waiting chat is offered, accepted, and the decision explains itself")
    func accept() async throws {
        try await TestDesk.open([Self.pushing(.roundRobin)]) { desk in
            let session = try await desk.caller.open("ola", question: "Hi")
            let agent = try await Self.asked(desk, session)
            let log = try await desk.hear(agent)
            let stranger: AgentHandle = agent == "anna" ? "ben" : "anna"
            let wrong = try await desk.caller.ask(.offerAccept, session, by: .agent(stranger))
            #expect(wrong.refusal?.code == .invalidState)
            #expect(try await desk.caller.ask(.offerAccept, session, by: .agent(agent)).status == .customerLast)
            let explained = try await log.wait(for: .routingExplained, of: session.id)
            guard case .explained(let data) = explained.data else { return }
            #expect(Set(data.candidates.map(\.agent)) == ["anna", "ben", "cleo"], "all who may respond are named")
            #expect(data.policy == .roundRobin)
            let types = try desk.events(of: session.id).map(\.type)
            #expect(
                types.suffix(4) == [.sessionOffered, .sessionOfferEnded, .sessionAssigned, .routingExplained])
            try await desk.tap.validate()
        }
    }

    @Test("declined: the next one is asked")
    func decline() async throws {
        try await TestDesk.open([Self.pushing(.roundRobin, offerSeconds: 120)]) { desk in
            let session = try await desk.caller.open("ola", question: "Hi")
            let first = try await Self.asked(desk, session)
            #expect(try await desk.caller.ask(.offerDecline, session, by: .agent(first)).ok)
            #expect(try await Self.asked(desk, session) != first)
        }
    }

    @Test("let pass: not responding until he acts; a renewed lease is no act")
    func miss() async throws {
        let channels = [
            Self.pushing(.roundRobin, offerSeconds: 1), Channel(channel: "sales", name: "Sales"),
        ]
        try await TestDesk.open(channels, agents: ["anna", "mia"]) { desk in
            let elsewhere = try await desk.hearDesk("sales")
            func presence() throws -> EffectivePresence? {
                try desk.store.look { reader throws(StoreError) in try reader.roster() }.agents["anna"]?.effective
            }
            _ = try await desk.caller.open("ola", question: "Hi")
            try await eventually { try presence() == .notResponding }
            try await eventually("his other channel is not told") {
                elsewhere.transients(.presenceChanged).contains {
                    String(decoding: $0.body, as: UTF8.self).contains("notResponding")
                }
            }
            try await desk.renewPresence(of: ["anna"])
            #expect(try presence() == .notResponding)
            _ = try await desk.caller.ask(.presenceSet, as: .agent("anna"), PresenceSet(status: .present))
            #expect(try presence() == .present)
        }
    }

    @Test("an agent who becomes free on one channel is asked by the other (guarantee 6); his limit holds over both")
    func overChannels() async throws {
        let channels = [Self.pushing(.leastBusy), Self.pushing(.leastBusy, "sales")]
        try await TestDesk.open(channels, agents: ["anna", "mia"]) { desk in
            var anna = AgentSave(agent: "anna")
            anna.capacity = 1
            try desk.apply([.saveAgent(anna)])
            let first = try await desk.caller.open("ola", question: "Hi")
            #expect(try await Self.asked(desk, first) == "anna")
            let second = try await desk.caller.open("kari", on: "sales", question: "Hi")
            #expect(try desk.session(second.id).waiting?.offer == nil, "his only slot is kept for the first")
            #expect(try await desk.caller.ask(.offerAccept, first, by: .agent("anna")).ok)
            #expect(try await desk.caller.ask(.sessionClose, first, by: .agent("anna")).ok)
            #expect(try await Self.asked(desk, second) == "anna")
        }
    }

    @Test("the visitor leaves, or the agent goes away: the offer is withdrawn and no slot is lost (guarantee 5)")
    func withdrawn() async throws {
        try await TestDesk.open([Self.pushing(.longestIdle)], agents: ["anna", "ben", "mia"]) { desk in
            let session = try await desk.caller.open("ola", question: "Hi")
            let first = try await Self.asked(desk, session)
            _ = try await desk.caller.ask(.presenceSet, as: .agent(first), PresenceSet(status: .away))
            try await eventually { try desk.session(session.id).waiting?.offer.map { $0.agent != first } ?? false }
            #expect(try await desk.caller.ask(.sessionClose, session, by: .visitor).status == .closedFromQueue)
            let roster = try desk.store.look { reader throws(StoreError) in try reader.roster() }
            #expect(roster.agents.values.allSatisfy { $0.load == 0 })
        }
    }

    @Test("an offer survives the worker that made it: it ends once, late by the restart")
    func restart() async throws {
        try await TestDesk.open([Self.pushing(.roundRobin, offerSeconds: 1)], agents: ["anna", "mia"]) { desk in
            let session = try await desk.caller.open("ola", question: "Hi")
            _ = try await Self.asked(desk, session)
            await (try desk.worker()).stop()
            try desk.startWorker(named: "later")
            try await eventually {
                try desk.events(of: session.id).contains { $0.type == .sessionOfferEnded }
            }
            #expect(try desk.events(of: session.id).count { $0.type == .sessionOfferEnded } == 1)
        }
    }
}
