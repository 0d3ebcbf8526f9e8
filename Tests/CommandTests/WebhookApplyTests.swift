import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

@Suite("samtale apply: receivers of webhooks")
struct WebhookApplyTests {
    private static let desk = """
        channels: {support: {name: Support}}
        webhooks:
          crm:
            url: https://crm.example/hooks?tenant=1
            secretFile: /run/secrets/crm
            events: [session.created, note.posted]
            channels: [support]
            giveUpHours: 0.5
            timeoutSeconds: 3
            parallel: 2
          own: {url: "http://10.0.0.1:8000/", secretVariable: OWN_SECRET, private: true}

        """

    @Test("all fields are taken; the same again changes nothing; what is left out has its default again")
    func taken() throws {
        try DeskFolder.open { folder in
            let first = try folder.apply(Self.desk)
            #expect(first.map(\.subject) == ["channel support", "webhook crm", "webhook own"])
            #expect(try folder.apply(Self.desk, prune: true).allSatisfy { $0.kind == .unchanged })
            let crm = try #require(try folder.registry().webhooks["crm"])
            #expect(crm.url == "https://crm.example/hooks?tenant=1" && crm.secretFile == "/run/secrets/crm")
            #expect(crm.events == ["session.created", "note.posted"] && crm.channels == ["support"])
            #expect((crm.giveUpHours, crm.timeoutSeconds, crm.parallel) == (0.5, 3, 2))
            let own = try #require(try folder.registry().webhooks["own"])
            #expect(own.private == true && own.secretVariable == "OWN_SECRET" && own.events == nil)
            let changed = try folder.apply(
                "webhooks: {crm: {url: 'https://crm.example/2', secretFile: /run/secrets/crm}}")
            #expect(
                changed.first?.fields == [
                    "channels", "events", "giveUpHours", "parallel", "timeoutSeconds", "url",
                ])
        }
    }

    @Test("who is left out stays, unless it is pruned, and the file has the section; then his queue is to go")
    func pruned() throws {
        try DeskFolder.open { folder in
            _ = try folder.apply(Self.desk)
            _ = try folder.apply("channels: {support: {name: Support}}", prune: true)
            _ = try folder.apply("webhooks: {}")
            #expect(try folder.registry().webhooks.count == 2)
            let removed = try folder.apply("channels: {support: {name: Support}}\nwebhooks: {}", prune: true)
            #expect(removed.filter { $0.kind == .removed }.map(\.subject) == ["webhook crm", "webhook own"])
            #expect(try folder.registry().webhookList == WebhookList(items: [], removed: ["crm", "own"]))
            _ = try folder.apply(Self.desk)
            #expect(try folder.registry().removedWebhooks.isEmpty)
        }
    }

    @Test(
        "what is wrong is named with its place, and nothing is changed",
        arguments: [
            ("webhooks: [crm]", "must hold keys and values"), ("webhooks: {CRM: {}}", "no name for a webhook"),
            ("webhooks: {a: {secretFile: /a}}", "url is missing"),
            ("webhooks: {a: {url: 'https://a.example'}}", "secretFile"),
            ("webhooks: {a: {url: 'http://a.example', secretFile: /a}}", "say private: true"),
            ("webhooks: {a: {url: 'https://a.example', secret: topsecret}}", "unknown key \"webhooks.a.secret\""),
            ("webhooks: {a: {url: 'https://a.example', secretFile: /a, evnts: []}}", "did you mean \"events\""),
            (
                "webhooks: {a: {url: 'https://a.example', secretFile: /a, events: [session.create]}}",
                "there is no event \"session.create\""
            ),
            ("webhooks: {a: {url: 'https://a.example', secretFile: /a, channels: [x]}}", "there is no channel x"),
            (
                "webhooks: {a: {url: 'https://a.example', secretFile: /a, parallel: many}}",
                "parallel must be a whole number"
            ),
        ])
    func wrong(_ text: String, _ message: String) throws {
        try DeskFolder.open { folder in
            let failure = try folder.failure(of: text)
            #expect(failure.contains(message), "\(failure)")
            #expect(!failure.contains("topsecret"))
            #expect(try folder.registry().webhooks.isEmpty)
        }
    }

    @Test("the settings' file says where they stand now")
    func settings() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try "log: {level: info}\nwebhooks: []\n".write(to: file, atomically: true, encoding: .utf8)
        let failure = try #require(throws: CommandFailure.self) {
            try SettingsLayers(flags: [:], environment: [:], file: file.path).settings()
        }
        #expect(failure.message.contains("line 2: webhooks: stands in the desk file now"))
    }
}
