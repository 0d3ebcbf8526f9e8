import ChatContract

/// Offers: an agent is asked to take a chat (decisions, "routing").
extension Transition {
    /// Asks an agent; one of his slots is kept until he answers.
    mutating func offer(to agent: AgentHandle, _ explanation: EventData.RoutingExplained, _ roster: inout Roster) {
        guard case .waiting(var waiting) = session.phase, waiting.offer == nil else { return }
        let expiresAt = now + .seconds(settings.routing.offerSeconds)
        session.figures.legs += 1
        waiting.offer = Offer(
            agent: agent, since: now, expiresAt: expiresAt, leg: session.figures.legs, explanation: explanation)
        session.phase = .waiting(waiting)
        roster.reserve(session.id, on: session.channel, by: agent, at: now, &changes)
        record(.offered(EventData.Offered(agent: agent, expiresAt: expiresAt)))
        setTimer(.offerExpiry, at: expiresAt)
    }

    /// The agent takes the chat that he is asked to take.
    mutating func acceptOffer(by agent: AgentHandle, _ roster: inout Roster) throws(Refusal) {
        guard case .waiting(let waiting) = session.phase else { return try pickUp(by: agent, &roster) }
        guard waiting.offer?.agent == agent else { throw .noOffer(to: agent) }
        try pickUp(by: agent, &roster)
    }

    /// The agent does not want it: the next one is asked.
    mutating func declineOffer(by agent: AgentHandle, _ roster: inout Roster) throws(Refusal) {
        guard case .waiting(let waiting) = session.phase, waiting.offer?.agent == agent else {
            throw .noOffer(to: agent)
        }
        endOffer(.declined, &roster)
    }

    /// Looks whether the agent let the offer pass.
    mutating func checkOffer(_ roster: inout Roster) {
        guard let offer = session.waiting?.offer else { return }
        if now >= offer.expiresAt { endOffer(.missed, &roster) } else { setTimer(.offerExpiry, at: offer.expiresAt) }
    }

    /// Takes back an offer because something else happens to the session, or to the agent.
    mutating func withdrawOffer(_ roster: inout Roster) {
        endOffer(.withdrawn, &roster)
    }

    /// Forgets what is over of who may not be asked, for good even if the clock goes back, and sets the timer for what
    /// is over next.
    mutating func routeAgain() {
        guard case .waiting(var waiting) = session.phase else { return }
        waiting.passed = waiting.passed.filter { $0.value > now }
        if let preference = waiting.preference, preference.until <= now { waiting.preference = nil }
        if .waiting(waiting) != session.phase {
            session.phase = .waiting(waiting)
            touch()
        }
        var moments = Array(waiting.passed.values)
        if let preference = waiting.preference {
            // He may go away meanwhile, and nobody tells the chats that are kept for him.
            moments.append(min(preference.until, now + .seconds(settings.routing.offerSeconds)))
        }
        if let next = moments.min() { setTimer(.routeAgain, at: next) }
    }

    mutating func endOffer(_ reason: EventData.OfferEnded.Reason, _ roster: inout Roster) {
        guard case .waiting(var waiting) = session.phase, let offer = waiting.offer else { return }
        waiting.offer = nil
        switch reason {
        case .declined, .missed:
            let until = now + .seconds(settings.routing.offerSeconds)
            waiting.passed[offer.agent] = until
        case .accepted, .withdrawn:
            break
        }
        session.phase = .waiting(waiting)
        routeAgain()
        endOfferLeg(offer, reason)
        if reason != .accepted {
            roster.withdraw(session.id, from: offer.agent, missed: reason == .missed, at: now, &changes)
        }
        record(.offerEnded(EventData.OfferEnded(agent: offer.agent, reason: reason)))
    }
}
