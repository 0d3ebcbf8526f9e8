import ChatContract

/// Visitors and agents who come, go and are lost.
extension Transition {
    /// A window of the visitor reads from now on.
    mutating func attach(_ connection: VisitorConnection, _ roster: inout Roster) {
        roster.hear(connection.gateway, at: now, &changes)
        let before = session.presence
        if !session.connections.contains(connection) {
            session.connections.append(connection)
            touch()
        }
        session.presence = .connected
        if before != .connected { touch() }
        if case .disconnected = before { record(.reconnected, by: .visitor) }
    }

    /// A window of the visitor was closed, or its connection lost.
    mutating func detach(_ connection: VisitorConnection) {
        guard session.connections.contains(connection) else { return }
        session.connections.removeAll { $0 == connection }
        touch()
        if session.connections.isEmpty { becomeAbsent() }
    }

    /// A gateway is lost, and with it the windows that were attached there.
    mutating func lose(_ gateway: GatewayHandle) {
        session.connections.removeAll { $0.gateway == gateway }
        touch()
        if session.connections.isEmpty { becomeAbsent() }
    }

    /// From now on the visitor has no connection.
    mutating func becomeAbsent() {
        session.presence = .absent(since: now)
        touch()
        let limit = Span.seconds(settings.idle.disconnectedSeconds)
        setTimer(.visitorAbsent, at: now + limit, silence: limit)
    }

    /// Looks how long the visitor has been without a connection: marks him, or ends his session.
    ///
    /// - Parameter heard: for how long he could have been heard at least: who was not, is given the whole time anew.
    mutating func checkVisitor(heardFor heard: Span, _ roster: inout Roster) {
        guard let since = session.presence.absentSince else { return }
        let shown = since + .seconds(settings.idle.disconnectedSeconds)
        let gone = since + .seconds(settings.idle.goneSeconds)
        if now >= gone, heard >= gone - since {
            end(by: .gone, at: since, &roster)
        } else if now >= shown {
            if case .absent = session.presence {
                session.presence = .disconnected(since: since)
                record(.disconnected(EventData.Disconnected(endsAt: gone)), by: .visitor)
            }
            setTimer(.visitorAbsent, at: gone, silence: gone - since)
        } else {
            setTimer(.visitorAbsent, at: shown, silence: shown - since)
        }
    }

    /// Looks whether the agent is still silent: tells the visitor, or gives the chat back to its queue.
    mutating func checkAgent(_ roster: inout Roster) {
        guard var conversation = session.conversation, let agent = roster.agents[conversation.agent] else { return }
        guard !agent.isLive, let since = agent.silentSince else {
            if conversation.agentLostAt != nil {
                conversation.agentLostAt = nil
                session.phase = .conversation(conversation)
                touch()
            }
            return
        }
        let lostAt = since + .seconds(settings.idle.agentLostSeconds)
        let grace = Span.seconds(settings.idle.agentReturnSeconds)
        if let told = conversation.agentLostAt {
            if now >= told + grace {
                requeue(.agentLost, &roster)
            } else {
                setTimer(.agentAbsent, at: told + grace, silence: grace)
            }
        } else if now >= lostAt {
            conversation.agentLostAt = now
            session.phase = .conversation(conversation)
            record(.agentLost(EventData.AgentLost(returnsAt: now + grace)))
            setTimer(.agentAbsent, at: now + grace, silence: grace)
        } else {
            setTimer(.agentAbsent, at: lostAt, silence: lostAt - since)
        }
    }
}
