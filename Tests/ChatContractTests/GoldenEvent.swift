import ChatContract

/// The data of an event, and its golden texts in the agents' and in the visitor's form.
struct GoldenEvent {
    var data: EventData
    var agents: String
    /// `nil` where it is the same.
    var visitor: String?

    init(_ data: EventData, _ agents: String, visitor: String? = nil) {
        self.data = data
        self.agents = agents
        self.visitor = visitor
    }

    static let expiry: Timestamp = "2026-11-22T18:05:00.000Z"
    private static let request: RequestID = "21111111-2222-8333-8444-555555555555"
    private static let transferring = EventData.Transferring(from: "anna", to: "ben")

    private static let visitor: Visitor = {
        var visitor = Visitor(id: "11111111-2222-8333-8444-555555555555", name: "Ola", email: "ola@x.no")
        visitor.company = "Nordlys"
        visitor.phone = "1"
        visitor.country = "NO"
        visitor.language = "no"
        visitor.consented = true
        return visitor
    }()
    private static let visitorJSON =
        #"{"company":"Nordlys","consented":true,"country":"NO","email":"ola@x.no","#
        + #""id":"11111111-2222-8333-8444-555555555555","language":"no","name":"Ola","phone":"1","verified":false}"#

    /// One of each type, in the order of ``EventType``.
    static let all = ofSessions + ofMessages + ofTransfers

