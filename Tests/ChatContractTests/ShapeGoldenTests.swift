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
            connected: true, botActive: true, warned: 2, rating: 4, request: "21111111-2222-8333-8444-555555555555",
            offeredUntil: "2026-11-22T18:04:30.000Z", seq: 17)
        try expectGolden(
            full,
            #"{"agent":"anna","botActive":true,"channel":"support","channelName":"Support","connected":true,"#
                + #""endedAt":"2026-11-22T18:05:00.000Z","filesAllowed":false,"#
                + #""idleSince":"2026-11-22T18:04:00.000Z","#
                + #""lastMessage":{"at":"2026-11-22T18:04:00.000Z","from":"agent","text":"hei"},"#
                + #""offeredUntil":"2026-11-22T18:04:30.000Z","position":1,"#
                + #""queueLength":4,"queuedAt":"2026-11-22T18:00:01.000Z","rank":2,"rating":4,"#
                + #""request":"21111111-2222-8333-8444-555555555555","requestedAt":"2026-11-22T18:00:00.000Z","#
                + #""role":"owner","seq":17,"session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""startedAt":"2026-11-22T18:01:00.000Z","status":"userLast","statusCode":6,"#
                + #""transferFrom":"anna","transferTo":"ben","unread":3,"#
                + #""visitor":{"id":"11111111-2222-8333-8444-555555555555","name":"Ola","verified":false},"#
                + #""warned":2}"#)
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

    @Test("a bot, an entry of the FAQ and its folder, a request with its category and priority")
    func texts() throws {
        try expectGolden(Bot(bot: "helper", name: "Helper"), #"{"bot":"helper","name":"Helper"}"#)
        let entry = FAQEntry(entry: GoldenCommands.entry, title: "Sporing", text: "Se her")
        try expectGolden(
            entry,
            #"{"entry":"41111111-2222-8333-8444-555555555555","public":true,"published":true,"text":"Se her","#
                + #""title":"Sporing"}"#)
        try expectReads(
            entry, from: #"{"entry":"41111111-2222-8333-8444-555555555555","title":"Sporing","text":"Se her"}"#)
        try expectGolden(
            FAQSuggestion(id: GoldenCommands.entry, title: "Sporing"),
            #"{"id":"41111111-2222-8333-8444-555555555555","title":"Sporing"}"#)
        try expectGolden(
            Folder(folder: GoldenCommands.folder, kind: .faq, name: "A"),
            #"{"folder":"31111111-2222-8333-8444-555555555555","kind":"faq","name":"A"}"#)
        try expectGolden(
            RequestPriority(priority: GoldenCommands.priority, name: "Haster"),
            #"{"name":"Haster","priority":"61111111-2222-8333-8444-555555555555","rank":0}"#)
        try expectGolden(
            Request(
                request: GoldenCommands.request, session: Self.session, channel: "support",
                at: "2026-11-22T18:00:00.000Z", by: .agent, visitor: Visitor(id: Self.visitor, name: "Ola"),
                title: "Lader", text: "Ring meg",
                category: GoldenCommands.category, priority: GoldenCommands.priority),
            #"{"at":"2026-11-22T18:00:00.000Z","by":"agent","category":"51111111-2222-8333-8444-555555555555","#
                + #""channel":"support","priority":"61111111-2222-8333-8444-555555555555","#
                + #""request":"21111111-2222-8333-8444-555555555555","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","text":"Ring meg","title":"Lader","#
                + #""visitor":{"id":"11111111-2222-8333-8444-555555555555","name":"Ola","verified":false}}"#)
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
