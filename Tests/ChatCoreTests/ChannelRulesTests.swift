import ChatContract
import Testing

@testable import ChatCore

@Suite("What a channel's settings may hold (spec section 5)")
struct ChannelRulesTests {
    private static let category: CategoryID = "00000000-0000-8000-8000-0000000000c1"
    private static let priority: PriorityID = "00000000-0000-8000-8000-0000000000d1"
    private static let folder: FolderID = "00000000-0000-8000-8000-0000000000f1"
    private static let templates: FolderID = "00000000-0000-8000-8000-0000000000f2"

    private let registry: ChannelRegistry = {
        var registry = ChannelRegistry()
        registry.bots["helper"] = Bot(bot: "helper", name: "Helper")
        registry.categories[category] = RequestCategory(category: category, name: "Sales")
        registry.priorities[priority] = RequestPriority(priority: priority, name: "High")
        registry.folders[folder] = Folder(folder: folder, kind: .faq, name: "FAQ")
        registry.folders[templates] = Folder(folder: templates, kind: .template, name: "Replies")
        return registry
    }()

    private func refusal(_ change: (inout Channel) -> Void) -> Refusal? {
        var channel = Channel(channel: "support", name: "Support")
        change(&channel)
        do throws(Refusal) {
            try ChannelRules.check(channel, in: registry)
            return nil
        } catch {
            return error
        }
    }

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test("the defaults are allowed, and so is every setting at its bounds")
    func allowed() {
        let changes: [(inout Channel) -> Void] = [
            { _ in },
            { $0.name = Self.long(255) }, { $0.badgeHeader = Self.long(255) }, { $0.description = Self.long(255) },
            { $0.welcomeMessage = Self.long(8000) }, { $0.widget.header = Self.long(255) },
            { $0.widget.message = Self.long(255) }, { $0.widget.queueText = Self.long(255) },
            { $0.widget.font = "Open Sans, sans-serif" }, { $0.widget.fontSize = "14px" },
            { $0.widget.colours.base = "#0080fF" }, { $0.offlineForm.header = Self.long(255) },
            { $0.offlineForm.message = Self.long(1024) }, { $0.preChatForm.message = Self.long(1024) },
            { $0.postChatForm.header = Self.long(255) }, { $0.postChatForm.message = Self.long(1024) },
            { $0.postChatForm.ratingText = Self.long(1024) }, { $0.consent.text = Self.long(1024) },
            { $0.consent.link = "https://example.com/terms" }, { $0.offlineForm.category = Self.category },
            { $0.offlineForm.priority = Self.priority }, { $0.faqSuggestions.folder = Self.folder },
            { $0.queueRequest.afterMinutes = 10_080 }, { $0.queueRequest.atLength = 10_000 },
            { $0.warnings = Channel.Warnings(agentNewChat: 0, managerNewChat: 0.5, agentNewMessage: 10_080) },
            { $0.routing.offerSeconds = 1 }, { $0.routing.offerSeconds = 600 },
            { $0.routing.preferSameAgentSeconds = 3600 },
            { $0.idle.disconnectedSeconds = 1 }, { $0.idle.goneSeconds = 30 }, { $0.idle.goneSeconds = 86_400 },
            { $0.idle.agentLostSeconds = 1 }, { $0.idle.agentReturnSeconds = 86_400 },
            { $0.idle.closeSeconds = 0 }, { $0.idle.warnSeconds = 0 },
            { ($0.idle.warnSeconds, $0.idle.closeSeconds) = (604_799, 604_800) },
            { $0.idle.postChatSeconds = 1 }, { $0.idle.postChatSeconds = 86_400 },
            { $0.bot = Channel.Bot(enabled: true, bot: "helper", name: Self.long(64)) },
            { $0.allowedOrigins = ["https://www.example.com", "http://localhost:8080"] },
            { $0.identitySecret = Self.long(32) }, { $0.identitySecret = Self.long(255) }, { $0.identitySecret = "" },
        ]
        for (index, change) in changes.enumerated() { #expect(refusal(change) == nil, "number \(index)") }
        for language in ["en", "nl", "de", "no", "da", "sv"] { #expect(refusal { $0.language = language } == nil) }
    }

    @Test("a wrong value is refused with its field, the value and what would do")
    func refused() {
        let table: [(field: String, says: String, change: (inout Channel) -> Void)] = [
            ("name", "empty", { $0.name = " \t" }),
            ("name", "256 characters; at most 255", { $0.name = Self.long(256) }),
            ("badgeHeader", "empty", { $0.badgeHeader = " " }),
            ("badgeHeader", "at most 255", { $0.badgeHeader = Self.long(256) }),
            ("description", "at most 255", { $0.description = Self.long(256) }),
            ("welcomeMessage", "at most 8000", { $0.welcomeMessage = Self.long(8001) }),
            ("language", "\"fr\" is not one of en, nl, de, no, da, sv", { $0.language = "fr" }),
            ("widget.header", "at most 255", { $0.widget.header = Self.long(256) }),
            ("widget.message", "at most 255", { $0.widget.message = Self.long(256) }),
            ("widget.queueText", "at most 255", { $0.widget.queueText = Self.long(256) }),
            ("widget.logo", "at most 2048", { $0.widget.logo = Self.long(2049) }),
            ("widget.font", "use letters", { $0.widget.font = "x;}body{display:none" }),
            ("widget.font", "at most 64", { $0.widget.font = Self.long(65) }),
            ("widget.fontSize", "use letters", { $0.widget.fontSize = "1px\n" }),
            ("widget.fontSize", "at most 16", { $0.widget.fontSize = Self.long(17) }),
            ("offlineForm.header", "at most 255", { $0.offlineForm.header = Self.long(256) }),
            ("offlineForm.message", "at most 1024", { $0.offlineForm.message = Self.long(1025) }),
            ("preChatForm.message", "at most 1024", { $0.preChatForm.message = Self.long(1025) }),
            ("postChatForm.header", "at most 255", { $0.postChatForm.header = Self.long(256) }),
            ("postChatForm.message", "at most 1024", { $0.postChatForm.message = Self.long(1025) }),
            ("postChatForm.ratingText", "at most 1024", { $0.postChatForm.ratingText = Self.long(1025) }),
            ("consent.text", "at most 1024", { $0.consent.text = Self.long(1025) }),
            (
                "consent.link", "\"http://x\" is not an address that begins with https://",
                { $0.consent.link = "http://x" }
            ),
            ("queueRequest.afterMinutes", "-1.0 is not between 0", { $0.queueRequest.afterMinutes = -1 }),
            ("queueRequest.afterMinutes", "10080", { $0.queueRequest.afterMinutes = 10_081 }),
            ("queueRequest.afterMinutes", "nan", { $0.queueRequest.afterMinutes = .nan }),
            ("queueRequest.atLength", "-1 is not between 0 (any) and 10000", { $0.queueRequest.atLength = -1 }),
            ("queueRequest.atLength", "10001", { $0.queueRequest.atLength = 10_001 }),
            ("warnings.agentNewChat", "-0.5 is not between 0 (never)", { $0.warnings.agentNewChat = -0.5 }),
            ("warnings.managerNewChat", "10080 minutes", { $0.warnings.managerNewChat = 10_081 }),
            ("warnings.agentNewMessage", "inf", { $0.warnings.agentNewMessage = .infinity }),
            ("warnings.managerNewMessage", "-1.0", { $0.warnings.managerNewMessage = -1 }),
            ("routing.offerSeconds", "0 is not between 1 and 600", { $0.routing.offerSeconds = 0 }),
            ("routing.offerSeconds", "601", { $0.routing.offerSeconds = 601 }),
            ("routing.preferSameAgentSeconds", "-1 is not between 0", { $0.routing.preferSameAgentSeconds = -1 }),
            ("routing.preferSameAgentSeconds", "3600", { $0.routing.preferSameAgentSeconds = 3601 }),
            ("idle.disconnectedSeconds", "0 is not between 1 and 3600", { $0.idle.disconnectedSeconds = 0 }),
            ("idle.disconnectedSeconds", "3600", { $0.idle.disconnectedSeconds = .max }),
            ("idle.disconnectedSeconds", "3600", { $0.idle.disconnectedSeconds = .min }),
            ("idle.goneSeconds", "29 is not between 30 and 86400", { $0.idle.goneSeconds = 29 }),
            ("idle.goneSeconds", "86401", { $0.idle.goneSeconds = 86_401 }),
            ("idle.agentLostSeconds", "0 is not between 1", { $0.idle.agentLostSeconds = 0 }),
            ("idle.agentReturnSeconds", "-1 is not between 1", { $0.idle.agentReturnSeconds = -1 }),
            ("idle.agentReturnSeconds", "86401", { $0.idle.agentReturnSeconds = 86_401 }),
            ("idle.warnSeconds", "-1 is not between 0", { $0.idle.warnSeconds = -1 }),
            ("idle.closeSeconds", "604801", { $0.idle.closeSeconds = 604_801 }),
            (
                "idle.warnSeconds", "1800 is not before idle.closeSeconds (1800); 0 switches",
                { $0.idle.warnSeconds = 1800 }
            ),
            ("idle.postChatSeconds", "0 is not between 1", { $0.idle.postChatSeconds = 0 }),
            ("bot.name", "at most 64", { $0.bot.name = Self.long(65) }),
            ("bot.bot", "missing: which bot?", { $0.bot.enabled = true }),
            ("allowedOrigins[1]", "\"*\" is not an origin such as", { $0.allowedOrigins = ["https://a.no", "*"] }),
            ("allowedOrigins[0]", "https://www", { $0.allowedOrigins = ["https://a.no/path"] }),
            ("allowedOrigins[0]", "https://www", { $0.allowedOrigins = ["https://"] }),
            ("identitySecret", "at least 32", { $0.identitySecret = Self.long(31) }),
            ("identitySecret", "at most 255", { $0.identitySecret = Self.long(256) }),
        ]
        for (field, says, change) in table {
            let refusal = refusal(change)
            #expect(refusal?.field == field && refusal?.code == .invalidField, "\(field): \(says)")
            #expect(refusal?.detail.contains(says) == true, "\(field): \(refusal?.detail ?? "accepted")")
        }
    }

    @Test("each colour must be one")
    func colours() {
        let named: [(String, WritableKeyPath<Channel.Colours, String?>)] = [
            ("badge", \.badge), ("badgeText", \.badgeText), ("visitor", \.visitor), ("visitorText", \.visitorText),
            ("agent", \.agent), ("agentText", \.agentText), ("button", \.button), ("buttonText", \.buttonText),
        ]
        for (name, path) in named {
            #expect(refusal { $0.widget.colours[keyPath: path] = "#A1b2C3" } == nil)
            for wrong in ["", "red", "#12345", "#1234567", "0080FF0", "#00 0FF", "#ø000F"] {
                let refusal = refusal { $0.widget.colours[keyPath: path] = wrong }
                #expect(refusal?.field == "widget.colours.\(name)", "\(wrong)")
                #expect(refusal?.detail == "\"\(wrong)\" is not a colour such as #0080FF")
            }
        }
        #expect(refusal { $0.widget.colours.base = "blue" }?.field == "widget.colours.base")
    }

    @Test("what a setting names must be there, and be of the right kind")
    func references() {
        let other = "00000000-0000-8000-8000-0000000000aa"
        let table: [(field: String, says: String, change: (inout Channel) -> Void)] = [
            ("offlineForm.category", "no category \(other)", { $0.offlineForm.category = CategoryID(other) }),
            ("offlineForm.priority", "no priority \(other)", { $0.offlineForm.priority = PriorityID(other) }),
            ("faqSuggestions.folder", "no folder \(other) for the FAQ", { $0.faqSuggestions.folder = FolderID(other) }),
            ("faqSuggestions.folder", "for the FAQ", { $0.faqSuggestions.folder = Self.templates }),
            ("bot.bot", "no bot nobody; save it first", { $0.bot.bot = "nobody" }),
        ]
        for (field, says, change) in table {
            let refusal = refusal(change)
            #expect(refusal?.code == .notFound && refusal?.field == field)
            #expect(refusal?.detail.contains(says) == true, "\(refusal?.detail ?? "accepted")")
        }
    }
}