    /// Others of types whose visibility or form depends on their data.
    static let variants: [GoldenEvent] = [
        GoldenEvent(
            .warned(
                EventData.Warning(
                    kind: .newMessage, level: .manager, since: "2026-11-22T18:00:00.000Z", recipients: ["mia", "ben"],
                    expiresAt: expiry)),
            #"{"expiresAt":"2026-11-22T18:05:00.000Z","kind":"newMessage","level":"manager","#
                + #""recipients":["mia","ben"],"since":"2026-11-22T18:00:00.000Z"}"#),
        GoldenEvent(
            .transcriptRequested(EventData.TranscriptRequested(email: "anna@x.no", by: .agent, language: "en")),
            #"{"by":"agent","email":"anna@x.no","language":"en"}"#),
        GoldenEvent(
            .transcriptSent(EventData.TranscriptSent(requested: 6, by: .agent)), #"{"by":"agent","requested":6}"#),
        GoldenEvent(
            .transcriptFailed(EventData.TranscriptFailed(requested: 6, by: .agent, reason: "550")),
            #"{"by":"agent","reason":"550","requested":6}"#),
        GoldenEvent(
            .assigned(
                EventData.Assigned(
                    agent: "anna", shownAs: ShownAs(name: "Anna"), how: .reopened, rank: 1, outOfOrder: false)),
            #"{"agent":"anna","how":"reopened","outOfOrder":false,"rank":1,"shownAs":{"name":"Anna"}}"#,
            visitor: #"{"how":"reopened","outOfOrder":false,"shownAs":{"name":"Anna"}}"#),
        GoldenEvent(.rated(EventData.Rated(rating: 1)), #"{"rating":1}"#),
        GoldenEvent(
            .posted(Message(text: "Which?", kind: .options, from: .bot, options: ["Yes", "\"No\""])),
            #"{"format":"text","from":"bot","kind":"options","options":["Yes","\"No\""],"text":"Which?"}"#),
        GoldenEvent(
            .posted(
                Message(
                    text: "Yes", kind: .optionChosen, from: .visitor, option: ChosenOption(seq: 4, label: "Yes"))),
            #"{"format":"text","from":"visitor","kind":"optionChosen","option":{"label":"Yes","seq":4},"text":"Yes"}"#),
    ]

    private static let ofSessions: [GoldenEvent] = [
        GoldenEvent(
            .opened(EventData.Opened(visitor: visitor, page: "https://x.no/a", host: "x.no", timeZone: "Europe/Oslo")),
            #"{"host":"x.no","page":"https://x.no/a","timeZone":"Europe/Oslo","visitor":"# + visitorJSON + "}"),
        GoldenEvent(.identified(EventData.Identified(visitor: visitor)), #"{"visitor":"# + visitorJSON + "}"),
        GoldenEvent(
            .queued(EventData.Queued(position: 2, length: 5, reason: .agentLost)),
            #"{"length":5,"position":2,"reason":"agentLost"}"#),
        GoldenEvent(.statusChanged(EventData.StatusChanged(from: .offlineForm)), #"{"from":"offlineForm"}"#),
        GoldenEvent(
            .disconnected(EventData.Disconnected(endsAt: expiry)), #"{"endsAt":"2026-11-22T18:05:00.000Z"}"#),
        GoldenEvent(.reconnected, "{}"),
        GoldenEvent(.agentLost(EventData.AgentLost(returnsAt: expiry)), #"{"returnsAt":"2026-11-22T18:05:00.000Z"}"#),
        GoldenEvent(
            .assigned(
                EventData.Assigned(
                    agent: "anna", shownAs: ShownAs(name: "Anna", photo: "https://x.no/a.png"), how: .pickUp, rank: 3,
                    outOfOrder: true)),
            #"{"agent":"anna","how":"pickUp","outOfOrder":true,"rank":3,"#
                + #""shownAs":{"name":"Anna","photo":"https://x.no/a.png"}}"#,
            visitor: #"{"how":"pickUp","outOfOrder":true,"shownAs":{"name":"Anna","photo":"https://x.no/a.png"}}"#),
        GoldenEvent(.finished(EventData.Finished(by: .gone)), #"{"by":"gone"}"#),
        GoldenEvent(.reopened, "{}"),
        GoldenEvent(.closed(EventData.Closed(outcome: .completed)), #"{"outcome":"completed"}"#),
        GoldenEvent(.moved(EventData.Moved(from: "support", to: "sales")), #"{"from":"support","to":"sales"}"#),
        GoldenEvent(
            .rated(EventData.Rated(rating: 5, comment: "Takk \"Anna\"!")), #"{"comment":"Takk \"Anna\"!","rating":5}"#),
        GoldenEvent(.deleted, "{}"),
        GoldenEvent(.erased, "{}"),
        GoldenEvent(
            .offered(EventData.Offered(agent: "anna", expiresAt: expiry)),
            #"{"agent":"anna","expiresAt":"2026-11-22T18:05:00.000Z"}"#),
        GoldenEvent(
            .offerEnded(EventData.OfferEnded(agent: "anna", reason: .missed)), #"{"agent":"anna","reason":"missed"}"#),
        GoldenEvent(.handedOff, "{}"),
        GoldenEvent(
            .explained(
                EventData.RoutingExplained(
                    candidates: [
                        EventData.RoutingExplained.Candidate(agent: "anna", rank: [2, 17]),
                        EventData.RoutingExplained.Candidate(agent: "ben", excluded: .full),
                    ],
                    policy: .leastBusy, version: 12, preferred: true)),
            #"{"candidates":[{"agent":"anna","rank":[2,17]},{"agent":"ben","excluded":"full"}],"#
                + #""policy":"leastBusy","preferred":true,"version":12}"#),
        GoldenEvent(
            .warned(
                EventData.Warning(
                    kind: .idle, level: .visitor, since: "2026-11-22T17:40:00.000Z", recipients: ["anna"],
                    expiresAt: expiry)),
            #"{"expiresAt":"2026-11-22T18:05:00.000Z","kind":"idle","level":"visitor","recipients":["anna"],"#
                + #""since":"2026-11-22T17:40:00.000Z"}"#,
            visitor: #"{"expiresAt":"2026-11-22T18:05:00.000Z","kind":"idle","level":"visitor","recipients":[],"#
                + #""since":"2026-11-22T17:40:00.000Z"}"#),
        GoldenEvent(.listened(EventData.Listening(agent: "mia")), #"{"agent":"mia"}"#),
        GoldenEvent(.unlistened(EventData.Listening(agent: "mia")), #"{"agent":"mia"}"#),
    ]

    private static let ofMessages: [GoldenEvent] = [
        GoldenEvent(
            .posted(
                Message(
                    text: "<b>Hei</b> \"æ\" 👋", format: .html, kind: .welcome, from: .agent,
                    shownAs: ShownAs(name: "Anna"), source: MessageSource(kind: "faq", id: "1"))),
            #"{"format":"html","from":"agent","kind":"welcome","shownAs":{"name":"Anna"},"#
                + #""source":{"id":"1","kind":"faq"},"text":"<b>Hei</b> \"æ\" 👋"}"#),
        GoldenEvent(.read(EventData.Read(by: .agent, through: 12)), #"{"by":"agent","through":12}"#),
        GoldenEvent(.notePosted(EventData.NotePosted(text: "Ring \"Ola\"")), #"{"text":"Ring \"Ola\""}"#),
        GoldenEvent(.fileShared(GoldenCommands.fullFile), GoldenCommands.fileJSON),
        GoldenEvent(
            .fileRefused(EventData.FileRefused(name: "setup.exe", reason: .type)),
            #"{"name":"setup.exe","reason":"type"}"#),
        GoldenEvent(.filesAllowed(EventData.FilesAllowed(allowed: true)), #"{"allowed":true}"#),
        GoldenEvent(
            .contactLinked(
                EventData.ContactLinked(
                    person: GoldenCommands.person, company: GoldenCommands.company, sale: "S9", project: "P7",
                    request: request)),
            #"{"company":"75555555-2222-8333-8444-555555555555","person":"74444444-2222-8333-8444-555555555555","#
                + #""project":"P7","request":"21111111-2222-8333-8444-555555555555","sale":"S9"}"#),
        GoldenEvent(.contactUnlinked, "{}"),
        GoldenEvent(
            .faqSuggested(
                EventData.FAQSuggested(entries: [
                    FAQSuggestion(
                        id: "41111111-2222-8333-8444-555555555555", title: "Sporing", url: "https://x.no/sporing"),
                    FAQSuggestion(id: "42222222-2222-8333-8444-555555555555", title: "Retur"),
                ])),
            #"{"entries":[{"id":"41111111-2222-8333-8444-555555555555","title":"Sporing","#
                + #""url":"https://x.no/sporing"},"#
                + #"{"id":"42222222-2222-8333-8444-555555555555","title":"Retur"}]}"#),
        GoldenEvent(
            .requestCreated(EventData.RequestCreated(request: request, by: .visitor, title: "Ring meg")),
            #"{"by":"visitor","request":"21111111-2222-8333-8444-555555555555","title":"Ring meg"}"#),
        GoldenEvent(
            .transcriptRequested(
                EventData.TranscriptRequested(
                    email: "ola@x.no", by: .visitor, language: "no", timeZone: "Europe/Oslo")),
            #"{"by":"visitor","email":"ola@x.no","language":"no","timeZone":"Europe/Oslo"}"#),
        GoldenEvent(
            .transcriptSent(EventData.TranscriptSent(requested: 6, by: .visitor)),
            #"{"by":"visitor","requested":6}"#),
        GoldenEvent(
            .transcriptFailed(EventData.TranscriptFailed(requested: 6, by: .visitor, reason: "anna's server: 550")),
            #"{"by":"visitor","reason":"anna's server: 550","requested":6}"#,
            visitor: #"{"by":"visitor","requested":6}"#
        ),
    ]

    private static let ofTransfers: [GoldenEvent] = [
        GoldenEvent(
            .transferRequested(EventData.TransferRequested(from: "anna", to: "ben", by: "mia", expiresAt: expiry)),
            #"{"by":"mia","expiresAt":"2026-11-22T18:05:00.000Z","from":"anna","to":"ben"}"#),
        GoldenEvent(.transferAccepted(transferring), #"{"from":"anna","to":"ben"}"#, visitor: "{}"),
        GoldenEvent(.transferRejected(transferring), #"{"from":"anna","to":"ben"}"#),
        GoldenEvent(.transferCancelled(transferring), #"{"from":"anna","to":"ben"}"#),
        GoldenEvent(.transferExpired(transferring), #"{"from":"anna","to":"ben"}"#),
    ]
}
