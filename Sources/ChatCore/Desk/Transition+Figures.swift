import ChatContract

/// What statistics are told (`spec/statistics.md`).
extension Transition {
    /// First response and response times: from the first unanswered line, never from the last.
    mutating func countResponse(_ conversation: inout Conversation) {
        if session.figures.firstResponse == nil {
            let enqueued = session.queuedAt ?? session.openedAt
            let start = [session.figures.firstVisitorMessageAt, session.extra.handedOffAt].compactMap { $0 }
                .reduce(enqueued, max)
            let response = now - start
            session.figures.firstResponse = response
            session.extra.firstResponse = SessionExtra.FirstResponse(
                agent: conversation.agent, channel: session.channel, at: now)
            conversation.figures.firstResponse = response
        } else if let unanswered = session.figures.unansweredSince {
            let response = now - unanswered
            conversation.figures.responses.count += 1
            conversation.figures.responses.sumMilliseconds += response.milliseconds
            conversation.figures.responses.maxMilliseconds = max(
                conversation.figures.responses.maxMilliseconds, response.milliseconds)
            if conversation.figures.firstResponse == nil, conversation.figures.messages == 1 {
                conversation.figures.firstResponse = now - max(conversation.since, unanswered)
            }
        }
        session.figures.unansweredSince = nil
    }

    /// A stay in the queue is over.
    mutating func endQueueLeg(_ waiting: Waiting, _ reason: LegEnded.Reason, at moment: Timestamp? = nil) {
        let end = max(moment ?? now, waiting.since)
        let wait = end - waiting.since
        session.figures.wait += wait
        let isFirst = session.figures.firstWait == nil
        session.figures.firstWait = session.figures.firstWait ?? wait
        var leg = LegEnded(
            channel: session.channel, session: session.id, leg: waiting.leg, kind: .queue, from: waiting.since, to: end,
            reason: reason)
        leg.waitMilliseconds = wait.milliseconds
        leg.isFirst = isFirst
        leg.businessMilliseconds = businessTime(waiting.since, end)
        changes.statistics.append(.legEnded(leg))
    }

    /// An offer was answered, or is off.
    mutating func endOfferLeg(_ offer: Offer, _ reason: EventData.OfferEnded.Reason) {
        var leg = LegEnded(
            channel: session.channel, session: session.id, leg: offer.leg, kind: .offer, from: offer.since, to: now,
            reason: LegEnded.Reason(reason))
        leg.agent = offer.agent
        changes.statistics.append(.legEnded(leg))
    }

    /// A bot gave the session away, or it ended there.
    mutating func endBotLeg(_ stay: BotStay, _ reason: LegEnded.Reason) {
        guard stay.lastFrom != nil else { return }
        changes.statistics.append(
            .legEnded(
                LegEnded(
                    channel: session.channel, session: session.id, leg: stay.leg, kind: .bot, from: stay.since, to: now,
                    reason: reason)))
    }

    /// A stay with an agent is over.
    mutating func endAgentLeg(_ conversation: Conversation, _ reason: LegEnded.Reason) {
        let handle = now - conversation.since
        session.figures.handle += handle
        var leg = LegEnded(
            channel: session.channel, session: session.id, leg: conversation.leg, kind: .agent,
            from: conversation.since, to: now, reason: reason)
        leg.agent = conversation.agent
        leg.how = conversation.how
        leg.handleMilliseconds = handle.milliseconds
        leg.activeMilliseconds = conversation.figures.active.milliseconds
        leg.messages = conversation.figures.messages
        leg.firstResponseMilliseconds = conversation.figures.firstResponse?.milliseconds
        leg.responses = conversation.figures.responses
        leg.businessMilliseconds = businessTime(conversation.since, now)
        changes.statistics.append(.legEnded(leg))
    }

    /// The session is over for good: all its figures.
    mutating func countEnding(_ ending: Ending) {
        let figures = session.figures
        var ended = SessionEnded(
            channel: session.channel, session: session.id, n: figures.endings, outcome: ending.outcome, by: ending.by,
            openedAt: session.openedAt, queuedAt: session.queuedAt, firstAcceptedAt: session.startedAt,
            endedAt: ending.at,
            shortAbandon: ending.outcome == .abandoned && figures.queueLegs == 1 && figures.wait <= .seconds(10),
            queueLegs: figures.queueLegs, agentLegs: figures.agentLegs, wait: figures.wait,
            firstWait: figures.firstWait, firstResponse: figures.firstResponse, handle: figures.handle,
            active: figures.active, wall: session.queuedAt.map { ending.at - $0 },
            visitorMessages: figures.visitorMessages, agentMessages: figures.agentMessages,
            unansweredAtClose: figures.unansweredSince != nil)
        ended.handedOffAt = session.extra.handedOffAt
        if session.extra.transfers > 0 { ended.transfers = session.extra.transfers }
        if ending.formUntil != nil, shown.postChatForm.rating { ended.ratingAsked = true }
        ended.rating = session.extra.rating?.rating
        if let queued = session.queuedAt {
            ended.wallBusinessMilliseconds = businessTime(queued, ending.at)
            ended.firstWaitBusinessMilliseconds = figures.firstWait.flatMap { businessTime(queued, queued + $0) }
        }
        ended.agent = session.lastAgent
        if let response = figures.firstResponse, let first = session.extra.firstResponse {
            ended.firstResponseBy = first.agent
            ended.firstResponseAt = first.at
            ended.firstResponseOn = first.channel
            ended.firstResponseBusinessMilliseconds = businessTime(first.at - response, first.at)
        }
        changes.statistics.append(.sessionEnded(ended))
    }

    /// How much of a stretch lies within the opening hours; `nil` where there are none.
    private func businessTime(_ start: Timestamp, _ end: Timestamp) -> Int64? {
        calendar?.openTime(from: start, to: max(start, end)).milliseconds
    }

    /// The outcome of a session that never stood in a queue; one that did, before a bot took it, is a started one.
    func unlessStarted(_ outcome: Outcome) -> Outcome { session.queuedAt == nil ? outcome : spokenOutcome }

    /// What became of a session whose visitor did not leave the queue: follows from what was said.
    var spokenOutcome: Outcome {
        if session.figures.agentMessages == 0 { return .missed }
        return session.figures.unansweredSince == nil ? .completed : .dropped
    }
}
