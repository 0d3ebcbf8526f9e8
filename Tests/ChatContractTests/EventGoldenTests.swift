import ChatContract
import Testing

@Suite("Events on the wire")
struct EventGoldenTests {
    /// An event of each type, and the golden texts of its data in the agents' and in the visitor's form.
    private struct Golden {
        var data: EventData
        var agents: String
        /// `nil` where it is the same.
        var visitor: String?

        init(_ data: EventData, _ agents: String, visitor: String? = nil) {
            self.data = data
            self.agents = agents
            self.visitor = visitor
        }
    }

    private static let expiry: Timestamp = "2026-11-22T18:05:00.000Z"
    private static let transferring = EventData.Transferring(from: "anna", to: "ben")

    private static let table: [Golden] = [
        Golden(
            .opened(EventData.Opened(visitor: visitor, page: "https://x.no/a", host: "x.no", timeZone: "Europe/Oslo")),
            #"{"host":"x.no","page":"https://x.no/a","timeZone":"Europe/Oslo","visitor":{"company":"Nordlys","#
                + #""consented":true,"country":"NO","email":"ola@x.no","id":"11111111-2222-8333-8444-555555555555","#
                + #""language":"no","name":"Ola","phone":"1","verified":false}}"#),
        Golden(
            .queued(EventData.Queued(position: 2, length: 5, reason: .agentLost)),
            #"{"length":5,"position":2,"reason":"agentLost"}"#),
        Golden(.statusChanged(EventData.StatusChanged(from: .offlineForm)), #"{"from":"offlineForm"}"#),
        Golden(
            .disconnected(EventData.Disconnected(endsAt: expiry)), #"{"endsAt":"2026-11-22T18:05:00.000Z"}"#),
        Golden(.reconnected, "{}"),
        Golden(.agentLost(EventData.AgentLost(returnsAt: expiry)), #"{"returnsAt":"2026-11-22T18:05:00.000Z"}"#),
        Golden(
            .assigned(
                EventData.Assigned(
                    agent: "anna", shownAs: ShownAs(name: "Anna", photo: "https://x.no/a.png"), how: .pickUp, rank: 3,
                    outOfOrder: true)),
            #"{"agent":"anna","how":"pickUp","outOfOrder":true,"rank":3,"#
                + #""shownAs":{"name":"Anna","photo":"https://x.no/a.png"}}"#,
            visitor: #"{"how":"pickUp","outOfOrder":true,"shownAs":{"name":"Anna","photo":"https://x.no/a.png"}}"#),
        Golden(.finished(EventData.Finished(by: .gone)), #"{"by":"gone"}"#),
        Golden(.closed(EventData.Closed(outcome: .completed)), #"{"outcome":"completed"}"#),
        Golden(.listened(EventData.Listening(agent: "mia")), #"{"agent":"mia"}"#),
        Golden(.unlistened(EventData.Listening(agent: "mia")), #"{"agent":"mia"}"#),
        Golden(
            .posted(
                Message(
                    text: "<b>Hei</b> \"æ\" 👋", format: .html, kind: .welcome, from: .agent,
                    shownAs: ShownAs(name: "Anna"), source: MessageSource(kind: "faq", id: "1"))),
            #"{"format":"html","from":"agent","kind":"welcome","shownAs":{"name":"Anna"},"#
                + #""source":{"id":"1","kind":"faq"},"text":"<b>Hei</b> \"æ\" 👋"}"#),
        Golden(.read(EventData.Read(by: .agent, through: 12)), #"{"by":"agent","through":12}"#),
        Golden(
            .requestCreated(
                EventData.RequestCreated(
                    request: "21111111-2222-8333-8444-555555555555", by: .visitor, title: "Ring meg")),
            #"{"by":"visitor","request":"21111111-2222-8333-8444-555555555555","title":"Ring meg"}"#),
        Golden(
            .transferRequested(EventData.TransferRequested(from: "anna", to: "ben", by: "mia", expiresAt: expiry)),
            #"{"by":"mia","expiresAt":"2026-11-22T18:05:00.000Z","from":"anna","to":"ben"}"#),
        Golden(.transferAccepted(transferring), #"{"from":"anna","to":"ben"}"#, visitor: "{}"),
        Golden(.transferRejected(transferring), #"{"from":"anna","to":"ben"}"#),
        Golden(.transferCancelled(transferring), #"{"from":"anna","to":"ben"}"#),
        Golden(.transferExpired(transferring), #"{"from":"anna","to":"ben"}"#),
    ]

    private static let visitor: Visitor = {
        var visitor = Visitor(id: "11111111-2222-8333-8444-555555555555", name: "Ola", email: "ola@x.no")
        visitor.company = "Nordlys"
        visitor.phone = "1"
        visitor.country = "NO"
        visitor.language = "no"
        visitor.consented = true
        return visitor
    }()

    private func event(_ data: EventData, by actor: Actor = .agent("anna")) -> Event {
        Event(
            channel: "support", session: "01234567-89ab-8def-8123-456789abcdef", seq: 7,
            previous: data.visibility == .visitor ? 5 : nil, at: "2026-11-22T18:04:05.123Z", actor: actor,
            status: .userLast, data: data)
    }

    /// What stands before the data, in the contract's order.
    private func frame(_ event: Event, actor: String, _ data: String) -> String {
        #"{"channel":"support","session":"01234567-89ab-8def-8123-456789abcdef","seq":7,"#
            + (event.previous == nil ? "" : #""previous":5,"#)
            + "\"visibility\":\"\(event.visibility.rawValue)\",\"type\":\"\(event.type.rawValue)\","
            + "\"at\":\"2026-11-22T18:04:05.123Z\",\"actor\":\"\(actor)\",\"status\":\"userLast\",\"data\":\(data)}"
    }

    @Test("every type has a golden text")
    func completeness() {
        #expect(Self.table.map(\.data.type) == EventType.allCases)
    }

    @Test("the agents' form is written as the golden text and read from it")
    func agentsForm() throws {
        for golden in Self.table {
            let event = event(golden.data)
            let json = frame(event, actor: "agent:anna", golden.agents)
            #expect(text(try event.json()) == json)
            try expectReads(event, from: json)
            try expectReads(event, from: withUnknownField(json))
            let withUnknownData = frame(event, actor: "agent:anna", withUnknownField(golden.agents))
            try expectReads(event, from: withUnknownData)
            #expect(event.messageID == "01234567-89ab-8def-8123-456789abcdef.7")
        }
    }

    @Test("the visitor's form names no agent, and is read as what the visitor may see")
    func visitorsForm() throws {
        for golden in Self.table where golden.data.visibility == .visitor {
            let event = event(golden.data)
            let json = frame(event, actor: "agent", golden.visitor ?? golden.agents)
            #expect(text(try event.visitorJSON()) == json)
            #expect(event.hasVisitorForm)
            for name in ["anna", "\"ben\"", "rank"] { #expect(!json.contains(name)) }
            let read = try WireJSON.decode(Event.self, from: withUnknownField(json).utf8)
            #expect(read.data == golden.data.visitorForm)
            #expect((read.seq, read.previous, read.at, read.status) == (7, 5, event.at, .userLast))
            #expect(read.data.visitorForm == read.data)
        }
    }

    @Test("towards visitors actors are kinds")
    func actors() throws {
        for (actor, kind) in [
            (Actor.visitor, "visitor"), (.agent("anna"), "agent"), (.bot("b"), "bot"), (.system("worker"), "system"),
        ] {
            let event = event(.reconnected, by: actor)
            #expect(text(try event.json()) == frame(event, actor: actor.description, "{}"))
            #expect(text(try event.visitorJSON()) == frame(event, actor: kind, "{}"))
            #expect(event.hasVisitorForm == (actor != .visitor))
        }
        #expect(event(Self.table[6].data, by: .visitor).hasVisitorForm)
        #expect(!event(.listened(EventData.Listening(agent: "mia"))).hasVisitorForm)
    }

    @Test("who may see what is the contract's table")
    func visibility() {
        let forAgents: Set<EventType> = [
            .sessionListened, .sessionUnlistened, .transferRequested, .transferRejected, .transferCancelled,
            .transferExpired,
        ]
        for golden in Self.table {
            #expect(golden.data.visibility == (forAgents.contains(golden.data.type) ? .agents : .visitor))
        }
    }

    @Test("an event without a field that it needs, or of an unknown type, is not read")
    func incomplete() throws {
        let event = event(.read(EventData.Read(by: .agent, through: 12)))
        let json = text(try event.json())
        for (field, other) in [
            ("\"seq\":7,", ""), ("message.read", "message.sent"), ("\"through\":12", "\"through\":\"12\""),
            ("\"data\":", "\"facts\":"), ("userLast", "ongoing"), ("2026-11", "2026-13"),
        ] {
            #expect(json.contains(field))
            let body = json.replacing(field, with: other)
            #expect(throws: DecodingError.self) { try WireJSON.decode(Event.self, from: body.utf8) }
        }
    }

    @Test("transient events")
    func transients() throws {
        let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
        try expectGolden(TypingChanged(by: .visitor, typing: true), #"{"by":"visitor","typing":true}"#)
        try expectGolden(
            QueueChanged(waiting: 2, longestSince: Self.expiry, available: 1, ongoing: 3),
            #"{"available":1,"longestSince":"2026-11-22T18:05:00.000Z","ongoing":3,"waiting":2}"#)
        try expectGolden(
            QueueChanged(waiting: 0, longestSince: nil, available: 0, ongoing: 0),
            #"{"available":0,"ongoing":0,"waiting":0}"#)
        try expectGolden(
            PresenceChanged(agent: "anna", nickname: "Anna", wanted: .present, effective: .disconnected, ongoing: 1),
            #"{"agent":"anna","effective":"disconnected","nickname":"Anna","ongoing":1,"wanted":"present"}"#)
        try expectGolden(
            ChannelSaved(channel: "support", version: 4, name: "Support"),
            #"{"channel":"support","name":"Support","version":4}"#)
        try expectGolden(
            MembershipChanged(agent: "anna", member: Member(channel: "support", agent: "anna")),
            #"{"agent":"anna","member":{"agent":"anna","channel":"support","listen":false,"manage":false,"#
                + #""notify":true,"respond":true}}"#)
        try expectGolden(MembershipChanged(agent: "anna", member: nil), #"{"agent":"anna"}"#)
        let positions = QueuePositions(
            averageWait: "00:03",
            positions: [QueuePositions.Place(session: session, position: 1, mayRequest: false)])
        #expect(
            text(try WireJSON.encode(positions))
                == #"{"averageWait":"00:03","positions":[["01234567-89ab-8def-8123-456789abcdef",1,false]]}"#)
        let typing = try WireJSON.encode(TypingChanged(by: .bot, typing: false))
        let event = TransientEvent(
            .typingChanged, at: Self.expiry, channel: "support", session: session,
            routingKeys: ["agent.anna.typing.changed"], data: typing)
        #expect(
            text(event.json())
                == #"{"channel":"support","session":"01234567-89ab-8def-8123-456789abcdef","type":"typing.changed","#
                + #""at":"2026-11-22T18:05:00.000Z","data":{"by":"bot","typing":false}}"#)
        let presence = TransientEvent(
            .presenceChanged, at: Self.expiry, agent: "anna", routingKeys: [], data: Answer.nothing)
        #expect(
            text(presence.json())
                == #"{"agent":"anna","type":"presence.changed","at":"2026-11-22T18:05:00.000Z","data":{}}"#)
    }
}

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
        try check(
            .legEnded(leg), id: "01234567-89ab-8def-8123-456789abcdef.leg.1", key: "channel.support.leg.ended",
            #"{"at":"2026-11-22T18:00:20.000Z","channel":"support","from":"2026-11-22T18:00:00.000Z","#
                + #""id":"01234567-89ab-8def-8123-456789abcdef.leg.1","kind":"queue","leg":1,"reason":"accepted","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","to":"2026-11-22T18:00:20.000Z","#
                + #""type":"leg.ended","waitMilliseconds":20000}"#, leg)
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
    }
}
