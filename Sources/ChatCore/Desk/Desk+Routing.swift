import ChatContract

extension Desk {
    /// Looks at the queue from its head: asks an agent for every chat for which there is one (guarantees 6, 12, 13).
    ///
    /// A chat for which nobody can be asked now holds up nobody behind it.
    mutating func route(_ roster: inout Roster, at now: Timestamp) -> Changes {
        var changes = Changes()
        guard settings.routing.policy != .manual, !queue.isEmpty else { return changes }
        var router = Router(settings, members, roster)
        guard router.hasAnybody else { return changes }
        for place in queue {
            guard let session = sessions[place.session], let waiting = session.waiting, waiting.offer == nil,
                let choice = router.choose(for: waiting, at: max(now, session.at))
            else { continue }
            var step = Transition(session, on: self, by: .system("worker"), at: now)
            step.offer(to: choice.agent, choice.explanation, &roster)
            changes.append(take(step))
            router = Router(settings, members, roster)
            guard router.hasAnybody else { break }
        }
        return changes
    }

    /// Takes back the offers of agents who can no longer answer them.
    mutating func withdrawOffers(_ roster: inout Roster, at now: Timestamp) -> Changes {
        var changes = Changes()
        for place in queue {
            guard let session = sessions[place.session], let offer = session.waiting?.offer else { continue }
            let canAnswer =
                roster.agents[offer.agent]?.effective == .present && members[offer.agent]?.respond == true
            guard !canAnswer else { continue }
            var step = Transition(session, on: self, by: .system("worker"), at: now)
            step.withdrawOffer(&roster)
            changes.append(take(step))
        }
        return changes
    }
}
