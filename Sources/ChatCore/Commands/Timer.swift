import ChatContract

/// Something that is to be looked at later: a row that fires once, whoever does it.
///
/// There is one timer for each kind and subject; setting it again moves it. A timer that became pointless is left
/// alone: it looks when it fires.
public struct Timer: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A transfer that was not answered.
        case transferExpiry
        /// A visitor without a connection: shown as disconnected, later gone.
        case visitorAbsent
        /// An offer that was not answered.
        case offerExpiry
        /// Somebody who was passed over, or waited for, may be asked again.
        case routeAgain
        /// A chat that nobody took, or a message that nobody answered: agents and managers are warned.
        case attention
        /// A conversation in which nobody writes.
        case idle
        /// The post-chat form.
        case postChatForm
        /// A bot that says nothing.
        case botSilence
        /// A bot's line that was to become visible later.
        case scheduledMessage
        /// A chat whose agent was not heard of: the visitor is told, later it returns to the queue.
        case agentAbsent
        /// An agent's leases.
        case agentLease
        /// A gateway's lease.
        case gatewayLease
    }

    public enum Subject: Hashable, Sendable {
        case session(SessionID, channel: ChannelHandle)
        case agent(AgentHandle)
        case gateway(GatewayHandle)

        /// A session is the same one wherever it is: a timer that is set again on another channel is still the one.
        public static func == (left: Subject, right: Subject) -> Bool {
            switch (left, right) {
            case (.session(let mine, _), .session(let others, _)): mine == others
            case (.agent(let mine), .agent(let others)): mine == others
            case (.gateway(let mine), .gateway(let others)): mine == others
            case (.session, _), (.agent, _), (.gateway, _): false
            }
        }

        public func hash(into hasher: inout Hasher) {
            switch self {
            case .session(let session, _): hasher.combine(session)
            case .agent(let agent): hasher.combine(agent)
            case .gateway(let gateway): hasher.combine(gateway)
            }
        }
    }

    public var kind: Kind
    public var subject: Subject
    public var dueAt: Timestamp
    /// Set on timers that measure silence: how long the clients must have been heard before it may fire.
    public var silence: Span?

    public init(_ kind: Kind, _ subject: Subject, at dueAt: Timestamp, silence: Span? = nil) {
        self.kind = kind
        self.subject = subject
        self.dueAt = dueAt
        self.silence = silence
    }

    /// The channel whose worker fires it; `nil` for the worker of the control queue.
    public var channel: ChannelHandle? {
        switch subject {
        case .session(_, let channel): channel
        case .agent, .gateway: nil
        }
    }
}
