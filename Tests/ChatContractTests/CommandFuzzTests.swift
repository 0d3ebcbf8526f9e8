import ChatContract
import Testing

@Suite("Mutated command bodies")
struct CommandFuzzTests {
    private static let session = #""session":"01234567-89ab-8def-8123-456789abcdef""#
    /// Bodies from which the mutations start; between them they have every field of every type.
    private static let seeds: [(types: [CommandType], body: [UInt8])] = seedTexts.map { ($0.0, Array($0.1.utf8)) }
    private static let seedTexts: [([CommandType], String)] = [
        ([.queueEvaluate, .deskGet, .channelList, .agentList, .sessionPickUpNext], "{}"),
        ([.sessionClose, .sessionPickUp, .transferAccept, .sessionTakeOver, .sessionListen], "{\(session)}"),
        (
            [.messagePost],
            "{\(session),\"text\":\"hei <b>æ</b>\",\"format\":\"html\",\"source\":{\"kind\":\"faq\",\"id\":\"1\"}}"
        ),
        ([.messageRead], "{\(session),\"through\":17}"),
        ([.typingSet], "{\(session),\"typing\":true}"),
        ([.transferRequest], "{\(session),\"agent\":\"ben\"}"),
        (
            [.sessionAttach, .sessionDetach],
            "{\(session),\"gateway\":\"edge\",\"connection\":\"c1\",\"after\":3}"
        ),
        (
            [.requestSubmit],
            "{\(session),\"text\":\"help\",\"name\":\"Ola\",\"email\":\"a@b.no\",\"country\":\"NO\",\"consented\":true}"
        ),
        (
            [.sessionOpen],
            #"{"visitorId":"0123456789abcdefghijkl","gateway":"e","connection":"c","question":"?","language":"no"}"#
        ),
        ([.presenceSet], #"{"status":"present","agents":["anna","ben"]}"#),
        ([.presenceRenew, .presenceDrop], #"{"connection":"tab","leaseSeconds":60}"#),
        ([.gatewayRenew, .gatewayDrop, .gatewayLost], #"{"gateway":"edge","leaseSeconds":15}"#),
        ([.sessionPickUpNext], #"{"channels":["a","b"]}"#),
        (
            [.channelSave, .channelDelete, .channelState],
            #"{"channel":"a","version":1,"name":"A","language":"en","badgeHeader":"A","welcomeMessage":"w","#
                + #""widget":{"useFirstName":true},"idle":{"goneSeconds":300,"disconnectedSeconds":30},"#
                + #""offlineForm":{"requests":true,"required":["name"],"consent":false},"force":true}"#
        ),
        (
            [.memberSave, .memberRemove],
            #"{"channel":"a","agent":"anna","respond":true,"notify":true,"listen":false,"manage":false}"#
        ),
        (
            [.agentSave, .agentRemove],
            #"{"agent":"anna","nickname":"A","capacity":4,"administrator":true,"enabled":true,"brokerLogin":"l"}"#
        ),
        (
            [.sessionList],
            #"{"view":"mine","channel":"a","agent":"anna","status":"inQueue","limit":10,"cursor":"c"}"#
        ),
        ([.sessionGet, .transcriptGet], "{\(session),\"after\":1,\"limit\":5,\"format\":\"text\"}"),
    ]

    private static let fragments: [[UInt8]] = texts.map { Array($0.utf8) } + broken
    private static let broken: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0x00], [0xFE, 0xFF],
    ]
    private static let texts = [
        "1e400", "-0", "1E-400", "99999999999999999999999999", "0.1", "-", "00", "NaN", "nul", "true", "null",
        "\\u0000", "\\ud800", "\\udfff\\ud800", "\\", "\"", "{", "}", "[", "]", ":", ",", "\u{FEFF}", "{\"\":",
        "[[[[[[[[", "]]]]", "/**/", "//", "'", "\u{0600}", "\u{200D}", "e\u{301}",
    ]

    @Test("never crash: each gives a command or a refusal")
    func mutations() throws {
        var random = SeededRandom(seed: 20_261_122)
        var read = 0
        var refused: [ErrorCode: Int] = [:]
        for round in 0..<100_000 {
            let seed = random.pick(Self.seeds)
            let body = mutate(seed.body, &random)
            let any = CommandType.allCases[round % CommandType.allCases.count]
            let type = random.oneIn(4) ? any : random.pick(seed.types)
            do {
                _ = try Command(type: type, body: body)
                read += 1
            } catch {
                refused[error.code, default: 0] += 1
            }
        }
        print("100000 mutated bodies: \(read) commands, \(refused[.malformed] ?? 0) malformed")
        #expect(read > 0)
        #expect(refused.keys.allSatisfy { $0 == .malformed })
        #expect(read + refused.values.reduce(0, +) == 100_000)
    }

    @Test("deep nesting is refused, not recursed into", arguments: CommandType.allCases)
    func nesting(_ type: CommandType) {
        let deep = 10_000
        let bodies = [
            String(repeating: "[", count: deep),
            String(repeating: "{\"a\":", count: deep),
            "{\"text\":" + String(repeating: "[", count: deep) + String(repeating: "]", count: deep) + "}",
            "{\"unknown\":" + String(repeating: "{\"a\":", count: 9_000) + "1" + String(repeating: "}", count: 9_001),
        ]
        for body in bodies {
            #expect(throws: Refusal.self) { try Command(type: type, body: Array(body.utf8)) }
        }
    }

    @Test("random bytes are refused")
    func noise() {
        var random = SeededRandom(seed: 7)
        for round in 0..<5_000 {
            let body = (0..<random.number(0...60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let type = CommandType.allCases[round % CommandType.allCases.count]
            #expect(throws: Refusal.self) { try Command(type: type, body: body) }
        }
    }

    private func mutate(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var body = seed
        for _ in 0..<random.number(1...2) {
            let place = random.number(0...max(body.count - 1, 0))
            switch random.number(0...7) {
            case 0 where !body.isEmpty:
                body[place] ^= 1 << UInt8(random.number(0...7))
            case 1:
                body = Array(body.prefix(place))
            case 2:
                body.insert(contentsOf: random.pick(Self.fragments), at: min(place, body.count))
            case 3 where !body.isEmpty:
                body.remove(at: place)
            case 6 where !body.isEmpty:
                body[place] = UInt8(random.number(0x20...0x7E))
            case 4 where body.first == 0x7B:
                let nested = random.number(1...40)
                let front = Array("{\"zz\":".utf8)
                let value = [UInt8](repeating: 0x5B, count: nested) + [UInt8](repeating: 0x5D, count: nested)
                body.replaceSubrange(0..<1, with: front + value + (body.count > 2 ? [0x2C] : []))
            case 5:
                // A piece of another body.
                let other = random.pick(Self.seeds).body
                let start = random.number(0...(other.count - 1))
                body.insert(contentsOf: other[start...].prefix(20), at: min(place, body.count))
            default:
                // A value is replaced.
                guard let colon = body.firstIndex(of: 0x3A) else { continue }
                let end = body[colon...].firstIndex { $0 == 0x2C || $0 == 0x7D } ?? body.endIndex
                body.replaceSubrange((colon + 1)..<end, with: random.pick(Self.fragments))
            }
        }
        return body
    }
}
