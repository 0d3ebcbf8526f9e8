import ChatContract
import ChatCore
import ChatStore

/// The company as it is founded, the same in every run: channels, agents and who works where.
enum Founding {
    static let channels: [ChannelHandle] = ["support", "sales"].compactMap { ChannelHandle($0) }
    static let gateways: [GatewayHandle] = ["edge", "rim"].compactMap { GatewayHandle($0) }
    static let secret: [UInt8] = (0..<32).map { UInt8($0) }
    static let start = Timestamp(milliseconds: 1_795_334_400_000)

    /// The first names of the agents; the first one manages.
    static func agents(_ count: Int) -> [AgentHandle] {
        ["mia", "anna", "ben", "cleo"].prefix(count).compactMap { AgentHandle($0) }
    }

    /// A channel whose patience is short: on `support` agents take chats, on `sales` they are asked to, and visitors are
    /// asked how it was.
    static func channel(_ handle: ChannelHandle) -> Channel {
        var channel = Channel(
            channel: handle, name: handle.text, welcomeMessage: "Welcome",
            warnings: Channel.Warnings(
                agentNewChat: 0.05, managerNewChat: 0.1, agentNewMessage: 0.05, managerNewMessage: 0.1),
            idle: Channel.Idle(
                disconnectedSeconds: 3, goneSeconds: 10, agentLostSeconds: 4, agentReturnSeconds: 6, postChatSeconds: 6)
        )
        guard handle == channels.last else { return channel }
        channel.routing = Channel.Routing(policy: .leastBusy, offerSeconds: 4, preferSameAgentSeconds: 3)
        channel.postChatForm = Channel.PostChatForm(enabled: true, rating: true)
        return channel
    }

    static func member(_ agent: AgentHandle, on channel: ChannelHandle) -> Member {
        Member(channel: channel, agent: agent, respond: true, listen: agent.text != "ben", manage: agent.text == "mia")
    }

    /// Makes the company in an empty store, as `samtale apply` does.
    static func found(_ store: Store, agents: [AgentHandle]) throws(StoreError) {
        let view = StoreView()
        var count = 0
        func apply(_ command: ControlCommand) throws(StoreError) {
            count += 1
            let key = CommandKey(
                address: "control", login: "apply", actor: .system("apply"), subject: "", messageID: "\(count)")
            let outcome = try store.transaction(view, worker: "apply", at: start) { transaction throws(StoreError) in
                try transaction.decide(
                    command, by: .system("apply"), key: key, cause: Transaction.Cause(messageID: "\(count)"))
            }.value
            if case .refused(_, let refusal) = outcome { throw StoreError(.internal, refusal.detail) }
        }
        for (index, agent) in agents.enumerated() {
            var body = AgentSave(agent: agent, nickname: agent.text)
            body.capacity = [0, 2, 1, 3][index % 4]
            try apply(.saveAgent(body))
        }
        for channel in channels {
            try apply(.saveChannel(Self.channel(channel)))
            for agent in agents { try apply(.saveMember(member(agent, on: channel))) }
        }
    }
}
