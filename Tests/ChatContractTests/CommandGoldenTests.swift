import ChatContract
import Testing

@Suite("Commands on the wire")
struct CommandGoldenTests {
    private static let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
    private static let reference = #"{"session":"01234567-89ab-8def-8123-456789abcdef"}"#

    /// A command of each type with all its fields, and the golden text of its body.
    private static let table: [(type: CommandType, command: Command, json: String)] = [
        (.sessionOpen, .channel(.open(fullOpen)), openJSON),
        (
            .sessionAttach,
            .channel(.attach(SessionAttach(session: session, gateway: "edge-1", connection: "c 1", after: 7))),
            #"{"after":7,"connection":"c 1","gateway":"edge-1","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .sessionDetach,
            .channel(.detach(SessionDetach(session: session, gateway: "edge-1", connection: "c/1"))),
            #"{"connection":"c/1","gateway":"edge-1","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .messagePost,
            .channel(
                .post(
                    MessagePost(
                        session: session, text: "<b>Hei</b> \"æøå\" 👋\n\\", format: .html,
                        source: MessageSource(kind: "faq", id: "12")))),
            #"{"format":"html","session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""source":{"id":"12","kind":"faq"},"text":"<b>Hei</b> \"æøå\" 👋\n\\"}"#
        ),
        (
            .messageRead, .channel(.read(MessageRead(session: session, through: 9_007_199_254_740_993))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","through":9007199254740993}"#
        ),
        (
            .typingSet, .channel(.typing(TypingSet(session: session, typing: true))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","typing":true}"#
        ),
        (.requestSubmit, .channel(.submitRequest(fullSubmission)), submissionJSON),
        (.sessionClose, .channel(.close(SessionReference(session: session))), reference),
        (.sessionPickUp, .channel(.pickUp(SessionReference(session: session))), reference),
        (
            .transferRequest, .channel(.requestTransfer(TransferRequest(session: session, agent: "ben"))),
            #"{"agent":"ben","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.transferAccept, .channel(.acceptTransfer(SessionReference(session: session))), reference),
        (.transferReject, .channel(.rejectTransfer(SessionReference(session: session))), reference),
        (.transferCancel, .channel(.cancelTransfer(SessionReference(session: session))), reference),
        (.sessionTakeOver, .channel(.takeOver(SessionReference(session: session))), reference),
        (.sessionRequeue, .channel(.requeue(SessionReference(session: session))), reference),
        (.sessionListen, .channel(.listen(SessionReference(session: session))), reference),
        (.sessionUnlisten, .channel(.unlisten(SessionReference(session: session))), reference),
        (.queueEvaluate, .channel(.evaluateQueue), "{}"),
        (.gatewayLost, .channel(.gatewayLost(GatewayReference(gateway: "edge-1"))), #"{"gateway":"edge-1"}"#),
        (
            .presenceSet, .control(.setPresence(PresenceSet(status: .present, agents: ["anna", "ben"]))),
            #"{"agents":["anna","ben"],"status":"present"}"#
        ),
        (
            .presenceRenew, .control(.renewPresence(PresenceRenew(connection: "tab", leaseSeconds: 60))),
            #"{"connection":"tab","leaseSeconds":60}"#
        ),
        (.presenceDrop, .control(.dropPresence(PresenceDrop(connection: "tab"))), #"{"connection":"tab"}"#),
        (
            .gatewayRenew, .control(.renewGateway(GatewayRenew(gateway: "edge-1", leaseSeconds: 15))),
            #"{"gateway":"edge-1","leaseSeconds":15}"#
        ),
        (.gatewayDrop, .control(.dropGateway(GatewayReference(gateway: "edge-1"))), #"{"gateway":"edge-1"}"#),
        (
            .sessionPickUpNext, .control(.pickUpNext(SessionPickUpNext(channels: ["sales", "support"]))),
            #"{"channels":["sales","support"]}"#
        ),
        (
            .channelSave, .control(.saveChannel(Channel(channel: "support", version: 3, name: "Support"))),
            #"{"badgeHeader":"Support","channel":"support","idle":{"agentLostSeconds":60,"agentReturnSeconds":120,"#
                + #""disconnectedSeconds":30,"goneSeconds":300},"language":"en","name":"Support","#
                + #""offlineForm":{"consent":false,"requests":true,"required":["name","email"]},"version":3,"#
                + #""widget":{"useFirstName":false}}"#
        ),
        (
            .channelDelete, .control(.deleteChannel(ChannelDelete(channel: "support", force: true))),
            #"{"channel":"support","force":true}"#
        ),
        (
            .memberSave,
            .control(
                .saveMember(
                    Member(
                        channel: "support", agent: "mia", respond: false, notify: false, listen: true, manage: true))),
            #"{"agent":"mia","channel":"support","listen":true,"manage":true,"notify":false,"respond":false}"#
        ),
        (
            .memberRemove, .control(.removeMember(MemberReference(channel: "support", agent: "mia"))),
            #"{"agent":"mia","channel":"support"}"#
        ),
        (.agentSave, .control(.saveAgent(fullAgent)), agentJSON),
        (.agentRemove, .control(.removeAgent(AgentReference(agent: "anna"))), #"{"agent":"anna"}"#),
        (
            .sessionGet, .query(.session(SessionGet(session: session, after: 4, limit: 50))),
            #"{"after":4,"limit":50,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.sessionList, .query(.sessions(fullList)), listJSON),
        (.deskGet, .query(.desk), "{}"),
        (
            .transcriptGet, .query(.transcript(TranscriptGet(session: session, format: .text))),
            #"{"format":"text","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.channelList, .query(.channels), "{}"),
        (.channelState, .query(.channelState(ChannelState(channel: "support"))), #"{"channel":"support"}"#),
        (
            .agentList, .query(.agents(AgentList(channel: "support", present: true, withoutMe: false))),
            #"{"channel":"support","present":true,"withoutMe":false}"#
        ),
    ]

    private static let fullOpen: SessionOpen = {
        var open = SessionOpen(
            visitorId: "0123456789abcdefghijkl", gateway: "edge-1", connection: "c1", name: "Ola", email: "ola@x.no",
            question: "Hvor?")
        open.company = "Nordlys"
        open.phone = "+47 1"
        open.country = "NO"
        open.consented = true
        open.language = "no"
        open.timeZone = "Europe/Oslo"
        open.page = "https://x.no/a?b=c&d"
        open.host = "x.no"
        return open
    }()
    private static let openJSON =
        #"{"company":"Nordlys","connection":"c1","consented":true,"country":"NO","email":"ola@x.no","#
        + #""gateway":"edge-1","host":"x.no","language":"no","name":"Ola","page":"https://x.no/a?b=c&d","#
        + #""phone":"+47 1","question":"Hvor?","timeZone":"Europe/Oslo","visitorId":"0123456789abcdefghijkl"}"#

    private static let fullSubmission: RequestSubmit = {
        var submission = RequestSubmit(session: session, text: "Ring meg", name: "Ola", email: "ola@x.no")
        submission.company = "Nordlys"
        submission.phone = "1"
        submission.country = "NO"
        submission.consented = false
        return submission
    }()
    private static let submissionJSON =
        #"{"company":"Nordlys","consented":false,"country":"NO","email":"ola@x.no","name":"Ola","phone":"1","#
        + #""session":"01234567-89ab-8def-8123-456789abcdef","text":"Ring meg"}"#

    private static let fullAgent: AgentSave = {
        var agent = AgentSave(agent: "anna", nickname: "Anna")
        agent.firstName = "Anna"
        agent.lastName = "Berg"
        agent.email = "anna@x.no"
        agent.language = "no"
        agent.timeZone = "Europe/Oslo"
        agent.capacity = 0
        agent.administrator = true
        agent.enabled = false
        agent.brokerLogin = "anna-login"
        agent.scrypt = "$s0$"
        return agent
    }()
    private static let agentJSON =
        #"{"administrator":true,"agent":"anna","brokerLogin":"anna-login","capacity":0,"email":"anna@x.no","#
        + #""enabled":false,"firstName":"Anna","language":"no","lastName":"Berg","nickname":"Anna","#
        + #""scrypt":"$s0$","timeZone":"Europe/Oslo"}"#

    private static let fullList: SessionList = {
        var list = SessionList(view: .ongoing, channel: "support", limit: 200)
        list.agent = "anna"
        list.status = .userLast
        list.cursor = "next"
        return list
    }()
    private static let listJSON =
        #"{"agent":"anna","channel":"support","cursor":"next","limit":200,"status":"userLast","view":"ongoing"}"#

    @Test("every type has a golden body")
    func completeness() {
        #expect(Self.table.map(\.type) == CommandType.allCases)
    }

    @Test("bodies are written as the golden text and read from it, with unknown fields or without")
    func goldens() throws {
        for (type, command, json) in Self.table {
            #expect(text(try body(of: command)) == json, "\(type)")
            #expect(try Command(type: type, body: Array(json.utf8)) == command, "\(type)")
            #expect(try Command(type: type, body: Array(withUnknownField(json).utf8)) == command, "\(type)")
        }
    }

    @Test("fields that may be left out are optional, and null is the same as nothing")
    func optionalFields() throws {
        let session = Self.session
        let table: [(CommandType, String, Command)] = [
            (
                .sessionOpen, #"{"visitorId":"0123456789abcdefghijkl","name":null}"#,
                .channel(.open(SessionOpen(visitorId: "0123456789abcdefghijkl")))
            ),
            (
                .messagePost, #"{"session":"01234567-89ab-8def-8123-456789abcdef","text":"x","format":null}"#,
                .channel(.post(MessagePost(session: session, text: "x")))
            ),
            (
                .requestSubmit, #"{"session":"01234567-89ab-8def-8123-456789abcdef","text":"x"}"#,
                .channel(.submitRequest(RequestSubmit(session: session, text: "x")))
            ),
            (.presenceSet, #"{"status":"away"}"#, .control(.setPresence(PresenceSet(status: .away)))),
            (.sessionPickUpNext, "{}", .control(.pickUpNext(SessionPickUpNext()))),
            (.channelSave, #"{"channel":"a","name":"A"}"#, .control(.saveChannel(Channel(channel: "a", name: "A")))),
            (
                .channelSave, #"{"channel":"a","name":"A","widget":{},"offlineForm":{},"idle":{},"language":null}"#,
                .control(.saveChannel(Channel(channel: "a", name: "A")))
            ),
            (.channelDelete, #"{"channel":"a"}"#, .control(.deleteChannel(ChannelDelete(channel: "a")))),
            (
                .memberSave, #"{"channel":"a","agent":"anna"}"#,
                .control(.saveMember(Member(channel: "a", agent: "anna")))
            ),
            (.agentSave, #"{"agent":"anna"}"#, .control(.saveAgent(AgentSave(agent: "anna")))),
            (
                .sessionGet, #"{"session":"01234567-89ab-8def-8123-456789abcdef"}"#,
                .query(.session(SessionGet(session: session)))
            ),
            (.sessionList, #"{"view":"mine"}"#, .query(.sessions(SessionList(view: .mine)))),
            (.agentList, "{}", .query(.agents(AgentList()))),
        ]
        for (type, json, command) in table {
            #expect(try Command(type: type, body: Array(json.utf8)) == command, "\(type) \(json)")
        }
    }

    @Test("types stand in one scope each, and their routing keys are read back")
    func scopes() throws {
        for (type, command, _) in Self.table {
            switch command {
            case .channel: #expect(type.scope == .channel)
            case .control: #expect(type.scope == .control)
            case .query: #expect(type.scope == .query)
            }
        }
    }

    /// The body that a client would send.
    private func body(of command: Command) throws -> [UInt8] {
        switch command {
        case .channel(let command): try body(of: command)
        case .control(let command): try body(of: command)
        case .query(let query): try body(of: query)
        }
    }

    private func body(of command: ChannelCommand) throws -> [UInt8] {
        switch command {
        case .open(let body): try WireJSON.encode(body)
        case .attach(let body): try WireJSON.encode(body)
        case .detach(let body): try WireJSON.encode(body)
        case .post(let body): try WireJSON.encode(body)
        case .read(let body): try WireJSON.encode(body)
        case .typing(let body): try WireJSON.encode(body)
        case .submitRequest(let body): try WireJSON.encode(body)
        case .requestTransfer(let body): try WireJSON.encode(body)
        case .close(let body), .pickUp(let body), .acceptTransfer(let body), .rejectTransfer(let body),
            .cancelTransfer(let body), .takeOver(let body), .requeue(let body), .listen(let body),
            .unlisten(let body):
            try WireJSON.encode(body)
        case .evaluateQueue: Answer.nothing
        case .gatewayLost(let body): try WireJSON.encode(body)
        }
    }

    private func body(of command: ControlCommand) throws -> [UInt8] {
        switch command {
        case .setPresence(let body): try WireJSON.encode(body)
        case .renewPresence(let body): try WireJSON.encode(body)
        case .dropPresence(let body): try WireJSON.encode(body)
        case .renewGateway(let body): try WireJSON.encode(body)
        case .dropGateway(let body): try WireJSON.encode(body)
        case .pickUpNext(let body): try WireJSON.encode(body)
        case .saveChannel(let body): try WireJSON.encode(body)
        case .deleteChannel(let body): try WireJSON.encode(body)
        case .saveMember(let body): try WireJSON.encode(body)
        case .removeMember(let body): try WireJSON.encode(body)
        case .saveAgent(let body): try WireJSON.encode(body)
        case .removeAgent(let body): try WireJSON.encode(body)
        }
    }

    private func body(of query: Query) throws -> [UInt8] {
        switch query {
        case .session(let body): try WireJSON.encode(body)
        case .sessions(let body): try WireJSON.encode(body)
        case .desk, .channels: Answer.nothing
        case .transcript(let body): try WireJSON.encode(body)
        case .channelState(let body): try WireJSON.encode(body)
        case .agents(let body): try WireJSON.encode(body)
        }
    }
}
