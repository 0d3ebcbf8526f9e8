import ChatContract
import ChatWebhooks
import Foundation
import Testing

@testable import samtale

@Suite("Receivers of webhooks in the configuration file")
struct WebhookSettingsTests {
    /// Reads a file with this text.
    private static func read(_ text: String) throws -> [WebhookSettings] {
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try SettingsLayers(flags: [:], environment: [:], file: file.path).settings().webhooks
    }

    @Test("a receiver with all its fields, and one with the fewest")
    func whole() throws {
        let receivers = try Self.read(
            """
            log: {level: debug}
            webhooks:
              - name: crm
                url: https://crm.example/hooks?tenant=1
                secret: a secret that is long enough
                events: [session.created, note.posted]
                channels: [support]
                giveUpHours: 0.5
                timeoutSeconds: 3
                parallel: 2
              - {name: own, url: "http://10.0.0.1:8000/", secret: a secret that is long enough, private: true}
            """)
        #expect(receivers.map(\.name.text) == ["crm", "own"])
        let crm = try receivers[0].receiver()
        #expect(crm.choice.types == [.sessionOpened, .notePosted])
        #expect(crm.channels?.map(\.text) == ["support"])
        #expect((crm.plan.life, crm.plan.timeout, crm.plan.width) == (.seconds(1800), .seconds(3), 2))
        let own = try receivers[1].receiver()
        #expect(own.target.isPrivate && !own.target.isSecure)
        #expect(own.choice == EventChoice(EventChoice.standard))
        #expect(own.channels == nil)
        #expect(!receivers[0].summary.contains("long enough"))
    }

    @Test("no list is no receivers", arguments: ["log: {level: info}", "webhooks:", ""])
    func none(_ text: String) throws {
        #expect(try Self.read(text).isEmpty)
    }

    @Test(
        "what is wrong is named, with its line",
        arguments: [
            ("webhooks: crm", "webhooks: must be a list"),
            ("webhooks: [crm]", "a receiver must have fields"),
            ("webhooks: [{url: 'https://a.example', secret: 012345678901234567890123}]", "has no name"),
            ("webhooks: [{name: A, url: 'https://a.example'}]", "name is \"A\""),
            ("webhooks: [{name: a, secret: 012345678901234567890123}]", "a has no url"),
            ("webhooks: [{name: a, url: 'https://a.example'}]", "a needs secretFile"),
            ("webhooks: [{name: a, url: 'http://a.example', secret: s}]", "say private: true"),
            ("webhooks: [{name: a, url: 'https://a.example', secret: s, evnts: []}]", "did you mean \"events\""),
            (
                "webhooks: [{name: a, url: 'https://a.example', secret: s, events: [session.create]}]",
                "did you mean \"session.created\""
            ),
            (
                "webhooks: [{name: a, url: 'https://a.example', secret: s, timeoutSeconds: 600}]",
                "timeoutSeconds is \"600\""
            ),
            (
                "webhooks:\n- {name: a, url: 'https://a.example', secret: s}\n- {name: a, url: 'https://b.example', secret: s}",
                "line 3: there are two receivers with the name a"
            ),
            ("webhoks: []", "did you mean \"webhooks\""),
        ])
    func wrong(_ text: String, _ message: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try Self.read(text) }
        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(failure.message.contains("line "))
    }

    @Test("a secret that is too short is refused, and not shown")
    func secret() throws {
        let receivers = try Self.read("webhooks: [{name: a, url: 'https://a.example', secret: topsecret}]")
        let failure = try #require(throws: CommandFailure.self) { try receivers[0].receiver() }
        #expect(failure.message.contains("shorter than 24 bytes"))
        #expect(!failure.message.contains("topsecret"))
        #expect(failure.remedy?.contains("openssl rand") == true)
    }
}
