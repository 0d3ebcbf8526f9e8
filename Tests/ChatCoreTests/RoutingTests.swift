import ChatContract
import Testing

@testable import ChatCore

@Suite("Who is asked (guarantees 6, 12, 13, 14)")
struct RoutingTests {
    private typealias Candidate = EventData.RoutingExplained.Candidate

    private func fixture(_ policy: Channel.Routing.Policy, preferSeconds: Int = 0, agents count: Int = 0) -> DeskFixture
    {
        var fixture = DeskFixture(
            .quiet.with {
                $0.routing = Channel.Routing(policy: policy, offerSeconds: 30, preferSameAgentSeconds: preferSeconds)
            })
        for agent in Self.agents.prefix(count) {
            fixture.addAgent(agent, capacity: 1000)
            fixture.addMember(Member(channel: "support", agent: agent))
        }
        if count > 0 {
            for agent: AgentHandle in ["anna", "ben", "cleo"] { fixture.removeMember(agent) }
        }
        return fixture
    }

    private static let agents: [AgentHandle] = ["a1", "a2", "a3", "a4", "a5"]

    /// Offers the chats of `visitors` in turn, accepted by whoever is asked; who that was.
    private func serve(_ visitors: [String], _ fixture: inout DeskFixture) throws -> [AgentHandle] {
        try visitors.map { visitor in
            let session = try fixture.open(visitor)
            let asked = try #require(fixture.asked(session))
            fixture.tell(ChannelCommand.acceptOffer, session, by: .agent(asked))
            return asked
        }
    }

    @Test("round robin: one after the other; who had a turn is last, an offer declined was a turn")
    func roundRobin() throws {
        var fixture = fixture(.roundRobin)
        #expect(try serve(["1", "2", "3", "4"], &fixture) == ["anna", "ben", "cleo", "anna"])
        let session = try fixture.open("5")
        #expect(fixture.asked(session) == "ben")
        fixture.tell(ChannelCommand.declineOffer, session, by: .agent("ben"))
        #expect(fixture.asked(session) == "cleo")
        #expect(try serve(["6", "7"], &fixture) == ["anna", "ben"])
        // Taking one by hand is a turn as well.
        let eighth = try fixture.open("8")
        #expect(fixture.asked(eighth) == "cleo")
        fixture.pickUp(eighth, by: "anna")
        #expect(try serve(["9"], &fixture) == ["ben"])
    }

    @Test("least busy: fewest chats and offers over all channels, then whose turn was longest ago")
    func leastBusy() throws {
        var fixture = fixture(.leastBusy)
        fixture.addChannel(Channel.quiet.with { ($0.channel, $0.name) = ("sales", "Sales") })
        fixture.addMember(Member(channel: "sales", agent: "anna"))
        _ = try fixture.conversation("s1", with: "anna", on: "sales")
        #expect(try serve(["1", "2"], &fixture) == ["ben", "cleo"])
        #expect(try serve(["3"], &fixture) == ["anna"], "all have one; hers was the longest ago")
        let open = try fixture.open("4")
        #expect(fixture.asked(open) == "ben")
        let other = try fixture.open("5")
        #expect(fixture.asked(other) == "cleo", "an offer counts like a chat")
    }

