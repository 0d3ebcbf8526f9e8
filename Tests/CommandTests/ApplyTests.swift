import ArgumentParser
import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

@Suite("samtale apply")
struct ApplyTests {
    @Test("the demo desk is taken as it stands, and taking it again changes nothing")
    func demo() throws {
        try DeskFolder.open { folder in
            let demo = try DeskFolder.demo()
            let first = try folder.apply(demo)
            #expect(first.allSatisfy { $0.kind == .created })
            #expect(try folder.apply(demo).allSatisfy { $0.kind == .unchanged })
            #expect(try folder.apply(demo, prune: true).allSatisfy { $0.kind == .unchanged })
            let registry = try folder.registry()
            let support = try #require(registry.channels["support"])
            #expect(registry.categories[try #require(support.offlineForm.category)]?.name == "Orders")
            #expect(registry.priorities.values.sorted { $0.rank < $1.rank }.map(\.name) == ["High", "Normal", "Low"])
            #expect(registry.path(of: try #require(support.faqSuggestions.folder)) == "Shop")
            let returns = try #require(registry.channels["returns"])
            #expect(returns.openingHours.days.fri == [OpeningHours.LocalInterval(from: "08:00", to: "18:00")])
            #expect(returns.openingHours.days.sat.isEmpty)
            #expect(returns.openingHours.exceptions.map(\.date) == ["2026-12-25", "2027-01-01"])
            #expect(try folder.entries().filter { $0.public }.count == 8)
        }
    }

