import ChatContract
import Testing

@testable import ChatCore

@Suite("Control: bots, folders, FAQ, categories and priorities")
struct ControlTextsTests {
    private let apply = Actor.system("apply")
    private let top: FolderID = "00000000-0000-8000-8000-0000000000f1"
    private let inner: FolderID = "00000000-0000-8000-8000-0000000000f2"
    private let entry: FAQEntryID = "00000000-0000-8000-8000-0000000000e1"
    private let category: CategoryID = "00000000-0000-8000-8000-0000000000c1"
    private let priority: PriorityID = "00000000-0000-8000-8000-0000000000d1"

    @Test("they are for administrators and the system")
    func rights() {
        let commands: [ControlCommand] = [
            .saveBot(Bot(bot: "helper", name: "Helper")), .removeBot(BotReference(bot: "helper")),
            .saveFolder(Folder(folder: top, kind: .faq, name: "FAQ")), .removeFolder(FolderReference(folder: top)),
            .saveFAQ(FAQEntry(entry: entry, title: "T", text: "x")), .removeFAQ(FAQEntryReference(entry: entry)),
            .saveCategory(RequestCategory(category: category, name: "C")),
            .removeCategory(CategoryReference(category: category)),
            .savePriority(RequestPriority(priority: priority, name: "P")),
            .removePriority(PriorityReference(priority: priority)),
        ]
        for command in commands {
            var fixture = DeskFixture()
            fixture.roster.agents["ben"]?.profile.administrator = true
            for actor in [Actor.agent("mia"), .agent("anna"), .visitor, .bot("b")] {
                let before = fixture.registry
                #expect(fixture.control(command, by: actor).code == .forbidden)
                #expect(fixture.registry == before)
            }
            for actor in [Actor.agent("ben"), apply] { #expect(fixture.control(command, by: actor).code != .forbidden) }
        }
    }

    @Test("each is saved once, told to the store, and not removed while something uses it")
    func inUse() throws {
        var fixture = DeskFixture()
        let saves: [(ControlCommand, SettingsChange)] = [
            (.saveBot(Bot(bot: "helper", name: "H")), .botSaved(Bot(bot: "helper", name: "H"))),
            (
                .saveFolder(Folder(folder: top, kind: .faq, name: "F")),
                .folderSaved(Folder(folder: top, kind: .faq, name: "F"))
            ),
            (
                .saveCategory(RequestCategory(category: category, name: "C")),
                .categorySaved(RequestCategory(category: category, name: "C"))
            ),
            (
                .savePriority(RequestPriority(priority: priority, name: "P", rank: 2)),
                .prioritySaved(RequestPriority(priority: priority, name: "P", rank: 2))
            ),
        ]
        for (command, change) in saves {
            #expect(fixture.control(command, by: apply).changes.settings == [change])
            #expect(fixture.control(command, by: apply).changes.isEmpty, "the same again changes nothing")
        }
        fixture.save { channel in
            channel.bot.bot = "helper"
            channel.faqSuggestions.folder = top
            (channel.offlineForm.category, channel.offlineForm.priority) = (category, priority)
        }
        let removals: [(ControlCommand, String, SettingsChange)] = [
            (.removeBot(BotReference(bot: "helper")), "bot", .botRemoved("helper")),
            (.removeFolder(FolderReference(folder: top)), "folder", .folderRemoved(top)),
            (.removeCategory(CategoryReference(category: category)), "category", .categoryRemoved(category)),
            (.removePriority(PriorityReference(priority: priority)), "priority", .priorityRemoved(priority)),
        ]
        for (command, field, _) in removals {
            let refused = fixture.control(command, by: apply)
            #expect(refused.code == .conflict && refused.refusal?.field == field)
            #expect(refused.refusal?.detail.contains("channel support") == true)
        }
        fixture.save { channel in
            channel.bot.bot = nil
            channel.faqSuggestions.folder = nil
            (channel.offlineForm.category, channel.offlineForm.priority) = (nil, nil)
        }
        for (command, field, change) in removals {
            #expect(fixture.control(command, by: apply).changes.settings == [change])
            let again = fixture.control(command, by: apply)
            #expect(again.code == .notFound && again.refusal?.field == field)
        }
    }

    @Test("folders stand in folders of their kind, never in themselves, and are emptied before they go")
    func folders() {
        var fixture = DeskFixture()
        func save(_ folder: FolderID, _ kind: Folder.Kind = .faq, in parent: FolderID? = nil, name: String = "F")
            -> Refusal?
        {
            fixture.control(.saveFolder(Folder(folder: folder, kind: kind, name: name, parent: parent)), by: apply)
                .refusal
        }
        #expect(save(top, name: " ")?.field == "name")
        #expect(save(top, name: String(repeating: "x", count: 256))?.field == "name")
        #expect(save(top) == nil && save(inner, in: top, name: "Inner") == nil)
        #expect(save(top, in: top)?.detail == "a folder cannot be inside itself")
        #expect(save(top, in: inner)?.detail == "a folder cannot be inside itself")
        #expect(save(top, .template)?.code == .conflict)
        #expect(save("00000000-0000-8000-8000-0000000000f3", .template, in: top)?.code == .notFound)
        #expect(
            save("00000000-0000-8000-8000-0000000000f3", in: "00000000-0000-8000-8000-0000000000ff")?.field == "parent")
        let removed = fixture.control(.removeFolder(FolderReference(folder: top)), by: apply)
        #expect(removed.refusal?.detail == "the folder \"Inner\" is inside; remove it first")
    }

