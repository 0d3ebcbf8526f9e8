import ChatContract

/// The oracle: a session's legs and figures once more, from nothing but its events in the order of their numbers.
///
/// Follows `spec/statistics.md` and shares no code with what the desk keeps while the session runs, so that a mistake
/// would have to be made twice (guarantee 22). Another type of event is another case of ``take(_:)``.
public struct Recount: Sendable {
    /// What the events say: legs in their order, and the end.
    public private(set) var legs: [LegEnded] = []
    public private(set) var ended: SessionEnded?
    /// Whether the moment of the end cannot be told: the visitor was lost while he waited, and no event says when.
    public private(set) var hasUnknownEnd = false

    private let goneAfter: Span
    private var openedAt: Timestamp?
    private var stay = Stay.nowhere
    private var legNumber = 0
    private var queuedAt: Timestamp?
    private var acceptedAt: Timestamp?
    private var firstWait: Span?
    private var lines: [Line] = []
    private var first: Line?
    private var firstSpan: Span?
    private var handedOffAt: Timestamp?
    private var finished: (by: EndedBy, at: Timestamp)?
    private var offer: (agent: AgentHandle, since: Timestamp, leg: Int)?
    private var lastAgent: AgentHandle?
    private var goneAt: Timestamp?
    private var transfers = 0
    private var endings = 0

    /// Where the session is, since when, and which of its legs that is.
    private enum Stay {
        case nowhere
        case queue(since: Timestamp, leg: Int)
        case bot(since: Timestamp, leg: Int)
        case agent(AgentHandle, how: EventData.Assigned.How, since: Timestamp, leg: Int)
    }

    /// A line that somebody wrote.
    private struct Line {
        var at: Timestamp
        /// `nil`: the visitor, or the bot.
        var agent: AgentHandle?
        var isBot = false
        var isVisitor: Bool { agent == nil && !isBot }
        var channel: ChannelHandle
        /// The leg in which it was written; 0 outside of agent legs.
        var leg: Int
    }

    /// - Parameter goneAfter: how long a visitor may be without a connection before his session ends
    ///   (``Channel/Idle/goneSeconds``): a wait that ends so was abandoned when the connection was lost.
    public init(goneAfter: Span) {
        self.goneAfter = goneAfter
    }

    /// Takes the next event.
    public mutating func take(_ event: Event) {
        switch event.data {
        case .opened:
            openedAt = event.at
        case .queued(let queued):
            if case .agent = stay { endStay(queued.reason == .agentLost ? .lost : .requeued, event.at, event) }
            queuedAt = queuedAt ?? event.at
            legNumber += 1
            stay = .queue(since: event.at, leg: legNumber)
        case .assigned(let assigned):
            guard let agent = assigned.agent else { return }
            acceptedAt = acceptedAt ?? event.at
            switch assigned.how {
            case .pickUp, .offer: endStay(.accepted, event.at, event)
            case .transfer: endStay(.transferred, event.at, event)
            case .takeOver: endStay(.takenOver, event.at, event)
            case .reopened: break
            }
            if assigned.how == .transfer { transfers += 1 }
            legNumber += 1
            lastAgent = agent
            stay = .agent(agent, how: assigned.how, since: event.at, leg: legNumber)
        case .posted(let message):
            take(message, event)
        case .fileShared:
            takeLine(event)
        case .disconnected(let disconnected):
            goneAt = disconnected.endsAt - goneAfter
        case .reconnected:
            goneAt = nil
        case .finished(let finished):
            self.finished = (finished.by, event.at)
            endings += 1
            endStay(.closed, event.at, event)
        case .reopened:
            finished = nil
        case .offered(let offered):
            legNumber += 1
            offer = (offered.agent, event.at, legNumber)
        case .offerEnded(let ended):
            endOffer(ended.reason, event)
        case .handedOff:
            handedOffAt = handedOffAt ?? event.at
            endStay(.handedOff, event.at, event)
        case .moved:
            transfers += 1
            endStay(.transferred, event.at, event)
        case .closed(let closed):
            close(closed.outcome, event)
        case .identified, .statusChanged, .agentLost, .rated, .deleted, .erased, .explained, .warned, .listened,
            .unlistened, .read, .notePosted, .fileRefused, .filesAllowed, .contactLinked, .contactUnlinked,
            .faqSuggested, .requestCreated, .transcriptRequested, .transcriptSent,
            .transcriptFailed, .transferRequested, .transferAccepted, .transferRejected, .transferCancelled,
            .transferExpired:
            break
        }
    }