    /// Every setting has another value than its default.
    private static let everything = Channel(
        channel: "all", name: "no", description: "1e3", language: "sv", badgeHeader: "Chat: with #us",
        welcomeMessage: "Two\nlines, \"quoted\" ünd so 👋",
        warnings: Channel.Warnings(
            agentNewChat: 0.5, managerNewChat: 3, agentNewMessage: 0, managerNewMessage: 7.25),
        openingHours: OpeningHours(
            enabled: true, timeZone: "Europe/Oslo",
            days: OpeningHours.Days(
                mon: [.init(from: "22:00", to: "06:00"), .init(from: "08:00", to: "21:00")], tue: [], sun: [.usual]),
            lunch: .init(from: "11:30", to: "12:00"),
            exceptions: [
                .init(date: "2026-12-24", intervals: [.init(from: "08:00", to: "12:00")]), .init(date: "2026-12-25"),
            ]),
        widget: Channel.Widget(
            theme: .classic, size: .large, font: "Fira Sans", fontSize: "14px",
            colours: Channel.Colours(
                base: "#000001", badge: "#000002", badgeText: "#000003", visitor: "#000004", visitorText: "#000005",
                agent: "#000006", agentText: "#000007", button: "#000008", buttonText: "#000009"),
            logo: "https://shop.example/logo.png", showAgentPhoto: false, useFirstName: true, header: "Header",
            message: "- Message", queueText: "{cque} {cavw}", visibility: .identified),
        offlineForm: Channel.OfflineForm(
            header: "H", message: "M", requests: false, category: DeskIdentifier.make("category", ["Käse: no"]),
            priority: DeskIdentifier.make("priority", ["1"]), required: [.company, .country], consent: true),
        queueRequest: Channel.QueueRequest(enabled: true, afterMinutes: 2.5, atLength: 3),
        preChatForm: Channel.PreChatForm(enabled: false, message: "P", required: [.phone], consent: true),
        faqSuggestions: Channel.FAQSuggestions(enabled: true, folder: DeskIdentifier.make("folder", ["A b", "no"])),
        postChatForm: Channel.PostChatForm(
            enabled: true, header: "H", message: "M", transcript: true,
            transcriptMail: Channel.TranscriptTemplate(subject: "S", greeting: "G", introduction: "I", closing: "C"),
            rating: true, ratingText: "R"),
        consent: Channel.Consent(text: "T", link: "https://shop.example/terms"),
        bot: Channel.Bot(enabled: true, bot: "helper", name: "Bo"),
        routing: Channel.Routing(policy: .leastBusy, offerSeconds: 12, preferSameAgentSeconds: 34),
        idle: Channel.Idle(
            disconnectedSeconds: 1, goneSeconds: 2, agentLostSeconds: 3, agentReturnSeconds: 4, warnSeconds: 5,
            closeSeconds: 6, postChatSeconds: 7),
        masks: [Channel.Mask(label: "IBAN: no", pattern: #"(?i)\bNO\d{2} ?\d{4}\b"#)],
        allowedOrigins: ["https://a.example", "http://b.example:8080"],
        identitySecret: "0123456789-0123456789-0123456789")

    private static let needs = """
        bots: {helper: {name: Helper}}
        categories: ["Käse: no"]
        priorities: ["1"]
        faq: {A b: {no: []}}

        """

    @Test("what channel show --yaml prints is taken again, with every setting there is, and without the secret")
    func roundTrip() throws {
        try DeskFolder.open { folder in
            _ = try folder.apply(Self.needs)
            let registry = try folder.registry()
            let yaml = try ChannelSheet(Self.everything, registry).yaml()
            #expect(!yaml.contains("0123456789"))
            #expect(yaml.contains("identitySecret is set"))
            _ = try folder.apply(yaml)
            var saved = try #require(try folder.registry().channels["all"])
            saved.version = nil
            var expected = Self.everything
            expected.identitySecret = nil
            #expect(saved == expected)
            // No field has its default: one that were left out would be seen.
            let standard = try WireJSON.encode(Channel(channel: "all", name: "x"))
            let fields = try WireJSON.decode([String: Anything].self, from: standard)
            let others = try WireJSON.decode([String: Anything].self, from: try WireJSON.encode(Self.everything))
            for (key, value) in fields where key != "channel" { #expect(others[key] != value, "\(key)") }
        }
    }

    @Test("channel show names every setting of the schema, and masks the secret")
    func sheet() throws {
        let rows = try ChannelSheet(Self.everything, ChannelRegistry()).sections.joined()
        let names = Set(rows.map(\.setting))
        #expect(
            names.isSuperset(of: [
                "name", "warnings.agentNewChat", "openingHours.days.mon", "widget.colours.badge",
                "offlineForm.category",
                "postChatForm.transcriptMail.closing", "idle.postChatSeconds", "bot.bot", "allowedOrigins",
            ]))
        #expect(rows.first { $0.setting == "identitySecret" }?.value == "set")
        #expect(rows.first { $0.setting == "openingHours.days.mon" }?.value == "22:00–06:00, 08:00–21:00")
        #expect(rows.first { $0.setting == "warnings.managerNewMessage" }?.value == "7.25")
    }

    @Test(
        "a mistake is named with its line and what was meant",
        arguments: [
            (
                "channels: {support: {name: S, warnigs: {}}}",
                "line 1: unknown key \"channels.support.warnigs\" (did you mean \"warnings\"?)"
            ),
            (
                "channels:\n  support:\n    name: S\n    openingHours:\n      days:\n        mon: [{from: a, too: b}]",
                "line 6: unknown key \"channels.support.openingHours.days.mon[0].too\" (did you mean \"to\"?)"
            ),
            (
                "channels:\n  support:\n    name: S\n    openingHours: {exceptions: {date: x}}",
                "line 4: channels.support.openingHours.exceptions must be a list"
            ),
            (
                "channels:\n  support:\n    name: S\n    routing:\n      policy: random",
                "line 5: channels.support.routing.policy has a value that is not allowed"
            ),
            (
                "channels:\n  support:\n    name: S\n    idle:\n      goneSeconds: soon",
                "line 5: channels.support.idle.goneSeconds must be a whole number"
            ),
            ("channels: {Support: {name: S}}", "line 1: \"Support\" is no name for a channel"),
            ("categories: [A, B, A]", "line 1: categories[2] stands there twice: \"A\""),
            ("categories: A", "line 1: categories must be a list"),
            (
                "faq:\n  Shop:\n    - {title: A, text: b}\n    - {title: A, text: c}",
                "line 4: faq.Shop[1].title stands in this folder twice: \"A\""
            ),
            ("faq:\n  Shop:\n    - {text: c}", "line 3: faq.Shop[0].title is missing"),
            (
                "faq:\n  Shop:\n    - {title: T, text: c, titl: T}",
                "line 3: unknown key \"faq.Shop[0].titl\" (did you mean \"title\"?)"
            ),
            ("faq:\n  A/B: []", "line 2: \"A/B\" is no name for a folder"),
            (
                "categories: [Orders]\nchannels:\n  s:\n    name: S\n    offlineForm:\n      category: Order",
                "line 6: channels.s.offlineForm.category names no category: \"Order\" (did you mean \"Orders\"?)"
            ),
            (
                "faq: {Shop: {Shipping: []}}\nchannels: {s: {name: S, faqSuggestions: {folder: Shop/Shiping}}}",
                "names no folder of the FAQ: \"Shop/Shiping\" (did you mean \"Shop/Shipping\"?)"
            ),
            ("channels: {s: {name: S, offlineForm: {priority: High}}}", "names no priority: \"High\""),
            (
                "channels:\n  s:\n    name: S\n    identitySecretFile: nowhere.txt",
                "line 4: channels.s.identitySecretFile names"
            ),
            ("channels: {s: {name: S, identitySecret: a, identitySecretFile: b}}", "stands beside identitySecret"),
            (
                "agents: {a: {members: {s: [responds]}}}",
                "line 1: agents.a.members.s: \"responds\" is no permission (did you mean \"respond\"?)"
            ),
            ("agents:\n  a:\n    awayAfterMinutes: never", "line 3: agents.a.awayAfterMinutes must be a whole number"),
        ])
    func mistakes(text: String, expected: String) throws {
        try DeskFolder.open { folder in
            let failure = try folder.failure(of: text)
            #expect(failure.replacing("desk.yaml, ", with: "").contains(expected), "\(failure)")
        }
    }

    @Test(
        "a refused field is found in the file, in lists too, and nothing is kept",
        arguments: [
            ("allowedOrigins[1]", 6), ("offlineForm.header", 4), ("name", 3), ("widget.colours.base", 8),
            ("idle.goneSeconds", 2),
        ])
    func lines(field: String, line: Int) throws {
        try DeskFolder.open { folder in
            let text = """
                channels:
                  s:
                    name: S
                    allowedOrigins:
                      - https://a.example
                      - ftp://b.example
                    widget:
                      colours: {base: "#000000"}
                """.replacing(
                    "    allowedOrigins:",
                    with: field == "offlineForm.header"
                        ? "    offlineForm: {header: x}\n    allowedOrigins:" : "    allowedOrigins:")
            let desk = try DeskFile(path: try folder.write(text))
            #expect(desk.line(of: DeskPath("channels", "s") + DeskPath(field: field)) == line)
            #expect(try folder.failure(of: text).contains("channels.s allowedOrigins[1]"))
            #expect(try folder.registry().channels.isEmpty)
        }
    }

    @Test("pruning removes what the file does not name, from the outside in, and only of sections that it has")
    func prune() throws {
        try DeskFolder.open { folder in
            _ = try folder.apply(
                """
                bots: {helper: {name: Helper}, other: {name: Other}}
                categories: [A, B]
                priorities: [High, Low]
                faq: {Shop: {Shipping: [{title: T, text: t}], Payment: [{title: U, text: u}]}, Old: {Older: []}}
                channels: {s: {name: S, offlineForm: {category: A, priority: High}, faqSuggestions: {folder: Shop}, bot: {bot: helper}}}
                """)
            // Of what it has no section for, nothing goes.
            _ = try folder.apply(
                "channels: {s: {name: S, offlineForm: {category: A}, bot: {bot: helper}}}", prune: true)
            var registry = try folder.registry()
            #expect(registry.folders.count == 5 && registry.categories.count == 2 && registry.bots.count == 2)
            // What a channel used until now goes as well, since it does not use it any more.
            let changes = try folder.apply(
                """
                bots: {}
                categories: [B]
                priorities: []
                faq: {Shop: {Payment: [{title: U, text: u}]}}
                channels: {s: {name: S, offlineForm: {category: B}}}
                """, prune: true)
            let removed = changes.filter { $0.kind == .removed }.map(\.subject)
            #expect(
                Set(removed) == [
                    "bot helper", "bot other", "category \"A\"", "priority \"High\"", "priority \"Low\"",
                    "FAQ folder \"Shop/Shipping\"", "FAQ folder \"Old\"", "FAQ folder \"Old/Older\"", "FAQ entry \"T\"",
                ])
            registry = try folder.registry()
            #expect(registry.folders.values.map { registry.path(of: $0.folder) }.sorted() == ["Shop", "Shop/Payment"])
            #expect(try folder.entries().map(\.title) == ["U"])
            #expect(registry.bots.isEmpty && registry.priorities.isEmpty)
        }
    }

    @Test("a secret comes from a file, stays where it is left out, goes where it is empty, and is in no output")
    func secret() throws {
        try DeskFolder.open { folder in
            let secret = "a-secret-of-more-than-thirty-two-characters"
            _ = try folder.write(secret + "\n", as: "secret.txt")
            let changes = try folder.apply("channels: {s: {name: S, identitySecretFile: secret.txt}}")
            #expect(try folder.registry().channels["s"]?.identitySecret == secret)
            #expect(!(try WireText.json(changes)).contains("a-secret"))
            #expect(try folder.apply("channels: {s: {name: S}}").map(\.kind) == [.unchanged])
            let gone = try folder.apply("channels: {s: {name: S, identitySecret: \"\"}}")
            #expect(gone.first?.fields == ["identitySecret"])
            #expect(try folder.registry().channels["s"]?.identitySecret == nil)
        }
    }

    @Test("a trial makes no store, and changes none")
    func dryRun() throws {
        try DeskFolder.open { folder in
            let file = try folder.write("channels: {s: {name: S}}")
            try Apply.parse([file, "--dry-run", "--store-path", folder.storePath]).run()
            #expect(!FileManager.default.fileExists(atPath: folder.storePath))
            _ = try folder.apply("channels: {s: {name: S}}")
            let other = try folder.write("channels: {s: {name: T}, t: {name: U}}")
            try Apply.parse([other, "--dry-run", "--store-path", folder.storePath]).run()
            #expect(try folder.registry().channels.values.map(\.name) == ["S"])
        }
    }

    @Test("identifiers follow from kind and path alone, and no two things share one")
    func identifiers() {
        let ids: [FolderID] = [
            DeskIdentifier.make("folder", ["a", "b"]), DeskIdentifier.make("folder", ["a/b"]),
            DeskIdentifier.make("folder", ["ab"]), DeskIdentifier.make("faq", ["a", "b"]),
            DeskIdentifier.make("folder", ["b", "a"]),
        ]
        #expect(Set(ids).count == ids.count)
        // Kept in stores: it must never change.
        #expect(ids[0] == "3b52d687-0bfb-8e84-8e75-2a2b782ad999")
    }
}
