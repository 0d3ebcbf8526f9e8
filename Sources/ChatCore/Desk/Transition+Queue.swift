import ChatContract

/// Into the queue, and out of it to an agent.
extension Transition {
    /// Puts the session into the queue: at its end, or among the returned ones in front.
    ///
    /// - Parameter former: who gave it away: he is not asked at once whether he takes it.
    mutating func enqueue(
        _ reason: EventData.Queued.Reason, returned: Bool, givenAwayBy former: AgentHandle? = nil
    ) {
        session.figures.legs += 1
        session.figures.queueLegs += 1
        session.queuedAt = session.queuedAt ?? now
        var waiting = Waiting(since: now, returned: returned, leg: session.figures.legs)
        if settings.routing.policy != .manual {
            if let former {
                waiting.passed[former] = now + .seconds(settings.routing.offerSeconds)
            } else if settings.routing.preferSameAgentSeconds > 0, reason != .agentLost,
                let former = session.lastAgent ?? session.extra.formerAgent
            {
                let until = now + .seconds(settings.routing.preferSameAgentSeconds)
                waiting.preference = Waiting.Preference(agent: former, until: until)
            }
        }
        session.phase = .waiting(waiting)
        routeAgain()
        if session.queueLength == 0 { session.queueLength = queue.count + 1 }
        // Among equal times the session's name decides, so the last to come need not be the last to go.
        let ahead = queue.lowerBound(of: Desk.Place(session: session.id, returned: returned, since: now))
        record(.queued(EventData.Queued(position: ahead + 1, length: queue.count + 1, reason: reason)))
        attendAnew()
    }

    /// An agent takes the waiting session (spec section 2.3, "4 → 5"): a compare-and-set, since whoever comes second
    /// finds it with its owner (guarantee 1).
    mutating func pickUp(by agent: AgentHandle, _ roster: inout Roster) throws(Refusal) {
        switch session.phase {
        case .waiting(let waiting):
            guard let state = roster.agents[agent] else { throw .unknown(agent) }
            let offer = waiting.offer
            let isAccepted = offer?.agent == agent
            // Who was asked has his slot already.
            if !isAccepted { try requireFreeSlot(state) }
            endOffer(isAccepted ? .accepted : .withdrawn, &roster)
            let wait = now - waiting.since
            endQueueLeg(waiting, .accepted)
            if session.startedAt == nil { session.startedAt = now }
            acceptedWait = wait
            assign(
                to: state, how: isAccepted ? .offer : .pickUp,
                outOfOrder: !isAccepted && queue.first.map { $0.session != session.id } ?? false, &roster)
            if isAccepted, let offer { record(.explained(offer.explanation)) }
            if let text = settings.welcomeMessage, !text.isEmpty {
                let message = Message(
                    text: text, kind: .welcome, from: .agent, shownAs: state.shownAs(on: settings))
                session.unreadByVisitor.add(record(.posted(message)))
            }
        case .conversation(let conversation):
            throw Refusal(
                .notInQueue, "\(conversation.agent) has this chat since \(conversation.since)",
                owner: Refusal.Owner(
                    agent: conversation.agent,
                    nickname: roster.agents[conversation.agent]?.profile.nickname ?? conversation.agent.text))
        case .preChatForm, .faq, .offlineForm, .withBot, .finished:
            throw Refusal(.notInQueue, "the session is not in the queue; it is \(session.status)")
        case .ended:
            throw .closed
        }
    }

    /// Makes an agent the owner.
    mutating func assign(
        to agent: AgentState, how: EventData.Assigned.How, outOfOrder: Bool, formerly former: [AgentHandle] = [],
        _ roster: inout Roster
    ) {
        let lastFrom: Conversation.LastFrom = session.conversation?.lastFrom ?? .visitor
        let rank = roster.hold(session.id, on: session.channel, by: agent.agent, at: now, &changes)
        session.figures.legs += 1
        session.figures.agentLegs += 1
        session.lastAgent = agent.agent
        session.listeners.removeAll { $0 == agent.agent }
        session.phase = .conversation(
            Conversation(
                agent: agent.agent, rank: rank, since: now, how: how, lastFrom: lastFrom, leg: session.figures.legs))
        watchIdle()
        let assigned = EventData.Assigned(
            agent: agent.agent, shownAs: agent.shownAs(on: settings), how: how, rank: rank, outOfOrder: outOfOrder)
        record(.assigned(assigned), to: former)
        attendAnew()
    }

    /// The owner, or a manager, gives the chat back to the front of its queue.
    mutating func requeue(_ reason: EventData.Queued.Reason, _ roster: inout Roster) {
        guard let conversation = session.conversation else { return }
        cancelTransfer()
        let former = conversation.agent
        endAgentLeg(conversation, reason == .agentLost ? .lost : .requeued)
        roster.release(session.id, by: former, at: now, &changes)
        // He hears that he lost it, and nothing after.
        let listeners = session.listeners
        session.listeners = listeners + [former]
        enqueue(reason, returned: true, givenAwayBy: reason == .requeued ? former : nil)
        session.listeners = listeners
    }

    /// The limit of an agent, where he has one, holds over all channels (guarantee 2).
    func requireFreeSlot(_ agent: AgentState) throws(Refusal) {
        guard agent.hasFreeSlot(.manual) else {
            throw Refusal(.conflict, "\(agent.agent) has \(agent.load) chats, as many as his limit allows")
        }
    }
}
