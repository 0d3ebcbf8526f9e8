import ChatContract
import Testing

@Suite("Statistic events on the wire")
struct StatisticEventGoldenTests {
    private static let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
    private static let start: Timestamp = "2026-11-22T18:00:00.000Z"
    private static let end: Timestamp = "2026-11-22T18:00:20.000Z"

    @Test("a queue leg")
    func queueLeg() throws {
        var leg = LegEnded(
            channel: "support", session: Self.session, leg: 1, kind: .queue, from: Self.start, to: Self.end,
            reason: .accepted)
        leg.waitMilliseconds = 20_000
        leg.businessMilliseconds = 12_000
        leg.isFirst = true
        try check(
            .legEnded(leg), id: "01234567-89ab-8def-8123-456789abcdef.leg.1", key: "channel.support.leg.ended",
            #"{"at":"2026-11-22T18:00:20.000Z","businessMilliseconds":12000,"channel":"support","#
                + #""from":"2026-11-22T18:00:00.000Z","id":"01234567-89ab-8def-8123-456789abcdef.leg.1","#
                + #""isFirst":true,"kind":"queue","leg":1,"reason":"accepted","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","to":"2026-11-22T18:00:20.000Z","#
                + #""type":"leg.ended","waitMilliseconds":20000}"#, leg)
    }

    @Test("an offer and a stay with a bot, which have no figures but their times")
    func otherLegs() throws {
        var offer = LegEnded(
            channel: "support", session: Self.session, leg: 3, kind: .offer, from: Self.start, to: Self.end,
            reason: .missed)
        offer.agent = "anna"
        try check(
            .legEnded(offer), id: "01234567-89ab-8def-8123-456789abcdef.leg.3", key: "channel.support.leg.ended",
            #"{"agent":"anna","at":"2026-11-22T18:00:20.000Z","channel":"support","#
                + #""from":"2026-11-22T18:00:00.000Z","id":"01234567-89ab-8def-8123-456789abcdef.leg.3","#
                + #""kind":"offer","leg":3,"reason":"missed","session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""to":"2026-11-22T18:00:20.000Z","type":"leg.ended"}"#, offer)
        let bot = LegEnded(
            channel: "support", session: Self.session, leg: 4, kind: .bot, from: Self.start, to: Self.end,
            reason: .handedOff)
        try check(
            .legEnded(bot), id: "01234567-89ab-8def-8123-456789abcdef.leg.4", key: "channel.support.leg.ended",
            #"{"at":"2026-11-22T18:00:20.000Z","channel":"support","from":"2026-11-22T18:00:00.000Z","#
                + #""id":"01234567-89ab-8def-8123-456789abcdef.leg.4","kind":"bot","leg":4,"reason":"handedOff","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","to":"2026-11-22T18:00:20.000Z","#
                + #""type":"leg.ended"}"#, bot)
    }

    @Test("an agent's leg")
    func agentLeg() throws {
        var leg = LegEnded(
            channel: "support", session: Self.session, leg: 2, kind: .agent, from: Self.start, to: Self.end,
            reason: .takenOver)
        leg.agent = "anna"
        leg.how = .transfer
        leg.handleMilliseconds = 20_000
        leg.activeMilliseconds = 15_000
        leg.messages = 3
        leg.firstResponseMilliseconds = 4_000
        leg.responses = LegEnded.Responses(count: 2, sumMilliseconds: 9_000, maxMilliseconds: 5_000)
        try check(
            .legEnded(leg), id: "01234567-89ab-8def-8123-456789abcdef.leg.2", key: "channel.support.leg.ended",
            #"{"activeMilliseconds":15000,"agent":"anna","at":"2026-11-22T18:00:20.000Z","channel":"support","#
                + #""firstResponseMilliseconds":4000,"from":"2026-11-22T18:00:00.000Z","handleMilliseconds":20000,"#
                + #""how":"transfer","id":"01234567-89ab-8def-8123-456789abcdef.leg.2","kind":"agent","leg":2,"#
                + #""messages":3,"reason":"takenOver","responses":{"count":2,"maxMilliseconds":5000,"#
                + #""sumMilliseconds":9000},"session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""to":"2026-11-22T18:00:20.000Z","type":"leg.ended"}"#, leg)
    }

    @Test("a session")
    func session() throws {
        let ended = SessionEnded(
            channel: "support", session: Self.session, n: 1, outcome: .dropped, by: .visitor, openedAt: Self.start,
            queuedAt: Self.start, firstAcceptedAt: Self.start, endedAt: Self.end, shortAbandon: false, queueLegs: 1,
            agentLegs: 2, wait: .seconds(1), firstWait: .seconds(1), firstResponse: .seconds(3),
            handle: .seconds(19), active: .seconds(7), wall: .seconds(20), visitorMessages: 4, agentMessages: 5,
            unansweredAtClose: true)
        try check(
            .sessionEnded(ended), id: "01234567-89ab-8def-8123-456789abcdef.ended.1",
            key: "channel.support.session.ended",
            #"{"activeMilliseconds":7000,"agentLegs":2,"agentMessages":5,"at":"2026-11-22T18:00:20.000Z","#
                + #""by":"visitor","channel":"support","endedAt":"2026-11-22T18:00:20.000Z","#
                + #""firstAcceptedAt":"2026-11-22T18:00:00.000Z","firstResponseMilliseconds":3000,"#
                + #""firstWaitMilliseconds":1000,"handleMilliseconds":19000,"#
                + #""id":"01234567-89ab-8def-8123-456789abcdef.ended.1","n":1,"#
                + #""openedAt":"2026-11-22T18:00:00.000Z","outcome":"dropped","queueLegs":1,"#
                + #""queuedAt":"2026-11-22T18:00:00.000Z","session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""shortAbandon":false,"type":"session.ended","unansweredAtClose":true,"visitorMessages":4,"#
                + #""waitMilliseconds":1000,"wallMilliseconds":20000}"#, ended)
    }

    @Test("a session that a bot handed off, that was transferred and rated")
    func wholeSession() throws {
        var ended = SessionEnded(
            channel: "support", session: Self.session, n: 2, outcome: .completed, by: .agent, openedAt: Self.start,
            queuedAt: Self.start, firstAcceptedAt: nil, endedAt: Self.end, shortAbandon: false, queueLegs: 1,
            agentLegs: 2, wait: .seconds(1), firstWait: nil, firstResponse: nil, handle: .seconds(19),
            active: .seconds(7), wall: nil, visitorMessages: 4, agentMessages: 5, unansweredAtClose: false)
        ended.handedOffAt = Self.start
        ended.transfers = 2
        ended.ratingAsked = true
        ended.rating = 4
        ended.firstWaitBusinessMilliseconds = 500
        ended.firstResponseBusinessMilliseconds = 1500
        ended.wallBusinessMilliseconds = 9000
        try check(
            .sessionEnded(ended), id: "01234567-89ab-8def-8123-456789abcdef.ended.2",
            key: "channel.support.session.ended",
            #"{"activeMilliseconds":7000,"agentLegs":2,"agentMessages":5,"at":"2026-11-22T18:00:20.000Z","#
                + #""by":"agent","channel":"support","endedAt":"2026-11-22T18:00:20.000Z","#
                + #""firstResponseBusinessMilliseconds":1500,"firstWaitBusinessMilliseconds":500,"#
                + #""handedOffAt":"2026-11-22T18:00:00.000Z","handleMilliseconds":19000,"#
                + #""id":"01234567-89ab-8def-8123-456789abcdef.ended.2","n":2,"#
                + #""openedAt":"2026-11-22T18:00:00.000Z","outcome":"completed","queueLegs":1,"#
                + #""queuedAt":"2026-11-22T18:00:00.000Z","rating":4,"ratingAsked":true,"#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","shortAbandon":false,"transfers":2,"#
                + #""type":"session.ended","unansweredAtClose":false,"visitorMessages":4,"waitMilliseconds":1000,"#
                + #""wallBusinessMilliseconds":9000}"#, ended)
    }

    @Test("outcomes, reasons and kinds are the statistics page's")
    func names() {
        #expect(
            Outcome.allCases.map(\.rawValue) == [
                "abandoned", "missed", "dropped", "completed", "requestFromQueue", "selfServed", "botOnly",
                "notStarted", "offlineRequest", "offline",
            ])
        #expect(LegEnded.Kind.allCases.map(\.rawValue) == ["queue", "offer", "bot", "agent"])
        #expect(
            LegEnded.Reason.allCases.map(\.rawValue) == [
                "accepted", "abandoned", "requeued", "transferred", "takenOver", "lost", "closed", "request",
                "declined", "missed", "withdrawn", "handedOff",
            ])
    }

    @Test("a stretch of an agent's time")
    func interval() throws {
        let interval = AgentInterval(
            agent: "anna", n: 12, from: Self.start, to: Self.end, wanted: .present, effective: .disconnected,
            capacity: 4, held: 2)
        try check(
            .agentInterval(interval), id: "anna.interval.12", key: "agent.anna.agent.interval",
            #"{"agent":"anna","at":"2026-11-22T18:00:20.000Z","capacity":4,"effective":"disconnected","#
                + #""from":"2026-11-22T18:00:00.000Z","held":2,"id":"anna.interval.12","n":12,"#
                + #""to":"2026-11-22T18:00:20.000Z","type":"agent.interval","wanted":"present"}"#, interval)
    }

    private func check<Body: Codable & Equatable>(
        _ event: StatisticEvent, id: String, key: String, _ json: String, _ body: Body
    ) throws {
        #expect(text(try event.json()) == json)
        #expect(event.id == id)
        #expect(event.routingKey == key)
        #expect(event.at == Self.end)
        try expectReads(body, from: withUnknownField(json))
        try PublishedForm.expectValid([PublishedForm.Line("statistic", event.type, json)])
    }
}
