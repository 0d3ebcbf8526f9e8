import ChatContract
import Testing

@testable import ChatCore

@Suite("Control: receivers of webhooks")
struct ControlWebhooksTests {
    private let apply = Actor.system("apply")
    private let crm = Webhook(webhook: "crm", url: "https://crm.example/hooks", secretFile: "/run/secrets/crm")

    @Test("they are for operators, not even for administrators")
    func rights() {
        var fixture = DeskFixture()
        fixture.roster.agents["ben"]?.profile.administrator = true
        for actor in [Actor.agent("ben"), .agent("mia"), .visitor, .bot("b")] {
            #expect(fixture.control(.saveWebhook(crm), by: actor).code == .forbidden)
            #expect(fixture.control(.removeWebhook(WebhookReference(webhook: "crm")), by: actor).code == .forbidden)
        }
        #expect(fixture.registry.webhooks.isEmpty)
    }

    @Test("one is saved once and removed once; a former one is known as such until he is back")
    func life() throws {
        var fixture = DeskFixture()
        #expect(fixture.control(.saveWebhook(crm), by: apply).changes.settings == [.webhookSaved(crm)])
        #expect(fixture.control(.saveWebhook(crm), by: apply).changes.isEmpty)
        #expect(fixture.registry.webhookList == WebhookList(items: [crm], removed: []))
        let removal = ControlCommand.removeWebhook(WebhookReference(webhook: "crm"))
        #expect(fixture.control(removal, by: apply).changes.settings == [.webhookRemoved("crm")])
        #expect(fixture.registry.webhookList == WebhookList(items: [], removed: ["crm"]))
        let again = fixture.control(removal, by: apply)
        #expect(again.code == .notFound && again.refusal?.field == "webhook")
        _ = fixture.control(.saveWebhook(crm), by: apply)
        #expect(fixture.registry.webhookList == WebhookList(items: [crm], removed: []))
    }

    @Test("what is wrong is named by its field, with the value and what would be right")
    func rules() throws {
        let wrong: [(String, String, (inout Webhook) -> Void)] = [
            ("url", "\"crm.example\" is no URL", { $0.url = "crm.example" }),
            ("url", "say private: true", { $0.url = "http://crm.example/?key=topsecret" }),
            ("url", "holds a login", { $0.url = "https://me:you@crm.example" }),
            ("secretFile", "is missing", { $0.secretFile = nil }),
            ("secretVariable", "only one of them", { $0.secretVariable = "CRM" }),
            ("secretFile", "\"crm.key\" is no absolute path", { $0.secretFile = "crm.key" }),
            (
                "secretVariable", "is no name of a variable",
                { ($0.secretFile, $0.secretVariable) = (nil, "a secret") }
            ),
            ("certificateFile", "no absolute path", { $0.certificateFile = "ca.pem" }),
            ("events", "names none", { $0.events = [] }),
            ("events[1]", "there is no event \"session.create\"", { $0.events = ["*", "session.create"] }),
            ("channels", "names none", { $0.channels = [] }),
            ("channels[0]", "there is no channel nowhere", { $0.channels = ["nowhere"] }),
            ("giveUpHours", "0.0 is not between", { $0.giveUpHours = 0 }),
            ("timeoutSeconds", "600.0 is not between 1.0 and 60.0", { $0.timeoutSeconds = 600 }),
            ("parallel", "65.0 is not between", { $0.parallel = 65 }),
        ]
        for (field, words, change) in wrong {
            var fixture = DeskFixture()
            var webhook = crm
            change(&webhook)
            let refused = fixture.control(.saveWebhook(webhook), by: apply)
            #expect(refused.refusal?.field == field, "\(field): \(refused.refusal?.detail ?? "taken")")
            #expect(refused.refusal?.detail.contains(words) == true, "\(refused.refusal?.detail ?? "taken")")
            #expect(refused.refusal?.detail.contains("topsecret") == false && fixture.registry.webhooks.isEmpty)
        }
    }

    @Test("events and channels are chosen; the usual events where nothing is said")
    func choice() {
        #expect(crm.wants(.sessionOpened, of: "support") && crm.wants(.messagePosted, of: "sales"))
        #expect(!crm.wants(.notePosted, of: "support"))
        var some = crm
        some.events = ["note.posted", "of.tomorrow"]
        some.channels = ["support"]
        #expect(some.wants(.notePosted, of: "support"))
        #expect(!some.wants(.notePosted, of: "sales") && !some.wants(.messagePosted, of: "support"))
    }
}
