import ChatContract

extension ChannelRegistry {
    /// How many agents could take a chat on any of the channels now; who may on several counts once.
    public func available(on channels: [ChannelHandle], _ roster: Roster) -> Int {
        var free: Set<AgentHandle> = []
        for channel in channels {
            let policy = self.channels[channel]?.routing.policy ?? .manual
            for member in (members[channel] ?? [:]).values where member.respond {
                guard let state = roster.agents[member.agent], state.effective == .present, state.hasFreeSlot(policy)
                else { continue }
                free.insert(member.agent)
            }
        }
        return free.count
    }
}
