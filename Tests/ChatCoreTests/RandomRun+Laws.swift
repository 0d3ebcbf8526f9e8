import ChatContract
import Testing

@testable import ChatCore

/// What holds after every command.
extension RandomRun {
    /// A refused command leaves everything as it was, but for the sign of life of the agent who sent it: he may come
    /// back by it, and then chats are looked at and offered.
    func expectUnchanged(
        _ decision: Decision, from desks: [ChannelHandle: Desk], _ before: Roster, by actor: Actor
    ) {
        let isOffered = decision.changes.events.contains { $0.event.type == .sessionOffered }
        #expect(decision.changes.events.allSatisfy { $0.event.type == .sessionOffered })
        guard !isOffered else { return }
        #expect(decision.changes.sessions.isEmpty)
        guard case .agent(let agent) = actor, before != fixture.roster else {
            #expect(fixture.desks == desks && fixture.roster == before)
            return
        }
        guard let state = before.agents[agent], state.isLive, !state.isNotResponding else { return }
        var roster = before
        roster.agents[agent] = fixture.roster.agents[agent]
        #expect(fixture.roster == roster)
        #expect(fixture.roster.agents[agent]?.held == state.held)
        #expect(fixture.desks == desks)
    }

    /// One owner, slots and sessions agree, limits, ranks, the queue, what was written.
    func checkState() throws {
        var owned: [AgentHandle: [SessionID: AgentState.Hold]] = [:]
        var asked: [AgentHandle: [SessionID: ChannelHandle]] = [:]
        for (channel, desk) in fixture.desks {
            for session in desk.sessions.values {
                #expect(session.channel == channel && session.status.isLive)
                #expect(fixture.stored[session.id] == session)
                if let conversation = session.conversation {
                    owned[conversation.agent, default: [:]][session.id] = .init(
                        channel: channel, rank: conversation.rank)
                    #expect(!session.listeners.contains(conversation.agent))
                    #expect(conversation.transfer?.target != conversation.agent)
                }
                if let offer = session.waiting?.offer { asked[offer.agent, default: [:]][session.id] = channel }
                #expect(Set(session.listeners).count == session.listeners.count)
                #expect(session.connections.isEmpty == (session.presence != .connected))
            }
            let waiting = Set(desk.sessions.values.filter { $0.status == .inQueue }.map(\.id))
            #expect(Set(desk.queue.map(\.session)) == waiting && desk.queue.count == waiting.count)
            #expect(desk.queue == desk.queue.sorted())
            #expect(Set(desk.sessions.values.map(\.visitorDigest)).count == desk.sessions.count)
            checkLiveness(desk)
        }
        // The load is the set of chats, never a counter of its own (guarantee 5).
        for (agent, state) in fixture.roster.agents {
            #expect(state.held == owned[agent] ?? [:])
            #expect(state.offered == asked[agent] ?? [:])
            #expect(Set(state.held.values.map(\.rank)).count == state.held.count)
            if let capacity = state.profile.capacity { #expect(state.load <= capacity, "guarantee 2") }
            #expect(state.interval.held == state.held.count && state.interval.effective == state.effective)
            if state.effective != .present { #expect(state.offered.isEmpty, "whoever is not there is not asked") }
        }
        let live = fixture.stored.values.filter(\.status.isLive).count
        #expect(fixture.desks.values.reduce(0) { $0 + $1.sessions.count } == live)
    }

    /// No chat waits for an agent who is there, has room and did not pass it on (guarantee 6).
    private func checkLiveness(_ desk: Desk) {
        let policy = desk.settings.routing.policy
        guard policy != .manual else { return }
        let free = desk.members.values.filter(\.respond).compactMap { fixture.roster.agents[$0.agent] }
            .filter { $0.effective == .present && $0.hasFreeSlot(policy) }
        for place in desk.queue {
            guard let session = desk[place.session], let waiting = session.waiting, waiting.offer == nil else {
                continue
            }
            let now = max(fixture.now, session.at)
            if let preference = waiting.preference, preference.until > now { continue }
            let idle = free.filter { (waiting.passed[$0.agent] ?? now) <= now }.map(\.agent)
            #expect(idle.isEmpty, "\(session.id) waits while these are free")
        }
    }

    /// What must happen later has its timer.
    func checkTimers() {
        for desk in fixture.desks.values {
            for session in desk.sessions.values { checkTimers(of: session, on: desk) }
        }
    }

    private func checkTimers(of session: Session, on desk: Desk) {
        func expect(
            _ kind: Timer.Kind, by limit: Timestamp? = nil, _ isNeeded: Bool = true,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            guard isNeeded else { return }
            let name = DeskFixture.TimerName(kind: kind, subject: .session(session.id, channel: session.channel))
            let timer = fixture.timers[name]
            #expect(timer != nil, "\(kind) of \(session.status)", sourceLocation: sourceLocation)
            if let timer, let limit { #expect(timer.dueAt <= limit, "\(kind)", sourceLocation: sourceLocation) }
        }
        let now = max(fixture.now, session.at)
        let warnings = desk.settings.warnings
        let warned = session.extra.warned
        expect(.visitorAbsent, session.presence.absentSince != nil)
        switch session.phase {
        case .waiting(let waiting):
            if let offer = waiting.offer { expect(.offerExpiry, by: max(offer.expiresAt, now)) }
            let agents = waiting.since + .minutes(warnings.agentNewChat)
            let managers = waiting.since + .minutes(warnings.managerNewChat)
            expect(.attention, by: max(agents, now), warnings.agentNewChat > 0 && !warned.agents)
            expect(.attention, by: max(managers, now), warnings.managerNewChat > 0 && !warned.managers)
            for until in waiting.passed.values { expect(.routeAgain, by: until, until > now) }
            if let until = waiting.preference?.until { expect(.routeAgain, by: until, until > now) }
        case .conversation(let conversation):
            expect(.idle)
            if let transfer = conversation.transfer { expect(.transferExpiry, by: max(transfer.expiresAt, now)) }
            expect(.agentAbsent, fixture.roster.agents[conversation.agent]?.isLive == false)
            if let unanswered = session.figures.unansweredSince {
                let since = max(unanswered, conversation.since)
                let agents = since + .minutes(warnings.agentNewMessage)
                let managers = since + .minutes(warnings.managerNewMessage)
                expect(.attention, by: max(agents, now), warnings.agentNewMessage > 0 && !warned.agents)
                expect(.attention, by: max(managers, now), warnings.managerNewMessage > 0 && !warned.managers)
            }
        case .withBot(let stay):
            // A bot whose lines are to come is waited for.
            let scheduledUntil = session.extra.scheduled?.map(\.at).max().map { $0 + .seconds(1) } ?? now
            if stay.lastFrom == nil { expect(.botSilence, by: max(stay.since + .seconds(3), now, scheduledUntil)) }
            if let since = stay.unansweredSince {
                expect(.botSilence, by: max(since + .seconds(20), now, scheduledUntil))
            }
            expect(.idle, stay.lastFrom != nil)
            if let line = session.extra.scheduled?.map(\.at).min() { expect(.scheduledMessage, by: max(line, now)) }
        case .finished(let ending):
            expect(.postChatForm, by: ending.formUntil)
        case .preChatForm, .faq, .offlineForm, .ended:
            break
        }
    }

    /// The desks rebuilt from their sessions are those that were kept.
    mutating func checkRebuild() {
        for desk in fixture.desks.values {
            let sessions = fixture.stored.values.filter { $0.channel == desk.channel }.shuffled(using: &random)
            var rebuilt = Desk(
                settings: desk.settings, members: desk.members, sessions: sessions, recentWaits: desk.recentWaits)
            rebuilt.earlier = desk.earlier
            #expect(rebuilt == desk)
        }
    }
}
