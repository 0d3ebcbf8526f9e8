import ChatContract

/// Changes settings, members and limits while everything runs.
final class SimulatedAdministrator {
    private let engine: Engine
    private let client: SimulatedClient
    private let company: SimulatedCompany
    private var changes = 0

    init(_ engine: Engine, _ client: SimulatedClient, _ company: SimulatedCompany) {
        self.engine = engine
        self.client = client
        self.company = company
    }

    private struct Move: Sendable {
        let weight: Int
        var isPossible: @Sendable (SimulationOptions) -> Bool = { _ in true }
        let perform: @Sendable (SimulatedAdministrator) -> Void
    }

    private static let moves: [Move] = [
        Move(weight: 3, perform: { $0.changeWelcome() }),
        Move(weight: 3, perform: { $0.changeMember() }),
        Move(weight: 3, perform: { $0.changeLimit() }),
        Move(weight: 2, perform: { $0.changePresence() }),
        Move(weight: 4, isPossible: \.deletesChannels, perform: { $0.deleteChannel() }),
    ]

    func move() {
        guard client.open == 0 else { return }
        let moves = Self.moves.filter { $0.isPossible(engine.options) }
        engine.random.pick(moves, weight: \.weight)?.perform(self)
    }

    private func send(_ type: CommandType, _ body: some Encodable) {
        client.send(type, by: .system("administrator"), body, lane: "control")
    }

    private func changeWelcome() {
        guard let handle = engine.random.pick(company.channels) else { return }
        changes += 1
        var channel = Founding.channel(handle)
        channel.welcomeMessage = engine.random.oneIn(3) ? nil : "Welcome \(changes)"
        send(.channelSave, channel)
    }

    private func changeMember() {
        guard let channel = engine.random.pick(company.channels), let agent = engine.random.pick(company.agents) else {
            return
        }
        var member = Founding.member(agent.handle, on: channel)
        if engine.random.oneIn(3) { member.respond = false }
        send(.memberSave, member)
    }

    private func changeLimit() {
        guard let agent = engine.random.pick(company.agents) else { return }
        var body = AgentSave(agent: agent.handle)
        body.capacity = engine.random.number(0...4)
        send(.agentSave, body)
    }

    /// Deletes a channel with all that goes on there, and makes it anew after a while.
    private func deleteChannel() {
        guard let channel = engine.random.pick(company.channels) else { return }
        send(.channelDelete, ChannelDelete(channel: channel, force: true))
        engine.scheduler.after(engine.random.span(100...4000)) { [weak self] in
            guard let self else { return }
            send(.channelSave, Founding.channel(channel))
            for agent in company.agents { send(.memberSave, Founding.member(agent.handle, on: channel)) }
        }
    }

    private func changePresence() {
        guard let agent = engine.random.pick(company.agents) else { return }
        send(
            .presenceSet,
            PresenceSet(status: engine.random.oneIn(3) ? .away : .present, agents: [agent.handle]))
    }
}
