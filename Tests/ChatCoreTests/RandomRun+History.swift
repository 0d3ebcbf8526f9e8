import ChatContract
import Testing

@testable import ChatCore

/// What holds of everything that happened.
extension RandomRun {
    /// Every session's events and legs, and the laws of conservation.
    func checkHistory() throws {
        let events = Dictionary(grouping: fixture.events.map(\.event), by: \.session)
        #expect(events.count == sessions.count)
        let legs = Dictionary(grouping: legEvents, by: \.session)
        let endings = Dictionary(grouping: endingEvents, by: \.session)
        for id in sessions {
            let session = try fixture.session(id)
            let mine = try #require(events[id])
            expectSound(mine)
            #expect(mine.last?.seq == session.seq && mine.last?.status == session.status)
            #expect(mine.last { $0.visibility == .visitor }?.seq == session.visitorSeq)
            #expect(mine.last?.channel == session.channel)
            check(session, legs[id] ?? [])
            checkEnding(of: session, legs[id] ?? [], endings[id] ?? [])
        }
        // Sessions opened are those open and one outcome each.
        let open = fixture.stored.values.filter(\.status.isLive).count
        #expect(sessions.count == open + endingEvents.count)
        // Accepted, given back, ended: all queue legs that began, each once.
        let enqueued = fixture.events.filter { $0.event.type == .sessionQueued }.count
        let waiting = fixture.desks.values.reduce(0) { $0 + $1.queue.count }
        #expect(enqueued == legEvents.filter { $0.kind == .queue }.count + waiting)
        // Every assignment is one agent's leg, over or running; every offer is answered once, or open.
        let assigned = fixture.events.filter { $0.event.type == .sessionAssigned }.count
        let held = fixture.roster.agents.values.reduce(0) { $0 + $1.held.count }
        #expect(assigned == legEvents.filter { $0.kind == .agent }.count + held)
        let offered = fixture.events.filter { $0.event.type == .sessionOffered }.count
        let ended = fixture.events.filter { $0.event.type == .sessionOfferEnded }.count
        let asked = fixture.roster.agents.values.reduce(0) { $0 + $1.offered.count }
        #expect(offered == ended + asked && ended == legEvents.filter { $0.kind == .offer }.count)
        #expect(Set(fixture.statistics.map(\.id)).count == fixture.statistics.count, "ids tell apart")
        try checkIntervals()
    }

    /// Stays follow each other without overlap; offers lie within their stay in the queue.
    private func check(_ session: Session, _ legs: [LegEnded]) {
        var running = 0
        switch session.phase {
        case .waiting(let waiting): running = waiting.offer == nil ? 1 : 2
        case .conversation: running = 1
        case .withBot(let stay): running = stay.lastFrom == nil ? 0 : 1
        case .preChatForm, .faq, .offlineForm, .finished, .ended: break
        }
        #expect(session.figures.legs == legs.count + running)
        #expect(Set(legs.map(\.leg)).count == legs.count, "each ends once")
        #expect(legs.allSatisfy { $0.from <= $0.to && (1...session.figures.legs).contains($0.leg) })
        let stays = legs.filter { $0.kind != .offer }.sorted { $0.leg < $1.leg }
        #expect(zip(stays, stays.dropFirst()).allSatisfy { $0.to <= $1.from }, "no overlap")
        for offer in legs where offer.kind == .offer {
            let stay = stays.last { $0.kind == .queue && $0.leg < offer.leg }
            #expect((stay?.from ?? session.waiting?.since).map { $0 <= offer.from } == true)
        }
    }

    private func checkEnding(of session: Session, _ legs: [LegEnded], _ endings: [SessionEnded]) {
        #expect(endings.count == (session.status.isLive ? 0 : 1))
        guard let ending = endings.first else { return }
        let waits = legs.filter { $0.kind == .queue }
        let handles = legs.compactMap(\.handleMilliseconds)
        #expect(waits.compactMap(\.waitMilliseconds).reduce(0, +) == ending.waitMilliseconds)
        #expect(waits.first?.waitMilliseconds == ending.firstWaitMilliseconds)
        #expect(waits.filter { $0.isFirst == true }.map(\.leg) == (waits.first.map { [$0.leg] } ?? []))
        #expect(handles.reduce(0, +) == ending.handleMilliseconds)
        #expect((waits.count, handles.count) == (ending.queueLegs, ending.agentLegs))
        #expect(ending.wallMilliseconds ?? 0 >= ending.waitMilliseconds + ending.handleMilliseconds)
        #expect(legs.compactMap(\.messages).reduce(0, +) == ending.agentMessages)
        let started: Set<Outcome> = [.abandoned, .missed, .dropped, .completed, .requestFromQueue]
        #expect(started.contains(ending.outcome) == (ending.queuedAt != nil), "\(ending.outcome)")
        if ending.outcome == .missed { #expect(ending.agentMessages == 0) }
        if ending.outcome == .dropped { #expect(ending.agentMessages > 0) }
        if ending.outcome == .completed { #expect(ending.agentMessages > 0) }
        if ending.outcome == .abandoned { #expect([.closedFromQueue, .deleted].contains(session.status)) }
        if ending.rating != nil { #expect(session.extra.rating?.rating == ending.rating) }
    }

    private func checkIntervals() throws {
        for (agent, state) in fixture.roster.agents {
            let intervals = fixture.intervals(of: agent)
            #expect(intervals.map(\.n) == (0..<intervals.count).map { Int64($0 + 1) })
            #expect(state.interval.n == Int64(intervals.count + 1))
            #expect(intervals.allSatisfy { $0.from <= $0.to })
            #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.to == $1.from })
            #expect(intervals.first?.from ?? state.interval.since == started[agent]?.interval.since)
            #expect(intervals.last?.to ?? state.interval.since == state.interval.since)
            guard !clockGoesBack else { continue }
            // The area under the number of chats is the length of the legs.
            var area = intervals.reduce(Int64(0)) { $0 + Int64($1.held) * ($1.to - $1.from).milliseconds }
            area += Int64(state.held.count) * (fixture.now - state.interval.since).milliseconds
            var length = legEvents.filter { $0.kind == .agent && $0.agent == agent }
                .reduce(Int64(0)) { $0 + ($1.to - $1.from).milliseconds }
            for session in state.held.keys {
                let conversation = try #require(fixture.stored[session]?.conversation)
                length += (fixture.now - conversation.since).milliseconds
            }
            #expect(area == length)
        }
    }

    private var legEvents: [LegEnded] {
        fixture.statistics.compactMap { if case .legEnded(let leg) = $0 { leg } else { nil } }
    }

    private var endingEvents: [SessionEnded] {
        fixture.statistics.compactMap { if case .sessionEnded(let ended) = $0 { ended } else { nil } }
    }

    /// All that was said, as it goes onto the wire.
    func transcript() throws -> [UInt8] {
        var bytes: [UInt8] = []
        for addressed in fixture.events {
            bytes += try addressed.event.json()
            bytes += try addressed.event.visitorJSON()
            bytes += addressed.audience.agentKeys(addressed.event).joined(separator: ",").utf8
            bytes += addressed.audience.visitorKeys(addressed.event).joined(separator: ",").utf8
        }
        for event in fixture.statistics { bytes += try event.json() }
        for event in fixture.transients { bytes += event.json() + event.routingKeys.joined(separator: ",").utf8 }
        return bytes
    }
}
