import ChatContract
import Testing

@Suite("Events on the wire")
struct EventGoldenTests {
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
        #expect(GoldenEvent.all.map(\.data.type) == EventType.allCases)
        // What the visitor is shown of an event is no other event.
        for golden in GoldenEvent.all + GoldenEvent.variants {
            #expect(golden.data.visitorForm.type == golden.data.type)
            #expect(golden.data.visitorForm.visibility == golden.data.visibility)
        }
    }

    @Test("the agents' form is written as the golden text and read from it")
    func agentsForm() throws {
        for golden in GoldenEvent.all + GoldenEvent.variants {
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
        for golden in GoldenEvent.all + GoldenEvent.variants where golden.data.visibility == .visitor {
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
        for golden in GoldenEvent.all + GoldenEvent.variants {
            let differs = golden.data.visibility == .visitor && golden.visitor != nil
            #expect(event(golden.data, by: .visitor).hasVisitorForm == differs, "\(golden.data.type)")
        }
        #expect(!event(.listened(EventData.Listening(agent: "mia"))).hasVisitorForm)
    }

    @Test("who may see what is the contract's table (\"Who gets which event\")")
    func visibility() {
        let forAgents: Set<EventType> = [
            .routingExplained, .sessionOffered, .sessionOfferEnded, .notePosted, .sessionHandedOff, .sessionListened,
            .sessionUnlistened, .transferRequested, .transferRejected, .transferCancelled, .transferExpired,
            .contactLinked, .contactUnlinked, .sessionErased,
        ]
        for golden in GoldenEvent.all {
            let visibility: Visibility = forAgents.contains(golden.data.type) ? .agents : .visitor
            #expect(golden.data.visibility == visibility, "\(golden.data.type)")
        }
        // The visitor sees the idle warning alone, and of mails those that he asked for.
        for kind in EventData.Warning.Kind.allCases {
            let warning = EventData.Warning(
                kind: kind, level: .agent, since: GoldenEvent.expiry, recipients: [], expiresAt: GoldenEvent.expiry)
            #expect(EventData.warned(warning).visibility == (kind == .idle ? .visitor : .agents))
        }
        for by in ActorKind.allCases {
            let visibility: Visibility = by == .visitor ? .visitor : .agents
            let requested = EventData.TranscriptRequested(email: "ola@x.no", by: by, language: "no")
            #expect(EventData.transcriptRequested(requested).visibility == visibility)
            let sent = EventData.TranscriptSent(requested: 6, by: by)
            #expect(EventData.transcriptSent(sent).visibility == visibility)
            let failed = EventData.TranscriptFailed(requested: 6, by: by, reason: "550")
            #expect(EventData.transcriptFailed(failed).visibility == visibility)
        }
    }

    @Test("an event without a field that it needs, or of an unknown type, is not read")
    func incomplete() throws {
        let event = event(.read(EventData.Read(by: .agent, through: 12)))
        let json = text(try event.json())
        for (field, other) in [
            ("\"seq\":7,", ""), ("message.read", "message.sent"), ("\"through\":12", "\"through\":\"12\""),
            ("\"data\":", "\"facts\":"), ("userLast", "ongoing"), ("2026-11", "2026-13"),
            ("agent:anna", "agent:"), ("agent:anna", #"agent:a\"b"#), ("agent:anna", "nobody"),
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
            QueueChanged(waiting: 2, longestSince: GoldenEvent.expiry, available: 1, ongoing: 3),
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
            .typingChanged, at: GoldenEvent.expiry, channel: "support", session: session,
            routingKeys: ["agent.anna.typing.changed"], data: typing)
        #expect(
            text(event.json())
                == #"{"channel":"support","session":"01234567-89ab-8def-8123-456789abcdef","type":"typing.changed","#
                + #""at":"2026-11-22T18:05:00.000Z","data":{"by":"bot","typing":false}}"#)
        let presence = TransientEvent(
            .presenceChanged, at: GoldenEvent.expiry, agent: "anna", routingKeys: [], data: Answer.nothing)
        #expect(
            text(presence.json())
                == #"{"agent":"anna","type":"presence.changed","at":"2026-11-22T18:05:00.000Z","data":{}}"#)
    }
}