    private mutating func take(_ message: Message, _ event: Event) {
        switch (event.actor, message.kind) {
        // Greetings and other texts that nobody wrote just now do not count.
        case (_, .welcome), (.system, _): return
        case (.bot, _):
            if case .bot = stay {
            } else {
                let since = if case .nowhere = stay { openedAt ?? event.at } else { event.at }
                endStay(.closed, event.at, event)
                legNumber += 1
                stay = .bot(since: since, leg: legNumber)
            }
            lines.append(Line(at: event.at, agent: nil, isBot: true, channel: event.channel, leg: 0))
        case (.visitor, _), (.agent, _): takeLine(event)
        }
    }

    /// A message, or a file, which answers and asks as one does.
    private mutating func takeLine(_ event: Event) {
        switch event.actor {
        case .bot, .system: return
        case .visitor:
            lines.append(Line(at: event.at, agent: nil, channel: event.channel, leg: agentLeg))
        case .agent(let agent):
            let line = Line(at: event.at, agent: agent, channel: event.channel, leg: agentLeg)
            if first == nil {
                first = line
                let enqueued = queuedAt ?? event.at
                let asked = lines.first(where: \.isVisitor)?.at ?? enqueued
                firstSpan = event.at - max(asked, enqueued, handedOffAt ?? enqueued)
            }
            lines.append(line)
        }
    }

    private var agentLeg: Int {
        if case .agent(_, _, _, let leg) = stay { leg } else { 0 }
    }

    // MARK: - Ends

    private mutating func endStay(_ reason: LegEnded.Reason, _ moment: Timestamp, _ event: Event) {
        switch stay {
        case .nowhere:
            return
        case .queue(let since, let number):
            let end = max(since, moment)
            var leg = LegEnded(
                channel: event.channel, session: event.session, leg: number, kind: .queue, from: since, to: end,
                reason: reason)
            leg.waitMilliseconds = (end - since).milliseconds
            leg.isFirst = firstWait == nil
            firstWait = firstWait ?? (end - since)
            legs.append(leg)
        case .bot(let since, let number):
            legs.append(
                LegEnded(
                    channel: event.channel, session: event.session, leg: number, kind: .bot, from: since, to: moment,
                    reason: reason))
        case .agent(let agent, let how, let since, let number):
            var leg = LegEnded(
                channel: event.channel, session: event.session, leg: number, kind: .agent, from: since, to: moment,
                reason: reason)
            leg.agent = agent
            leg.how = how
            leg.handleMilliseconds = (moment - since).milliseconds
            let mine = lines.indices.filter { lines[$0].leg == number }
            leg.activeMilliseconds = mine.reduce(0) { $0 + gap(before: $1) }
            leg.messages = mine.count { lines[$0].agent == agent }
            leg.responses = responses(mine, agent)
            leg.firstResponseMilliseconds = firstResponse(mine, agent, since: since)?.milliseconds
            legs.append(leg)
        }
        stay = .nowhere
    }

    private mutating func endOffer(_ reason: EventData.OfferEnded.Reason, _ event: Event) {
        guard let offer else { return }
        var leg = LegEnded(
            channel: event.channel, session: event.session, leg: offer.leg, kind: .offer, from: offer.since,
            to: event.at, reason: LegEnded.Reason(reason))
        leg.agent = offer.agent
        legs.append(leg)
        self.offer = nil
    }

