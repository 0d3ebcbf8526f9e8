import ChatContract
import Testing

@testable import ChatCore

@Suite("Limits over two channels that push (guarantee 2)")
struct CapacityTests {
    private static let channels: [ChannelHandle] = ["support", "sales"]
    private static let agents: [AgentHandle] = ["anna", "ben", "cleo"]

    @Test("at no event is anybody asked for more than his limit allows, and no slot stays empty", arguments: 1...6)
    func property(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let policies: [Channel.Routing.Policy] = [.roundRobin, .leastBusy, .longestIdle]
        var fixture = DeskFixture(.quiet.with { $0.routing.policy = random.pick(policies) })
        fixture.addChannel(
            .quiet.with {
                ($0.channel, $0.name) = ("sales", "Sales")
                $0.routing.policy = random.pick(policies)
            })
        for (index, agent) in Self.agents.enumerated() {
            fixture.addMember(Member(channel: "sales", agent: agent))
            fixture.save(agent) { $0.capacity = index + 1 }
        }
        var visitors = 0
        var full = 0
        for _ in 0..<600 {
            let live = fixture.desks.values.flatMap(\.sessions.values).sorted { $0.id < $1.id }
            let session = live.randomElement(using: &random)
            switch random.number(0...9) {
            case 0...3:
                visitors += 1
                _ = try fixture.open("v\(visitors)", on: random.pick(Self.channels))
            case 4...6:
                guard let session, let asked = fixture.asked(session.id) else { continue }
                let command = random.oneIn(3) ? ChannelCommand.declineOffer : ChannelCommand.acceptOffer
                fixture.tell(command, session.id, by: .agent(asked), on: session.channel)
            case 7:
                if let session { fixture.close(session.id, by: .visitor, on: session.channel) }
            case 8:
                fixture.advance(.seconds(random.number(1...20)))
            default:
                let agent = random.pick(Self.agents)
                fixture.control(
                    .setPresence(PresenceSet(status: random.oneIn(3) ? .away : .present)), by: .agent(agent))
            }
            for (index, agent) in Self.agents.enumerated() {
                let state = try fixture.agent(agent)
                #expect(state.load <= index + 1)
                let isFree = state.effective == .present && state.load <= index
                for desk in fixture.desks.values where isFree {
                    for place in desk.queue {
                        let waiting = try #require(desk[place.session]?.waiting)
                        #expect(waiting.offer != nil || waiting.passed[agent] != nil, "\(agent) is free")
                    }
                }
                if state.load == index + 1 { full += 1 }
            }
        }
        #expect(full > 100, "the limits were reached")
    }
}
