import ChatContract
import Testing

@Suite("Shapes and answers on the wire")
struct ShapeGoldenTests {
    private static let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
    private static let visitor: VisitorID = "11111111-2222-8333-8444-555555555555"

    @Test("a summary, all fields and the least")
    func summary() throws {
        let full = Summary(
            session: Self.session, channel: "support", channelName: "Support", status: .userLast,
            visitor: Visitor(id: Self.visitor, name: "Ola"), agent: "anna", role: .owner, rank: 2, unread: 3,
            lastMessage: Summary.LastMessage(text: "hei", from: .agent, at: "2026-11-22T18:04:00.000Z"),
            requestedAt: "2026-11-22T18:00:00.000Z", queuedAt: "2026-11-22T18:00:01.000Z",
            startedAt: "2026-11-22T18:01:00.000Z", endedAt: "2026-11-22T18:05:00.000Z",
            idleSince: "2026-11-22T18:04:00.000Z", position: 1, queueLength: 4, transferTo: "ben", transferFrom: "anna",
            connected: true, request: "21111111-2222-8333-8444-555555555555", seq: 17)
        try expectGolden(
            full,
            #"{"agent":"anna","botActive":false,"channel":"support","channelName":"Support","connected":true,"#
                + #""endedAt":"2026-11-22T18:05:00.000Z","filesAllowed":false,"#
                + #""idleSince":"2026-11-22T18:04:00.000Z","#
                + #""lastMessage":{"at":"2026-11-22T18:04:00.000Z","from":"agent","text":"hei"},"position":1,"#
                + #""queueLength":4,"queuedAt":"2026-11-22T18:00:01.000Z","rank":2,"#
                + #""request":"21111111-2222-8333-8444-555555555555","requestedAt":"2026-11-22T18:00:00.000Z","#
                + #""role":"owner","seq":17,"session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""startedAt":"2026-11-22T18:01:00.000Z","status":"userLast","statusCode":6,"#
                + #""transferFrom":"anna","transferTo":"ben","unread":3,"#
                + #""visitor":{"id":"11111111-2222-8333-8444-555555555555","name":"Ola","verified":false},"#
                + #""warned":0}"#)
        let least = Summary(
            session: Self.session, channel: "support", channelName: "S", status: .inQueue,
            visitor: Visitor(id: Self.visitor), agent: nil, role: .none, rank: nil, unread: 0, lastMessage: nil,
            requestedAt: "2026-11-22T18:00:00.000Z", queuedAt: nil, startedAt: nil, endedAt: nil,
            idleSince: "2026-11-22T18:00:00.000Z", position: nil, queueLength: 0, transferTo: nil, transferFrom: nil,
            connected: false, request: nil, seq: 1)
        try expectGolden(
            least,
            #"{"botActive":false,"channel":"support","channelName":"S","connected":false,"filesAllowed":false,"#
                + #""idleSince":"2026-11-22T18:00:00.000Z","queueLength":0,"#
                + #""requestedAt":"2026-11-22T18:00:00.000Z","role":"none","seq":1,"#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","status":"inQueue","statusCode":4,"unread":0,"#
                + #""visitor":{"id":"11111111-2222-8333-8444-555555555555","verified":false},"warned":0}"#)
    }

    @Test("a visitor's snapshot")
    func visitorSnapshot() throws {
        try expectGolden(
            VisitorSnapshot(
                session: Self.session, channel: "support", status: .customerLast, shownAs: ShownAs(name: "Anna"),
                position: 2, averageWait: "00:04", mayRequest: true, unread: 1, seq: 9, settingsVersion: 3),
            #"{"averageWait":"00:04","channel":"support","filesAllowed":false,"mayRequest":true,"position":2,"#
                + #""seq":9,"session":"01234567-89ab-8def-8123-456789abcdef","settingsVersion":3,"#
                + #""shownAs":{"name":"Anna"},"status":"customerLast","statusCode":5,"unread":1}"#)
    }

    @Test("a channel, all fields")
    func channel() throws {
        let channel = Channel(
            channel: "support", version: 7, name: "Support", description: "First line", language: "no",
            badgeHeader: "Chat with us", welcomeMessage: "Hei!", widget: Channel.Widget(useFirstName: true),
            offlineForm: Channel.OfflineForm(
                header: "Stengt", message: "Skriv", requests: false, required: [.email, .country], consent: true),
            idle: Channel.Idle(
                disconnectedSeconds: 10, goneSeconds: 20, agentLostSeconds: 30, agentReturnSeconds: 40))
        try expectGolden(
            channel,
            #"{"badgeHeader":"Chat with us","channel":"support","description":"First line","#
                + #""idle":{"agentLostSeconds":30,"agentReturnSeconds":40,"disconnectedSeconds":10,"goneSeconds":20},"#
                + #""language":"no","name":"Support","offlineForm":{"consent":true,"header":"Stengt","#
                + #""message":"Skriv","requests":false,"required":["email","country"]},"version":7,"#
                + #""welcomeMessage":"Hei!","widget":{"useFirstName":true}}"#)
    }

    @Test("a channel's defaults are those of the decisions page")
    func defaults() throws {
        let channel = try WireJSON.decode(Channel.self, from: #"{"channel":"support","name":"Support"}"#.utf8)
        #expect(channel == Channel(channel: "support", name: "Support"))
        #expect(channel.version == nil && channel.language == "en" && channel.badgeHeader == "Support")
        #expect(!channel.widget.useFirstName && channel.welcomeMessage == nil)
        #expect(channel.offlineForm.requests && channel.offlineForm.required == [.name, .email])
        #expect(!channel.offlineForm.consent)
        let idle = channel.idle
        #expect((idle.disconnectedSeconds, idle.goneSeconds) == (30, 300))
        #expect((idle.agentLostSeconds, idle.agentReturnSeconds) == (60, 120))
        let partly = #"{"channel":"a","name":"A","idle":{"goneSeconds":60},"offlineForm":{"requests":false}}"#
        let other = try WireJSON.decode(Channel.self, from: partly.utf8)
        #expect(other.idle == Channel.Idle(goneSeconds: 60))
        #expect(other.offlineForm == Channel.OfflineForm(requests: false))
    }

    @Test("an agent and a member")
    func agent() throws {
        let member = Member(channel: "support", agent: "anna")
        let memberJSON =
            #"{"agent":"anna","channel":"support","listen":false,"manage":false,"notify":true,"respond":true}"#
        try expectGolden(member, memberJSON)
        try expectReads(member, from: #"{"agent":"anna","channel":"support"}"#)
        try expectGolden(
            Agent(
                agent: "anna", nickname: "Anna", firstName: "Anna", lastName: "Berg", email: "anna@x.no",
                photo: "https://x.no/a.png", language: "no", timeZone: "Europe/Oslo", wanted: .present,
                effective: .away, ongoing: 2, capacity: 4, administrator: true, enabled: true, channels: [member]),
            #"{"administrator":true,"agent":"anna","capacity":4,"channels":["# + memberJSON
                + #"],"effective":"away","email":"anna@x.no","enabled":true,"firstName":"Anna","language":"no","#
                + #""lastName":"Berg","nickname":"Anna","ongoing":2,"photo":"https://x.no/a.png","#
                + #""timeZone":"Europe/Oslo","wanted":"present"}"#)
        #expect(!Member(channel: "a", agent: "b", respond: false, notify: false).hasAny)
        #expect(Member(channel: "a", agent: "b", respond: false, notify: false, listen: true).hasAny)
    }

    @Test("a message with the least fields")
    func message() throws {
        try expectGolden(
            Message(text: "/hei", from: .visitor), #"{"format":"text","from":"visitor","kind":"plain","text":"/hei"}"#)
    }

    @Test("an answer that says done")
    func done() throws {
        let answer = Answer.done(status: .inQueue, result: Array(#"{"seq":4}"#.utf8))
        let json = #"{"ok":true,"status":"inQueue","result":{"seq":4}}"#
        #expect(text(try answer.json()) == json)
        struct Posted: Codable { var seq: Int64 }
        let read = try WireJSON.decode(AnswerBody<Posted>.self, from: withUnknownField(json).utf8)
        #expect(read.ok && read.status == .inQueue && read.result?.seq == 4 && read.error == nil)
        #expect(text(try Answer.done(status: nil, result: Answer.nothing).json()) == #"{"ok":true,"result":{}}"#)
    }

    @Test("an answer that refuses")
    func refused() throws {
        let refusal = Refusal(
            .notInQueue, "anna \"has\" it", field: "session", owner: Refusal.Owner(agent: "anna", nickname: "Anna"),
            channel: "sales")
        let json =
            #"{"ok":false,"status":"userLast","error":{"channel":"sales","code":"notInQueue","#
            + #""detail":"anna \"has\" it","field":"session","owner":{"agent":"anna","nickname":"Anna"},"#
            + #""title":"The session is not in the queue"}}"#
        #expect(text(try Answer.refused(status: .userLast, refusal).json()) == json)
        let read = try WireJSON.decode(AnswerBody<[String: Int]>.self, from: withUnknownField(json).utf8)
        #expect(!read.ok && read.result == nil && read.error == refusal)
        #expect(
            text(try Answer.refused(status: nil, Refusal(.internal, "x")).json())
                == #"{"ok":false,"error":{"code":"internal","detail":"x","title":"The system failed"}}"#)
    }

    @Test("the codes are the contract's, each with a title of its own")
    func codes() {
        let contract = """
            malformed unknownType unknownChannel unknownSession unknownAgent notFound unauthenticated forbidden \
            invalidField tooLarge conflict notInQueue notAssigned notPresent noTransferPending invalidState \
            sessionClosed moved blocked filesNotAllowed illegalFileType rateLimited internal unavailable
            """
        #expect(ErrorCode.allCases.map(\.rawValue) == contract.split(separator: " ").map(String.init))
        #expect(Set(ErrorCode.allCases.map(\.title)).count == ErrorCode.allCases.count)
        #expect(ErrorCode.allCases.filter(\.isKept) == [.malformed, .unknownType, .unknownChannel, .tooLarge])
    }
}
