import ChatContract
import Testing

@testable import ChatCore

@Suite("Identifiers and keys")
struct IdentifierTests {
    private let identifiers = Identifiers(secret: Array(repeating: 7, count: 32))
    private let others = Identifiers(secret: Array(repeating: 8, count: 32))

    private func key(_ messageID: String, subject: String = "s", address: String = "support") -> CommandKey {
        CommandKey(address: address, login: "gateway", actor: .visitor, subject: subject, messageID: messageID)
    }

    @Test("identifiers follow from the command's key and the secret, and from nothing else")
    func deterministic() {
        #expect(identifiers.session(for: key("1")) == identifiers.session(for: key("1")))
        var seen: Set<String> = []
        for number in 0..<500 {
            let key = key("m\(number)")
            seen.insert(identifiers.session(for: key).description)
            seen.insert(identifiers.request(for: key).description)
            seen.insert(others.session(for: key).description)
        }
        #expect(seen.count == 1500)
        let digest = VisitorDigest(secret: "a visitor's secret")
        #expect(identifiers.visitor(digest) == identifiers.visitor(VisitorDigest(bytes: digest.bytes)))
        #expect(identifiers.visitor(digest) != others.visitor(digest))
        #expect(digest.bytes.count == 32)
    }

    @Test("a session's key is the same each time, another for each session and secret")
    func sessionKeys() {
        var random = SeededRandom(seed: 21)
        var keys: Set<String> = []
        for _ in 0..<300 {
            let session = SessionID(high: random.next(), low: random.next())
            let key = identifiers.sessionKey(of: session)
            #expect(key.wholeMatch(of: /[0-9a-f]{32}/) != nil)
            #expect(key == identifiers.sessionKey(of: session))
            #expect(identifiers.isSessionKey(key, of: session))
            #expect(!others.isSessionKey(key, of: session))
            #expect(!identifiers.isSessionKey(key, of: SessionID(high: session.high, low: session.low ^ 1)))
            keys.insert(key)
            var digits = Array(key)
            let place = random.number(0...31)
            digits[place] = digits[place] == "0" ? "1" : "0"
            #expect(!identifiers.isSessionKey(String(digits), of: session))
            for wrong in ["", String(key.dropLast()), key + "0", key.uppercased() + " ", "é" + key.dropFirst(2)] {
                #expect(!identifiers.isSessionKey(wrong, of: session))
            }
        }
        #expect(keys.count == 300)
    }

    @Test("the idempotency key tells apart address, login, actor, subject and message-id")
    func commandKeys() {
        let actors: [Actor] = [.visitor, .agent("a"), .bot("a"), .system("a")]
        var keys: Set<CommandKey> = []
        var count = 0
        for address in ["support", "control"] {
            for login in ["worker", "anna"] {
                for actor in actors {
                    for subject in ["", "s1"] {
                        for messageID in ["1", "2"] {
                            let key = CommandKey(
                                address: address, login: login, actor: actor, subject: subject, messageID: messageID)
                            #expect(key.bytes.count == 16)
                            #expect(key == CommandKey(bytes: key.bytes))
                            keys.insert(key)
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(keys.count == count)
        #expect(key("12", subject: "3") != key("2", subject: "31"))
        let first = key("1")
        let second = key("2")
        #expect(first.bytes.prefix(6) == second.bytes.prefix(6), "commands of a session lie together")
        #expect(first.bytes.prefix(6) != key("1", subject: "t").bytes.prefix(6))
    }

    @Test("the fingerprint tells another type or body under the same message-id (worked example 7)")
    func fingerprints() {
        let body = Array("{}".utf8)
        let fingerprint = CommandFingerprint(type: .sessionClose, body: body)
        #expect(fingerprint == CommandFingerprint(type: .sessionClose, body: body))
        #expect(fingerprint != CommandFingerprint(type: .sessionPickUp, body: body))
        #expect(fingerprint != CommandFingerprint(type: .sessionClose, body: body + [32]))
        #expect(fingerprint == CommandFingerprint(value: fingerprint.value))
    }
}

@Suite("Who may act for whom")
struct AuthorityTests {
    @Test("logins and actors")
    func table() {
        var fixture = DeskFixture()
        for (agent, login) in [("anna", "anna-login"), ("ben", "ben-login")] as [(AgentHandle, String)] {
            fixture.roster.agents[agent]?.profile.brokerLogin = login
        }
        fixture.registry.bots["helper"] = Bot(bot: "helper", name: "Helper", brokerLogin: "helper-login")
        fixture.registry.bots["mute"] = Bot(bot: "mute", name: "Mute")
        fixture.roster.agents["cleo"]?.profile.enabled = false
        fixture.roster.agents["cleo"]?.profile.brokerLogin = "cleo-login"
        let authority = Authority(trustedPublishers: ["samtale", "edge"])
        let table: [(String?, Actor, ErrorCode?)] = [
            ("samtale", .visitor, nil), ("samtale", .agent("anna"), nil), ("samtale", .system("worker"), nil),
            ("edge", .agent("mia"), nil), ("edge", .visitor, nil),
            ("anna-login", .agent("anna"), nil),
            ("anna-login", .agent("ben"), .forbidden), ("anna-login", .agent("mia"), .forbidden),
            ("anna-login", .visitor, .forbidden), ("anna-login", .system("worker"), .forbidden),
            ("anna-login", .bot("b"), .forbidden), ("samtale", .bot("b"), .notFound),
            ("helper-login", .bot("helper"), nil), ("samtale", .bot("helper"), nil), ("samtale", .bot("mute"), nil),
            ("helper-login", .bot("mute"), .forbidden), ("anna-login", .bot("helper"), .forbidden),
            ("helper-login", .agent("anna"), .forbidden), ("", .bot("mute"), .forbidden),
            (nil, .bot("helper"), .unauthenticated),
            ("nobody", .agent("anna"), .forbidden), ("nobody", .visitor, .forbidden), ("", .visitor, .forbidden),
            ("", .agent("mia"), .forbidden),
            (nil, .visitor, .unauthenticated), (nil, .agent("anna"), .unauthenticated),
            (nil, .system("worker"), .unauthenticated),
            ("cleo-login", .agent("cleo"), .forbidden), ("samtale", .agent("cleo"), .forbidden),
            ("samtale", .agent("nobody"), .unknownAgent), ("anna-login", .agent("nobody"), .forbidden),
            ("Samtale", .visitor, .forbidden),
        ]
        for (login, actor, code) in table {
            var refusal: Refusal?
            do throws(Refusal) {
                try authority.check(login: login, actor: actor, fixture.roster, fixture.registry)
            } catch {
                refusal = error
            }
            #expect(refusal?.code == code, "\(login ?? "none") as \(actor)")
            if let login, !login.isEmpty { #expect(refusal?.detail.contains(login) != true, "no logins in answers") }
        }
    }
}
