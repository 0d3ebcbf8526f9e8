import ChatContract

extension Refusal {
    /// There is none, or the one who asks may not know of it: he cannot tell.
    public static let unknownSession = Refusal(.unknownSession, "no such session, or not one that you may know of")
    static let notAssigned = Refusal(.notAssigned, "the session belongs to another agent, or to none")
    static let closed = Refusal(.sessionClosed, "the session is over; open a new one")

    static func noOffer(to agent: AgentHandle) -> Refusal {
        Refusal(.invalidState, "no offer of this session to \(agent) is open")
    }

    static func unknown(_ agent: AgentHandle) -> Refusal {
        Refusal(.unknownAgent, "there is no agent \(agent)", field: "agent")
    }

    static func needs(_ permission: String, on channel: ChannelHandle) -> Refusal {
        Refusal(.forbidden, "this needs the permission \(permission) on the channel \(channel)")
    }
}
