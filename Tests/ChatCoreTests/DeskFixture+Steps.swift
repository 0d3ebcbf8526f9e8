import ChatContract
import Testing

@testable import ChatCore

extension Channel {
    /// The same channel with other settings.
    func with(_ change: (inout Channel) -> Void) -> Channel {
        var channel = self
        change(&channel)
        return channel
    }
}

extension DeskFixture {
    static let helper = Actor.bot("helper")

    /// A command that names a session and nothing else.
    @discardableResult
    mutating func tell(
        _ command: (SessionReference) -> ChannelCommand, _ session: SessionID, by actor: Actor,
        on channel: ChannelHandle = "support"
    ) -> Decision {
        send(command(SessionReference(session: session)), by: actor, on: channel)
    }

    /// A visitor who tells nothing of himself opens the window.
    mutating func arrive(
        _ visitor: String = "ola", on channel: ChannelHandle = "support", question: String? = nil
    ) throws -> SessionID {
        let body = SessionOpen(
            visitorId: Self.secret(visitor), gateway: Self.edge, connection: "of-\(visitor)", question: question)
        return try #require(send(.open(body), by: .visitor, on: channel).facts?.session)
    }

    /// He fills in the pre-chat form.
    @discardableResult
    mutating func identify(
        _ session: SessionID, name: String? = "Ola", email: String? = "ola@example.com", question: String? = nil
    ) -> Decision {
        send(
            .identify(SessionIdentify(session: session, name: name, email: email, question: question)), by: .visitor)
    }

    @discardableResult
    mutating func rate(_ session: SessionID, _ rating: Int, comment: String? = nil) -> Decision {
        send(.rate(SessionRate(session: session, rating: rating, comment: comment)), by: .visitor)
    }

    @discardableResult
    mutating func submit(_ session: SessionID, _ text: String = "Call me") -> Decision {
        send(.submitRequest(RequestSubmit(session: session, text: text)), by: .visitor)
    }

    @discardableResult
    mutating func move(_ session: SessionID, to channel: ChannelHandle, by actor: Actor = .agent("anna")) -> Decision {
        send(.requestTransfer(TransferRequest(session: session, channel: channel)), by: actor)
    }

    /// What the agent, or a manager for him, wants to be.
    @discardableResult
    mutating func set(_ status: WantedPresence, _ agent: AgentHandle) -> Decision {
        control(.setPresence(PresenceSet(status: status, agents: [agent])), by: .system("apply"))
    }

    @discardableResult
    mutating func save(_ agent: AgentHandle, _ change: (inout AgentSave) -> Void) -> Decision {
        var body = AgentSave(agent: agent)
        change(&body)
        return control(.saveAgent(body), by: .system("apply"))
    }

    /// The agent whom an offer of the session asks.
    func asked(_ session: SessionID) -> AgentHandle? { stored[session]?.waiting?.offer?.agent }

    func types(of session: SessionID) -> [EventType] { events(of: session).map(\.type) }

    /// The last event of the session.
    func last(of session: SessionID) throws -> AddressedEvent {
        try #require(events.last { $0.event.session == session })
    }

    func warnings(of session: SessionID) -> [EventData.Warning] {
        events(of: session).compactMap { if case .warned(let warning) = $0.data { warning } else { nil } }
    }

    /// Whether nothing happened since: desks, agents, sessions and events are the same.
    func isSame(as before: DeskFixture) -> Bool {
        desks == before.desks && roster == before.roster && stored == before.stored
            && events.count == before.events.count
    }
}
