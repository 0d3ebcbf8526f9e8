import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Foundation
import Testing

@Suite("Bad input", .enabled(if: TestBroker.isAvailable))
struct BadInputTests {
    /// A message that is wrong in one respect, and the code that says so; without a code it is not answered.
    struct Case: Sendable {
        var name: String
        var code: ErrorCode?
        /// Whether an operator finds it in `chat.dead`.
        var isKept = false
        var change: @Sendable (inout Publishing, OpenSession) -> Void

        init(
            _ name: String, _ code: ErrorCode?, isKept: Bool = false,
            _ change: @escaping @Sendable (inout Publishing, OpenSession) -> Void
        ) {
            self.name = name
            self.code = code
            self.isKept = isKept
            self.change = change
        }
    }

    private static func body(_ text: String) -> @Sendable (inout Publishing, OpenSession) -> Void {
        { publishing, session in
            publishing.body = Array(text.replacing("SESSION", with: session.id.description).utf8)
        }
    }

    /// Every case is a visitor's message with one thing changed.
    static let cases: [Case] = [
        Case("no JSON", .malformed, isKept: true, body("{\"session\":")),
        Case("nothing", .malformed, isKept: true, body("")),
        Case("an array", .malformed, isKept: true, body("[]")),
        Case("another type", .malformed, isKept: true, body(#"{"session":"SESSION","text":7}"#)),
        Case("null", .malformed, isKept: true, body(#"{"session":"SESSION","text":null}"#)),
        Case("no text", .malformed, isKept: true, body(#"{"session":"SESSION"}"#)),
        Case("no session", .malformed, isKept: true, body(#"{"text":"x"}"#)),
        Case("no UUID", .malformed, isKept: true, body(#"{"session":"1","text":"x"}"#)),
        Case("deep nesting", .malformed, isKept: true, body(String(repeating: "[", count: 20_000))),
        Case("no UTF-8", .malformed, isKept: true) { publishing, _ in publishing.body += [0xC3, 0x28] },
        Case("a NUL", .malformed, isKept: true) { publishing, _ in publishing.body.append(0) },
        Case("empty text", .invalidField, body(#"{"session":"SESSION","text":""}"#)),
        Case(
            "a long text", .invalidField,
            body(#"{"session":"SESSION","text":""# + String(repeating: "x", count: 8001) + "\"}")),
        Case("more than 64 KiB", .tooLarge, isKept: true) { publishing, _ in
            publishing.body = Array(repeating: 0x20, count: 64 * 1024 + 1)
        },
        Case("1 MiB", .tooLarge, isKept: true) { publishing, _ in
            publishing.body = Array(repeating: 0x20, count: 1 << 20)
        },
        Case(
            "an unknown session", .unknownSession,
            body(#"{"session":"00000000-0000-4000-8000-000000000000","text":"x"}"#)),
        Case("a huge number", .malformed, isKept: true) { publishing, session in
            publishing.routingKey = RoutingKey.command(.messageRead, channel: session.channel)
            publishing.properties.type = CommandType.messageRead.rawValue
            publishing.body = Array(#"{"session":"\#(session.id)","through":1e99}"#.utf8)
        },
        Case("no message-id", .malformed, isKept: true) { publishing, _ in publishing.properties.messageID = nil },
        Case("a long message-id", .malformed, isKept: true) { publishing, _ in
            publishing.properties.messageID = String(repeating: "x", count: 129)
        },
        Case("an odd message-id", .malformed, isKept: true) { publishing, _ in
            publishing.properties.messageID = "smørbrød"
        },
        Case("no actor", .malformed, isKept: true) { publishing, session in
            publishing.properties.headers = [Header.sessionKey: .string(session.key)]
        },
        Case("an odd actor", .malformed, isKept: true) { publishing, _ in
            publishing.properties.headers = [Header.actor: "king"]
        },
        Case("an actor that is a number", .malformed, isKept: true) { publishing, _ in
            publishing.properties.headers = [Header.actor: 7]
        },
        Case("CC", .malformed, isKept: true) { publishing, _ in
            publishing.properties.headers.append("CC", .array(["nowhere"]))
        },
        Case("another type property", .malformed, isKept: true) { publishing, _ in
            publishing.properties.type = "session.close"
        },
        Case("another content type", .malformed, isKept: true) { publishing, _ in
            publishing.properties.contentType = "text/xml"
        },
        Case("an unknown type", .unknownType, isKept: true) { publishing, session in
            publishing.routingKey = "channel.\(session.channel).message.sing"
            publishing.properties.type = "message.sing"
        },
        Case("a control command on a channel", .unknownType, isKept: true) { publishing, session in
            publishing.routingKey = "channel.\(session.channel).channel.save"
            publishing.properties.type = "channel.save"
        },
        Case("an unknown channel", .unknownChannel, isKept: true) { publishing, _ in
            publishing.routingKey = "channel.nowhere.message.post"
        },
        Case("no address", .malformed, isKept: true) { publishing, _ in publishing.routingKey = "here" },
        Case("no user-id", .unauthenticated) { publishing, _ in publishing.properties.userID = nil },
        Case("no session key", .unknownSession) { publishing, _ in
            publishing.properties.headers = [Header.actor: "visitor"]
        },
        Case("a wrong session key", .unknownSession) { publishing, _ in
            publishing.properties.headers = [Header.actor: "visitor", Header.sessionKey: "0123456789abcdef"]
        },
        Case("an agent without the chat", .notAssigned) { publishing, _ in
            publishing.properties.headers = [Header.actor: "agent:anna"]
        },
        Case("an agent of no channel", .unknownSession) { publishing, _ in
            publishing.properties.headers = [Header.actor: "agent:dora"]
        },
        Case("nobody", .unknownAgent) { publishing, _ in
            publishing.properties.headers = [Header.actor: "agent:nobody"]
        },
        Case("a bot that there is not", .notFound) { publishing, _ in
            publishing.properties.headers = [Header.actor: "bot:hal"]
        },
        Case("reply-to a command queue", nil, isKept: true) { publishing, _ in
            publishing.properties.replyTo = Queue.control
        },
    ]

    @Test("every kind gets its code, what nobody can read is kept with its reason, and the others' answers keep coming")
    func table() async throws {
        // On a busy machine this may take longer than it takes to be warned of a waiting chat.
        let quiet = Channel.Warnings(agentNewChat: 0, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0)
        try await TestDesk.open([
            Channel(channel: TestDesk.support, name: "Support", warnings: quiet),
            Channel(channel: "sales", name: "Sales", warnings: quiet),
        ]) { desk in
            let session = try await desk.caller.open()
            let other = try await desk.caller.open("kari", on: "sales")
            let before = try desk.events(of: session.id)
            for (number, test) in Self.cases.enumerated() {
                let id = "case\(number)"
                var publishing = try desk.caller.command(
                    .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: "x"),
                    key: session.key, id: id)
                test.change(&publishing, session)
                publishing.properties.correlationID = id
                let letters = desk.tap.lines("dead").count
                if let code = test.code {
                    #expect(try await desk.caller.ask(publishing).refusalCode() == code, "\(test.name)")
                } else {
                    await desk.caller.post(publishing)
                }
                if test.isKept {
                    try await eventually("no dead letter of \(test.name)") { desk.tap.lines("dead").count > letters }
                    let letter = try #require(desk.tap.lines("dead").last)
                    #expect(letter.body == publishing.body)
                    #expect(letter.headers[Header.reason]?.stringValue == (test.code ?? .malformed).rawValue)
                    #expect(letter.headers[Header.error]?.stringValue?.isEmpty == false)
                    #expect(letter.headers[Header.publisher]?.stringValue == desk.host.configuration.user)
                    #expect(letter.headers[Header.attempts]?.integerValue == 1)
                }
                #expect(try await desk.caller.post("Still here", in: other, by: .visitor).ok, "\(test.name)")
            }
            #expect(try desk.events(of: session.id) == before)
            let unanswered = try #require(Self.cases.firstIndex { $0.code == nil })
            #expect(desk.caller.answers(to: "case\(unanswered)") == 0)
            let kept = Int64(Self.cases.count(where: \.isKept))
            #expect(desk.tap.lines("dead").count == Int(kept))
            #expect(try await desk.messages(in: Queue.dead) == Int(kept))
            try await desk.tap.validate(["reply", "dead"])
        }
    }

    @Test("what is unknown in a body is ignored")
    func unknownFields() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            var publishing = try desk.caller.command(
                .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: "x"),
                key: session.key)
            publishing.body = Array(#"{"session":"\#(session.id)","text":"x","mood":{"good":[1,null]}}"#.utf8)
            #expect(try await desk.caller.ask(publishing).refusalCode() == nil)
        }
    }

    @Test("two thousand bad messages do not make the process grow")
    func memory() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            func flood(_ count: Int, _ round: String) async throws {
                desk.caller.post(
                    try (0..<count).map { number in
                        var publishing = try desk.caller.command(
                            .messagePost, to: session.channel, as: .visitor, EmptyResult(), id: "\(round)\(number)")
                        publishing.body = Array(repeating: 0x7B, count: 10_000)
                        return publishing
                    })
                for number in 0..<count {
                    #expect(try await desk.caller.answer(to: "\(round)\(number)").refusalCode() == .malformed)
                }
                try await desk.waitUntilPublished()
                desk.tap.forget()
            }
            try await flood(500, "warm")
            let before = try Self.residentKilobytes()
            for round in 1...4 { try await flood(500, "round\(round)-") }
            // The test's own letters and answers are in the same process; ten copies of each would be more.
            #expect(try Self.residentKilobytes() - before < 60_000)
            #expect(try await desk.caller.post("Still here", in: session, by: .visitor).ok)
        }
    }

    private static func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
    }
}
