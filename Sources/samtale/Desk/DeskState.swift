import ChatContract
import ChatCore
import ChatStore

/// What the store holds of a desk, inside a transaction.
struct DeskState {
    let view: StoreView
    /// The FAQ, where it was asked for.
    private(set) var entries: [FAQEntryID: FAQEntry]
    /// The reply templates, where they were asked for.
    private(set) var templates: [TemplateID: ReplyTemplate]
    /// The quick replies of the agent who was asked for.
    private(set) var quickReplies: [QuickReplyID: QuickReply]

    var registry: ChannelRegistry { view.registry }
    var roster: Roster { view.roster }

    init(
        _ view: StoreView, entries: [FAQEntry] = [], templates: [ReplyTemplate] = [], quickReplies: [QuickReply] = []
    ) {
        self.view = view
        self.entries = Dictionary(entries.map { ($0.entry, $0) }) { $1 }
        self.templates = Dictionary(templates.map { ($0.template, $0) }) { $1 }
        self.quickReplies = Dictionary(quickReplies.map { ($0.quickReply, $0) }) { $1 }
    }

    /// Takes note of a command that was done: texts are not in the view.
    mutating func note(_ command: ControlCommand) {
        switch command {
        case .saveFAQ(let entry): entries[entry.entry] = entry
        case .removeFAQ(let reference): entries[reference.entry] = nil
        case .saveTemplate(let template): templates[template.template] = template.cleaned
        case .removeTemplate(let reference): templates[reference.template] = nil
        case .saveQuickReply(let reply): quickReplies[reply.quickReply] = reply.cleaned
        default: break
        }
    }

    /// Whether a command would change nothing, which its decision does not look at.
    func isSo(_ command: ControlCommand) -> Bool {
        switch command {
        case .saveFAQ(let entry): entries[entry.entry] == entry
        case .saveTemplate(let template): templates[template.template] == template.cleaned
        case .saveQuickReply(let reply): quickReplies[reply.quickReply] == reply.cleaned
        default: false
        }
    }
}