    @Test("longest idle: without a chat first, then who has been free for longest")
    func longestIdle() throws {
        var fixture = fixture(.longestIdle)
        let sessions = try ["anna", "ben", "cleo"].map { name in
            try fixture.taken(name, by: try #require(AgentHandle(name)))
        }
        for index in [1, 2, 0] {
            fixture.advance(.seconds(10))
            fixture.close(sessions[index], by: .visitor)
        }
        #expect(try serve(["1"], &fixture) == ["ben"])
        fixture.advance(.seconds(10))
        // Who went away and came back begins anew.
        fixture.set(.away, "cleo")
        fixture.set(.present, "cleo")
        #expect(try serve(["2", "3"], &fixture) == ["anna", "cleo"])
        #expect(try serve(["4"], &fixture) == ["ben"], "all busy: by the end of their last chat")
    }

    @Test("round robin differs by at most one, whatever happens to the chats (guarantee 12)", arguments: 1...5)
    func roundRobinFair(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var fixture = fixture(.roundRobin, agents: 5)
        var counts: [AgentHandle: Int] = [:]
        for number in 1...200 {
            counts[try #require(try serve(["v\(number)"], &fixture).first), default: 0] += 1
            while random.oneIn(2), let session = fixture.desk.sessions.keys.sorted().randomElement(using: &random) {
                fixture.close(session, by: .visitor)
            }
            fixture.advance(.seconds(random.number(0...9)))
            let all = Self.agents.map { counts[$0] ?? 0 }
            let (least, most) = (all.min() ?? 0, all.max() ?? 0)
            #expect(most - least <= 1)
        }
        #expect(Self.agents.allSatisfy { counts[$0] == 40 })
    }

    @Test(
        "least busy picks a minimal load, ties by the last turn, also over a roster made anew (guarantee 12)",
        arguments: 1...4)
    func leastBusyMinimal(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var fixture = fixture(.leastBusy, agents: 5)
        for number in 1...200 {
            if random.oneIn(5) { fixture.roster = rebuilt(fixture.roster, &random) }
            let before = fixture.roster
            let session = try fixture.open("v\(number)")
            let asked = try #require(fixture.asked(session))
            let states = Self.agents.compactMap { before.agents[$0] }
            let least = try #require(states.map(\.load).min())
            let ties = states.filter { $0.load == least }
            #expect(before.agents[asked]?.load == least)
            #expect(ties.min { $0.lastTurn < $1.lastTurn }?.lastTurn == before.agents[asked]?.lastTurn)
            if random.oneIn(4) {
                fixture.tell(ChannelCommand.declineOffer, session, by: .agent(asked))
            } else {
                fixture.tell(ChannelCommand.acceptOffer, session, by: .agent(asked))
            }
            while random.oneIn(2), let session = fixture.desk.sessions.keys.sorted().randomElement(using: &random) {
                fixture.close(session, by: .visitor)
            }
        }
        let turns = Self.agents.compactMap { fixture.roster.agents[$0]?.lastTurn }
        #expect(Set(turns).count == 5, "no two have the same turn")
    }

    /// The roster as the store reads it: every agent made of what is kept of him.
    private func rebuilt(_ roster: Roster, _ random: inout SeededRandom) -> Roster {
        var made = Roster(gateways: roster.gateways)
        for state in roster.agents.values.shuffled(using: &random) {
            var agent = AgentState(
                agent: state.agent, profile: state.profile, wanted: state.wanted, leases: state.leases,
                isLive: state.isLive, silentSince: state.silentSince, held: state.held, freeSince: state.freeSince,
                interval: state.interval)
            agent.offered = state.offered
            agent.isNotResponding = state.isNotResponding
            agent.lastTurn = state.lastTurn
            made.agents[state.agent] = agent
        }
        #expect(made == roster)
        return made
    }

    @Test("every candidate stands in the explanation with his rank or the reason why not (guarantee 14)")
    func explained() throws {
        var fixture = fixture(.leastBusy)
        for agent: AgentHandle in ["away", "full", "gone", "mute", "silent"] {
            fixture.addAgent(agent, capacity: agent == "full" ? 1 : nil, hasLease: agent != "gone")
            fixture.addMember(Member(channel: "support", agent: agent, respond: agent != "silent"))
        }
        fixture.set(.away, "away")
        fixture.roster.agents["mute"]?.isNotResponding = true
        _ = try fixture.taken("x", by: "full")
        let session = try fixture.open()
        #expect(fixture.asked(session) == "ben", "anna was asked for the one before")
        fixture.tell(ChannelCommand.declineOffer, session, by: .agent("ben"))
        #expect(fixture.asked(session) == "cleo")
        let accepted = fixture.tell(ChannelCommand.acceptOffer, session, by: .agent("cleo"))
        let explained = try #require(accepted.changes.events.first { $0.event.type == .routingExplained })
        let anna = try fixture.agent("anna").lastTurn
        let ben = try fixture.agent("ben").lastTurn
        #expect(0 < anna && anna < ben)
        #expect(
            explained.event.data
                == .explained(
                    EventData.RoutingExplained(
                        candidates: [
                            Candidate(agent: "anna", rank: [0, anna]), Candidate(agent: "away", excluded: .away),
                            Candidate(agent: "ben", rank: [0, ben], excluded: .passed),
                            Candidate(agent: "cleo", rank: [0, 0]), Candidate(agent: "full", excluded: .full),
                            Candidate(agent: "gone", excluded: .disconnected),
                            Candidate(agent: "mute", excluded: .notResponding),
                        ], policy: .leastBusy, version: 1)))
        let byHand = try fixture.open("hand")
        #expect(fixture.asked(byHand) == "anna")
        #expect(!fixture.pickUp(byHand, by: "cleo").types.contains(.routingExplained), "nobody chose her")
    }

    @Test("a returning visitor's chat is kept for the agent he had, as long as its time runs (guarantee 9)")
    func preferred() throws {
        var fixture = fixture(.roundRobin, preferSeconds: 60)
        let first = try fixture.taken("ola", by: "cleo")
        fixture.close(first, by: .visitor)
        let again = try fixture.open("ola")
        #expect(fixture.asked(again) == "cleo", "not anna, whose turn it is")
        let accepted = fixture.tell(ChannelCommand.acceptOffer, again, by: .agent("cleo"))
        guard
            case .explained(let explained)? = accepted.changes.events.first(where: {
                $0.event.type == .routingExplained
            })?.event.data
        else { throw NoExplanation() }
        #expect(explained.preferred)
        #expect(explained.candidates.filter { $0.excluded == .keptForAnother }.map(\.agent) == ["anna", "ben"])
        fixture.close(again, by: .visitor)

        // Full: he is waited for, but no longer than that; those behind are not held up.
        fixture.save("cleo") { $0.capacity = 1 }
        _ = try fixture.taken("busy", by: "cleo")
        let waits = try fixture.open("ola")
        let behind = try fixture.open("behind")
        #expect(fixture.asked(waits) == nil && fixture.asked(behind) == "anna")
        fixture.tell(ChannelCommand.acceptOffer, behind, by: .agent("anna"))
        fixture.advance(.milliseconds(59_999))
        #expect(fixture.asked(waits) == nil)
        fixture.advance(.milliseconds(1))
        #expect(fixture.asked(waits) == "ben")
    }

    private struct NoExplanation: Error {}

    @Test("a preference is none where he is away or declined, or where the channel has none")
    func notPreferred() throws {
        for way in ["away", "declines", "off"] {
            var fixture = fixture(.roundRobin, preferSeconds: way == "off" ? 0 : 60)
            let first = try fixture.taken("ola", by: "cleo")
            fixture.close(first, by: .visitor)
            if way == "away" { fixture.set(.away, "cleo") }
            let again = try fixture.open("ola")
            if way == "declines" {
                #expect(fixture.asked(again) == "cleo")
                fixture.tell(ChannelCommand.declineOffer, again, by: .agent("cleo"))
            }
            #expect(fixture.asked(again) == "ben", "\(way)")
        }
    }

    @Test("he for whom a chat is kept goes away: another is asked within the time of an offer (guarantees 6, 9)")
    func preferredGoesAway() throws {
        var fixture = fixture(.roundRobin, preferSeconds: 3600)
        fixture.save("cleo") { $0.capacity = 1 }
        let first = try fixture.taken("ola", by: "cleo")
        fixture.close(first, by: .visitor)
        _ = try fixture.taken("busy", by: "cleo")
        let again = try fixture.open("ola")
        fixture.advance(.seconds(100))
        #expect(fixture.asked(again) == nil, "kept for cleo, who is full")
        fixture.set(.away, "cleo")
        fixture.advance(.seconds(30))
        #expect(fixture.asked(again) != nil)
    }

    @Test("who declined a chat that is kept for him is waited for again later, but no longer than its time")
    func preferredDeclines() throws {
        var fixture = fixture(.roundRobin, preferSeconds: 120)
        fixture.save("cleo") { $0.capacity = 1 }
        let first = try fixture.taken("ola", by: "cleo")
        fixture.close(first, by: .visitor)
        let again = try fixture.open("ola")
        let passing: [AgentHandle] = ["cleo", "ben", "anna"]
        for agent in passing {
            #expect(fixture.asked(again) == agent)
            fixture.tell(ChannelCommand.declineOffer, again, by: .agent(agent))
        }
        _ = try fixture.taken("busy", by: "cleo")
        fixture.advance(.milliseconds(119_999))
        #expect(fixture.asked(again) == nil, "kept for cleo, who is full")
        fixture.advance(.milliseconds(1))
        #expect(fixture.asked(again) == "anna" || fixture.asked(again) == "ben")
    }

    @Test("a head that nobody can take holds up nobody behind it; in their order they are served (guarantees 6, 13)")
    func headOfLine() throws {
        var fixture = fixture(.roundRobin)
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        fixture.save("anna") { $0.capacity = 2 }
        let head = try fixture.open("head")
        fixture.tell(ChannelCommand.declineOffer, head, by: .agent("anna"))
        let rest = try (1...3).map { number in
            fixture.advance(.seconds(1))
            return try fixture.open("v\(number)")
        }
        #expect(fixture.asked(head) == nil)
        #expect(rest.map { fixture.asked($0) } == ["anna", "anna", nil])
        fixture.tell(ChannelCommand.acceptOffer, rest[0], by: .agent("anna"))
        fixture.close(rest[0], by: .visitor)
        #expect(fixture.asked(rest[2]) == "anna")
        #expect(fixture.desk.position(of: head) == 1)
    }
}