    @Test("entries of the FAQ: title and text, an address that can be followed, a folder of the FAQ")
    func entries() {
        var fixture = DeskFixture()
        fixture.registry.folders[top] = Folder(folder: top, kind: .faq, name: "F")
        fixture.registry.folders[inner] = Folder(folder: inner, kind: .template, name: "T")
        let table: [(String?, (inout FAQEntry) -> Void)] = [
            (nil, { _ in }), (nil, { $0.url = "https://x.no/faq" }), (nil, { $0.url = "/faq/1" }),
            (nil, { $0.folder = top }),
            ("title", { $0.title = "" }), ("title", { $0.title = String(repeating: "x", count: 256) }),
            ("text", { $0.text = " " }), ("text", { $0.text = String(repeating: "x", count: 32_001) }),
            ("language", { $0.language = String(repeating: "x", count: 36) }),
            ("url", { $0.url = "javascript:alert(1)" }),
            ("url", { $0.url = "http://x.no" }), ("url", { $0.url = "//x.no" }), ("url", { $0.url = "https://x y/<>" }),
            ("language", { $0.language = "english" }), ("url", { $0.url = "/" + String(repeating: "x", count: 2048) }),
            ("folder", { $0.folder = inner }), ("folder", { $0.folder = FolderID(high: 1, low: 1) }),
        ]
        for (field, change) in table {
            var faq = FAQEntry(entry: entry, title: "How?", text: "So.")
            change(&faq)
            let saved = fixture.control(.saveFAQ(faq), by: apply)
            #expect(saved.refusal?.field == field)
            #expect(saved.changes.settings == (field == nil ? [.faqSaved(faq)] : []))
        }
        let removed = fixture.control(.removeFAQ(FAQEntryReference(entry: entry)), by: apply)
        #expect(removed.changes.settings == [.faqRemoved(entry)])
    }