    /// The gap between a line and the one before it, capped.
    private func gap(before index: Int) -> Int64 {
        guard index > 0 else { return 0 }
        return min((lines[index].at - lines[index - 1].at).milliseconds, Span.minutes(5).milliseconds)
    }

    /// Since when the visitor had waited for an answer when a line was written; `nil` when he had one.
    private func unanswered(before index: Int) -> Timestamp? {
        let answered = (lines[..<index].lastIndex { $0.agent != nil } ?? -1) + 1
        return lines[answered..<index].first(where: \.isVisitor)?.at
    }

    private func responses(_ mine: [Int], _ agent: AgentHandle) -> LegEnded.Responses {
        let spans = mine.compactMap { index -> Int64? in
            guard lines[index].agent == agent, lines[..<index].contains(where: { $0.agent != nil }),
                let since = unanswered(before: index)
            else { return nil }
            return (lines[index].at - since).milliseconds
        }
        return LegEnded.Responses(
            count: spans.count, sumMilliseconds: spans.reduce(0, +), maxMilliseconds: spans.max() ?? 0)
    }

    private func firstResponse(_ mine: [Int], _ agent: AgentHandle, since: Timestamp) -> Span? {
        guard let index = mine.first(where: { lines[$0].agent == agent }) else { return nil }
        if lines.firstIndex(where: { $0.agent != nil }) == index { return firstSpan }
        return unanswered(before: index).map { lines[index].at - max(since, $0) }
    }

    private static func endedBy(_ actor: Actor) -> EndedBy {
        switch actor {
        case .visitor: .visitor
        case .bot: .bot
        case .agent, .system: .system
        }
    }

    private mutating func close(_ outcome: Outcome, _ event: Event) {
        var by = finished?.by ?? Self.endedBy(event.actor)
        var moment = finished?.at ?? event.at
        if finished == nil { endings += 1 }
        if case .system = event.actor, finished == nil, outcome == .abandoned || outcome == .notStarted {
            by = .gone
            hasUnknownEnd = goneAt == nil
            moment = goneAt ?? event.at
            if case .queue(let since, _) = stay { moment = max(moment, since) }
        }
        switch outcome {
        case .abandoned: endStay(.abandoned, moment, event)
        case .requestFromQueue: endStay(.request, moment, event)
        default: endStay(.closed, moment, event)
        }
        let queueLegs = legs.filter { $0.kind == .queue }
        let agentLegs = legs.filter { $0.kind == .agent }
        let wait = queueLegs.reduce(Int64(0)) { $0 + ($1.waitMilliseconds ?? 0) }
        var ended = SessionEnded(
            channel: event.channel, session: event.session, n: endings, outcome: outcome, by: by,
            openedAt: openedAt ?? event.at, queuedAt: queuedAt, firstAcceptedAt: acceptedAt, endedAt: moment,
            shortAbandon: outcome == .abandoned && queueLegs.count == 1 && wait <= 10_000, queueLegs: queueLegs.count,
            agentLegs: agentLegs.count, wait: .milliseconds(wait), firstWait: firstWait, firstResponse: firstSpan,
            handle: .milliseconds(agentLegs.reduce(0) { $0 + ($1.handleMilliseconds ?? 0) }),
            active: .milliseconds(lines.indices.reduce(0) { $0 + gap(before: $1) }),
            wall: queuedAt.map { moment - $0 }, visitorMessages: lines.count(where: \.isVisitor),
            agentMessages: lines.count { $0.agent != nil },
            unansweredAtClose: outcome != .selfServed && unanswered(before: lines.count) != nil)
        ended.agent = lastAgent
        ended.firstResponseBy = first?.agent
        ended.firstResponseAt = first?.at
        ended.firstResponseOn = first?.channel
        ended.handedOffAt = handedOffAt
        ended.transfers = transfers == 0 ? nil : transfers
        self.ended = ended
    }
}
