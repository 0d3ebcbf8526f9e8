import ChatContract

/// What statistics need of a session that is not over: what no event tells yet.
public struct LiveSession: Sendable, Equatable {
    /// Where it is.
    public enum Place: Sendable, Equatable {
        case queue(since: Timestamp)
        case agent(AgentHandle, since: Timestamp, how: EventData.Assigned.How, messages: Int)
        /// In a form, with a bot.
        case elsewhere
    }

    public var session: SessionID
    public var channel: ChannelHandle
    public var status: SessionStatus
    public var place: Place
    /// The legs begun so far, the running one among them.
    public var queueLegs: Int
    public var agentLegs: Int
    /// Its agent legs that ended, together.
    public var handle: Span

    public init(
        session: SessionID, channel: ChannelHandle, status: SessionStatus, place: Place, queueLegs: Int,
        agentLegs: Int, handle: Span
    ) {
        self.session = session
        self.channel = channel
        self.status = status
        self.place = place
        self.queueLegs = queueLegs
        self.agentLegs = agentLegs
        self.handle = handle
    }

    /// Since when it waits.
    public var waitingSince: Timestamp? {
        if case .queue(let since) = place { since } else { nil }
    }

    /// Since when it waits for the first time: counted as incoming by no event yet.
    var firstWaitingSince: Timestamp? { queueLegs == 1 ? waitingSince : nil }
}