    @Test("a bot's login is nobody else's")
    func botLogins() {
        var fixture = DeskFixture()
        fixture.roster.agents["anna"]?.profile.brokerLogin = "anna-login"
        func save(_ bot: BotHandle, _ login: String?, name: String = "B") -> Refusal? {
            fixture.control(.saveBot(Bot(bot: bot, name: name, brokerLogin: login)), by: apply).refusal
        }
        #expect(save("helper", "bot-login") == nil && save("helper", "bot-login", name: "C") == nil)
        #expect(save("other", "bot-login")?.field == "brokerLogin" && save("other", "anna-login")?.code == .conflict)
        #expect(save("other", nil) == nil)
        #expect(save("other", nil, name: "")?.field == "name")
        #expect(save("other", nil, name: String(repeating: "x", count: 65))?.field == "name")
    }
}

@Suite("Control: what an agent sets of himself, and what his screen tells")
struct ControlProfileTests {
    private let anna = Actor.agent("anna")

    @Test("nickname, photo, language, time zone and notices; what is left out keeps its value")
    func profile() throws {
        var fixture = DeskFixture()
        var body = ProfileSave(nickname: "Annie")
        (body.photo, body.language, body.timeZone, body.notifications) = (
            "https://x.no/a.png", "no", "Europe/Oslo", false
        )
        let saved = fixture.control(.saveProfile(body), by: anna)
        #expect(saved.code == nil && saved.changes.agents == ["anna"])
        #expect(saved.changes.transients.map(\.type) == [.presenceChanged])
        #expect(fixture.control(.saveProfile(body), by: anna).changes.isEmpty)
        fixture.control(.saveProfile(ProfileSave()), by: anna)
        var profile = try fixture.agent("anna").profile
        #expect((profile.nickname, profile.photo, profile.language) == ("Annie", "https://x.no/a.png", "no"))
        #expect((profile.timeZone, profile.notifications) == ("Europe/Oslo", false))
        body.photo = ""
        fixture.control(.saveProfile(body), by: anna)
        profile = try fixture.agent("anna").profile
        #expect(profile.photo == nil, "an empty one goes")
        for nickname in [" ", String(repeating: "x", count: 65)] {
            #expect(
                fixture.control(.saveProfile(ProfileSave(nickname: nickname)), by: anna).refusal?.field == "nickname")
        }
        for actor in [Actor.visitor, .bot("b"), .system("x")] {
            #expect(fixture.control(.saveProfile(ProfileSave(nickname: "N")), by: actor).code == .forbidden)
        }
    }

    @Test(
        "without input for as long as his profile says he becomes Away; 0 minutes: never (decisions, \"Somebody is there\")"
    )
    func idleAtTheScreen() throws {
        for (minutes, idle, status) in [
            (nil, 1799, WantedPresence.present), (nil, 1800, .away), (5, 299, .present), (5, 300, .away),
            (0, 90_000, .present),
        ] as [(Int?, Int, WantedPresence)] {
            var fixture = DeskFixture(.quiet.with { $0.routing.policy = .roundRobin })
            if let minutes { fixture.save("anna") { $0.awayAfterMinutes = minutes } }
            let session = try fixture.open()
            #expect(fixture.asked(session) == "anna")
            var renew = PresenceRenew(connection: "desk", leaseSeconds: 60)
            renew.idleSeconds = idle
            fixture.control(.renewPresence(renew), by: anna)
            #expect(try fixture.agent("anna").wanted == status, "\(String(describing: minutes)) \(idle)")
            #expect(fixture.asked(session) == (status == .away ? "ben" : "anna"))
            #expect(fixture.transients.contains { $0.type == .presenceChanged } || status == .present)
        }
    }

    @Test("a channel's secret is kept where it is left out, and goes where it is empty")
    func secret() {
        var fixture = DeskFixture()
        let secret = String(repeating: "s", count: 40)
        fixture.save { $0.identitySecret = secret }
        fixture.save { ($0.identitySecret, $0.description) = (nil, "new") }
        #expect(fixture.registry.channels["support"]?.identitySecret == secret)
        fixture.save { $0.identitySecret = "" }
        #expect(fixture.registry.channels["support"]?.identitySecret == nil)
    }
}
