import ChatContract
import Testing

@testable import ChatCore

@Suite("What fields may hold")
struct FieldRulesTests {
    private func open(_ change: (inout SessionOpen) -> Void) -> Refusal? {
        var open = SessionOpen(visitorId: DeskFixture.secret("x"))
        change(&open)
        return refusal { () throws(Refusal) in try FieldRules.check(open) }
    }

    private func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
        do throws(Refusal) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "e-mail addresses that are",
        arguments: [
            "a@b.no", "ola.nordmann+tag@sub.example.com", "o'hara@x.ie", "ærlig@blåbær.no", "a@1.2", "x_y-z@a-b.no",
            "A@B.NO", "a@xn--blbr-roah.no",
        ])
    func addresses(_ email: String) {
        #expect(open { $0.email = email } == nil)
    }

    @Test(
        "e-mail addresses that are not",
        arguments: [
            "", "a", "@", "a@", "@b.no", "a@b", "a@@b.no", "a@b@c.no", "a b@c.no", "a@b .no", ".a@b.no", "a.@b.no",
            "a..b@c.no", "a@.no", "a@b.", "a@b..no", "a@-b.no", "a@b-.no", "a@b.no\n", "a\u{0}@b.no", "<a@b.no>",
            "a@b.no,c@d.no", "\"a\"@b.no", "a@[1.2.3.4]", "a;b@c.no", "a:b@c.no", "a\\b@c.no",
            String(repeating: "a", count: 65) + "@b.no", "a@" + String(repeating: "b", count: 64) + ".no",
            "a@" + String(repeating: "b.", count: 130) + "no",
        ])
    func noAddresses(_ email: String) {
        #expect(open { $0.email = email }?.field == "email")
    }

    @Test("lengths are counted in code points")
    func lengths() {
        let table: [(Int, String, (inout SessionOpen, String) -> Void)] = [
            (255, "name", { $0.name = $1 }), (255, "company", { $0.company = $1 }), (32, "phone", { $0.phone = $1 }),
            (35, "language", { $0.language = $1 }), (64, "timeZone", { $0.timeZone = $1 }),
            (2048, "page", { $0.page = $1 }), (255, "host", { $0.host = $1 }),
            (128, "connection", { $0.connection = $1 }),
        ]
        for (limit, field, set) in table {
            #expect(open { set(&$0, String(repeating: "é", count: limit)) } == nil, "\(field)")
            let refusal = open { set(&$0, String(repeating: "x", count: limit + 1)) }
            #expect(refusal?.code == .invalidField && refusal?.field == field)
            #expect(refusal?.detail == "\(field) has \(limit + 1) characters; at most \(limit) are allowed")
            // One character to the eye, as many code points as a novel.
            let stacked = "e" + String(repeating: "\u{301}", count: limit)
            #expect(stacked.count == 1)
            #expect(open { set(&$0, stacked) }?.field == field)
        }
    }

    @Test("countries are two capital letters")
    func countries() {
        for country in ["NO", "DE", "GB"] { #expect(open { $0.country = country } == nil) }
        for country in ["", "N", "no", "NOR", "N0", "Nö", "N\u{301}"] {
            #expect(open { $0.country = country }?.field == "country", "\(country)")
        }
    }

    @Test("visitors' secrets have 22 to 64 bytes")
    func visitorIds() {
        for (count, isGood) in [(0, false), (21, false), (22, true), (64, true), (65, false)] {
            let open = SessionOpen(visitorId: String(repeating: "x", count: count))
            let refusal = refusal { () throws(Refusal) in try FieldRules.check(open) }
            #expect((refusal == nil) == isGood)
            #expect(refusal?.detail.contains("xxx") != true, "the secret is not repeated")
        }
    }

    @Test("agents")
    func agents() {
        let table: [(String?, (inout AgentSave) -> Void)] = [
            (nil, { _ in }), (nil, { $0.capacity = 0 }), (nil, { $0.capacity = 1000 }),
            ("capacity", { $0.capacity = -1 }), ("capacity", { $0.capacity = 1001 }),
            ("capacity", { $0.capacity = .max }),
            ("nickname", { $0.nickname = String(repeating: "x", count: 65) }),
            ("nickname", { $0.nickname = "" }), ("nickname", { $0.nickname = "  " }),
            ("firstName", { $0.firstName = String(repeating: "x", count: 256) }),
            ("lastName", { $0.lastName = String(repeating: "x", count: 256) }),
            ("email", { $0.email = "anna" }), (nil, { $0.email = "anna@x.no" }),
            ("language", { $0.language = String(repeating: "x", count: 36) }),
            ("timeZone", { $0.timeZone = String(repeating: "x", count: 65) }),
            ("brokerLogin", { $0.brokerLogin = String(repeating: "x", count: 256) }),
            ("subject", { $0.subject = String(repeating: "x", count: 256) }),
            ("scrypt", { $0.scrypt = String(repeating: "x", count: 1025) }),
        ]
        for (field, change) in table {
            var agent = AgentSave(agent: "anna")
            change(&agent)
            #expect(refusal { () throws(Refusal) in try FieldRules.check(agent) }?.field == field)
        }
    }

    @Test("required fields must be filled in, not merely there")
    func required() {
        var visitor = Visitor(id: VisitorID(high: 1, low: 1))
        for (index, field) in FormField.allCases.enumerated() {
            let fields = Array(FormField.allCases.prefix(index + 1))
            for value in [nil, "", " \u{A0}\n"] {
                set(field, value, &visitor)
                #expect(
                    refusal { () throws(Refusal) in try FieldRules.require(fields, consent: false, of: visitor) }?.field
                        == field.rawValue)
            }
            set(field, "x", &visitor)
            #expect(
                refusal { () throws(Refusal) in try FieldRules.require(fields, consent: false, of: visitor) } == nil)
        }
        #expect(refusal { () throws(Refusal) in try FieldRules.require([], consent: false, of: visitor) } == nil)
    }

    private func set(_ field: FormField, _ value: String?, _ visitor: inout Visitor) {
        switch field {
        case .name: visitor.name = value
        case .email: visitor.email = value
        case .company: visitor.company = value
        case .phone: visitor.phone = value
        case .country: visitor.country = value
        }
    }
}
