import ChatContract
import Testing

@Suite("Handles, identifiers and actors")
struct ValueTests {
    @Test("a handle is what the contract's pattern matches")
    func handles() throws {
        let pattern = /[a-z0-9][a-z0-9_-]{0,62}/
        let alphabet = Array("abz09_-AZ.:/ #*æ\u{301}\u{0}e")
        var random = SeededRandom(seed: 4)
        var taken = 0
        for _ in 0..<20_000 {
            let isPlain = random.oneIn(2)
            let text = String(
                (0..<random.number(0...66)).map { _ in isPlain ? random.pick(Array("ab0_-")) : random.pick(alphabet) })
            let handle = ChannelHandle(text)
            let isMatch = text.unicodeScalars.allSatisfy(\.isASCII) && text.wholeMatch(of: pattern) != nil
            #expect((handle != nil) == isMatch)
            guard let handle else { continue }
            taken += 1
            #expect(handle.text == text && handle.description == text)
            #expect(try WireJSON.decode([ChannelHandle].self, from: WireJSON.encode([handle])) == [handle])
            #expect(try WireJSON.decode([ChannelHandle: Int].self, from: WireJSON.encode([handle: 1])) == [handle: 1])
        }
        #expect(taken > 1000)
    }

    @Test(
        "what is no handle is refused",
        arguments: ["", "-a", "_a", "A", "a.b", "a b", "a\n", "å", "a\u{301}", String(repeating: "a", count: 64)])
    func noHandles(_ text: String) {
        #expect(AgentHandle(text) == nil)
        #expect(throws: DecodingError.self) {
            try WireJSON.decode([AgentHandle].self, from: WireJSON.encode([text]))
        }
    }

    @Test("a handle keys a JSON object")
    func handleKeys() throws {
        let value: [AgentHandle: Int] = ["anna": 1, "ben": 2]
        #expect(text(try WireJSON.encode(value)) == #"{"anna":1,"ben":2}"#)
        #expect(try WireJSON.decode([AgentHandle: Int].self, from: #"{"anna":1,"ben":2}"#.utf8) == value)
    }

    @Test("an identifier is written and read back, bytes in order")
    func identifiers() throws {
        var random = SeededRandom(seed: 5)
        var previous: SessionID?
        for _ in 0..<5_000 {
            let id = SessionID(high: random.next(), low: random.next())
            #expect(id.description.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
            #expect(SessionID(id.description) == id)
            #expect(id.bytes.count == 16)
            #expect(id.bytes.map { byte in hexadecimal(byte) }.joined() == id.description.filter { $0 != "-" })
            if let previous { #expect((previous < id) == (previous.description < id.description)) }
            previous = id
        }
    }

    @Test("the number that people say is an identifier's first eight digits")
    func short() {
        #expect(RequestID("01234567-89ab-4def-8123-456789abcdef").short == "01234567")
    }

    @Test("an identifier of a digest is a UUID of version 8 and variant 1")
    func digests() {
        var random = SeededRandom(seed: 6)
        for _ in 0..<2_000 {
            let digest = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let text = Array(SessionID(digest: digest).description)
            #expect(text[14] == "8")
            #expect("89ab".contains(text[19]))
            #expect(SessionID(digest: digest) == SessionID(digest: digest.prefix(16)))
        }
        #expect(SessionID(digest: []).description == "00000000-0000-8000-8000-000000000000")
    }

    @Test(
        "what is no UUID in lower case is refused",
        arguments: [
            "", "0", "01234567-89ab-8def-8123-456789abcde", "01234567-89ab-8def-8123-456789abcdef0",
            "01234567-89AB-8def-8123-456789abcdef", "0123456789ab8def8123456789abcdef",
            "{01234567-89ab-8def-8123-456789abcdef}", "01234567-89ab-8def-8123_456789abcdef",
            "0123456-789ab-8def-8123-456789abcdef", "g1234567-89ab-8def-8123-456789abcdef",
            "01234567-89ab-8def-8123-456789abcde\u{301}", "----------------------------------------",
            "01234567-89ab-8def-8123-456789abcde ",
        ])
    func noIdentifiers(_ text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test("actors are read and written")
    func actors() throws {
        let table: [(String, Actor, ActorKind)] = [
            ("visitor", .visitor, .visitor), ("agent:anna", .agent("anna"), .agent), ("bot:b-1", .bot("b-1"), .bot),
            ("system:worker", .system("worker"), .system), ("system:Mailer 2.0", .system("Mailer 2.0"), .system),
        ]
        for (text, actor, kind) in table {
            #expect(Actor(text) == actor)
            #expect(actor.description == text)
            #expect(actor.kind == kind)
            #expect(try WireJSON.decode([Actor].self, from: WireJSON.encode([actor])) == [actor])
        }
    }

    @Test(
        "what is no actor is refused",
        arguments: [
            "", "agent", "agent:", "agent:Anna", "agent:anna:ben", "visitor:", "visitor:x", "bot", "bot:", "system",
            "system:", "Visitor", " visitor", "visitor ", "user:anna", "system:" + String(repeating: "x", count: 64),
            "system:a\"b", "system:a\\b", "system:a\nb", "system:\u{7F}", "system:\u{e9}",
        ])
    func noActors(_ text: String) {
        #expect(Actor(text) == nil)
        #expect(throws: DecodingError.self) { try WireJSON.decode([Actor].self, from: WireJSON.encode([text])) }
    }

    @Test("statuses carry the original's numbers, 1 to 11; the first seven are live")
    func statuses() {
        #expect(SessionStatus.allCases.map(\.code) == Array(1...11))
        #expect(SessionStatus.allCases.filter(\.isLive).map(\.code) == Array(1...7))
        #expect(SessionStatus.allCases.filter(\.isConversation) == [.customerLast, .userLast])
        #expect(
            SessionStatus.allCases.map(\.rawValue) == [
                "preChatForm", "faq", "offlineForm", "inQueue", "customerLast", "userLast", "finished", "deleted",
                "closed", "requestPosted", "closedFromQueue",
            ])
    }

    private func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

@Suite("Routing keys")
struct RoutingKeyTests {
    @Test("commands' addresses are built and read back")
    func addresses() throws {
        for type in CommandType.allCases {
            switch type.scope {
            case .channel:
                let key = RoutingKey.command(type, channel: "support")
                #expect(key == "channel.support.\(type.rawValue)")
                #expect(RoutingKey.CommandAddress(key) == .channel("support", type: type.rawValue))
            case .control:
                #expect(RoutingKey.CommandAddress(RoutingKey.command(type)) == .control(type: type.rawValue))
            case .query:
                #expect(RoutingKey.CommandAddress(RoutingKey.command(type)) == .query(type: type.rawValue))
            }
        }
    }

    @Test(
        "what is no command's address is refused",
        arguments: [
            "", "channel", "channel.", "channel.support", "channel.support.", "channel..session.open",
            "channel.Support.session.open", "control", "control.", "query.", "event.x", "Control.x", ".control.x",
            "channel.sup port.session.open", "channel.#.session.open",
        ])
    func noAddresses(_ key: String) {
        #expect(RoutingKey.CommandAddress(key) == nil)
    }

    @Test("random keys are read as what they were built of, or not at all")
    func randomKeys() {
        var random = SeededRandom(seed: 8)
        let words = ["channel", "control", "query", "support", "session", "open", "", "#", "*", "A", "a-b"]
        for _ in 0..<10_000 {
            let key = (0..<random.number(0...5)).map { _ in random.pick(words) }.joined(separator: ".")
            switch RoutingKey.CommandAddress(key) {
            case .channel(let channel, let type): #expect("channel.\(channel).\(type)" == key)
            case .control(let type): #expect("control.\(type)" == key)
            case .query(let type): #expect("query.\(type)" == key)
            case nil: break
            }
        }
    }

    @Test("events' keys and queues' names are the contract's")
    func names() {
        let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
        #expect(
            RoutingKey.event(.messagePosted, channel: "support", session: session)
                == "channel.support.session.01234567-89ab-8def-8123-456789abcdef.message.posted")
        #expect(RoutingKey.agent("anna", "message.posted") == "agent.anna.message.posted")
        #expect(RoutingKey.desk("support", "session.opened") == "desk.support.session.opened")
        #expect(RoutingKey.gateway("edge", "message.posted") == "gateway.edge.message.posted")
        #expect(RoutingKey.bot("helper", "message.posted") == "bot.helper.message.posted")
        #expect(RoutingKey.channel("support", "leg.ended") == "channel.support.leg.ended")
        #expect(RoutingKey.commands(of: "support") == "channel.support.#")
        #expect(RoutingKey.controlCommands == "control.#" && RoutingKey.queries == "query.#")
        #expect(Queue.channel("support") == "chat.channel.support")
        let queues = [Queue.control, Queue.queries, Queue.dead, Queue.unroutable]
        #expect(queues == ["chat.control", "chat.queries", "chat.dead", "chat.unroutable"])
        let exchanges = [
            Exchange.commands, Exchange.events, Exchange.statistics, Exchange.dead, Exchange.unroutable,
        ]
        let names = ["chat.commands", "chat.events", "chat.statistics", "chat.dead", "chat.unroutable"]
        #expect(exchanges == names)
    }

    @Test("types of events and transient events are the contract's, each once")
    func types() {
        let contract = """
            session.opened session.identified session.queued session.statusChanged session.disconnected \
            session.reconnected session.agentLost session.assigned session.finished session.reopened session.closed \
            session.moved session.rated session.deleted session.erased session.offered session.offerEnded session.handedOff \
            routing.explained warning.raised session.listened session.unlistened message.posted message.read \
            note.posted file.shared file.refused files.allowed contact.linked contact.unlinked \
            faq.suggested request.created transcript.requested transcript.sent transcript.failed \
            transfer.requested transfer.accepted transfer.rejected transfer.cancelled transfer.expired
            """
        let transient = """
            typing.changed queue.position session.summary queue.changed presence.changed channel.saved \
            membership.changed webhooks.changed
            """
        #expect(EventType.allCases.map(\.rawValue).joined(separator: " ") == contract)
        #expect(TransientType.allCases.map(\.rawValue).joined(separator: " ") == transient)
        let types = EventType.allCases.map(\.rawValue) + TransientType.allCases.map(\.rawValue)
        #expect(Set(types).count == types.count)
        for type in types { #expect(type.wholeMatch(of: /[a-z]+\.[a-zA-Z]+/) != nil) }
    }
}
