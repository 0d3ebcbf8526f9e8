import ChatContract
import ChatCore
import ChatStore

/// What a control command came to.
struct DeskChange: Encodable {
    enum Kind: String, Encodable { case created, changed, unchanged, removed }

    var kind: Kind
    /// What it was about: `channel support`.
    var subject: String
    /// The fields that have another value now.
    var fields: [String] = []

    /// What a command is about.
    enum Subject {
        case bot(BotHandle)
        case category(CategoryID, name: String)
        case priority(PriorityID, name: String)
        case folder(FolderID, Folder.Kind, path: String)
        case entry(FAQEntryID, title: String)
        case template(TemplateID, name: String)
        case quickReply(QuickReplyID, name: String)
        case channel(ChannelHandle)
        case agent(AgentHandle)
        case member(ChannelHandle, AgentHandle)
        case webhook(WebhookHandle)

        var name: String {
            switch self {
            case .bot(let bot): "bot \(bot)"
            case .category(_, let name): "category \"\(name)\""
            case .priority(_, let name): "priority \"\(name)\""
            case .folder(_, .faq, let path): "FAQ folder \"\(path)\""
            case .folder(_, .template, let path): "template folder \"\(path)\""
            case .template(_, let name): "template \"\(name)\""
            case .quickReply(_, let name): "quick reply \"\(name)\""
            case .entry(_, let title): "FAQ entry \"\(title)\""
            case .channel(let channel): "channel \(channel)"
            case .agent(let agent): "agent \(agent)"
            case .webhook(let webhook): "webhook \(webhook)"
            case .member(let channel, let agent): "member \(agent) of \(channel)"
            }
        }

        /// Its fields and their values as JSON; empty when there is no such thing.
        func fields(_ state: DeskState) -> [String: String] {
            switch self {
            case .bot(let bot): Self.fields(state.registry.bots[bot])
            case .category(let category, _): Self.fields(state.registry.categories[category])
            case .priority(let priority, _): Self.fields(state.registry.priorities[priority])
            case .folder(let folder, _, _): Self.fields(state.registry.folders[folder])
            case .entry(let entry, _): Self.fields(state.entries[entry])
            case .template(let template, _): Self.fields(state.templates[template])
            case .quickReply(let reply, _): Self.fields(state.quickReplies[reply])
            case .channel(let channel): Self.fields(state.registry.channels[channel])
            case .agent(let agent): Self.fields(state.roster.agents[agent]?.profile)
            case .webhook(let webhook): Self.fields(state.registry.webhooks[webhook])
            case .member(let channel, let agent): Self.fields(state.registry.members[channel]?[agent])
            }
        }

        /// Those of groups by their paths: `offlineForm.header`.
        private static func fields(_ value: (some Encodable)?) -> [String: String] {
            guard let value, let json = try? WireJSON.encode(value),
                let fields = try? WireJSON.decode([String: Field].self, from: json)
            else { return [:] }
            return fields.reduce(into: [:]) { flat, field in
                guard let group = field.value.fields else {
                    flat[field.key] = field.value.text
                    return
                }
                for (key, value) in group { flat["\(field.key).\(key)"] = value.text }
            }
        }
    }

    /// Any JSON, only for comparing.
    private struct Field: Decodable {
        let text: String
        /// Of an object.
        private(set) var fields: [String: Field]?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = "null"
            } else if let value = try? container.decode(Bool.self) {
                text = String(value)
            } else if let value = try? container.decode(Double.self) {
                text = String(value)
            } else if let value = try? container.decode(String.self) {
                text = "\"\(value)\""
            } else if let values = try? container.decode([Field].self) {
                text = values.map(\.text).joined(separator: ",")
            } else {
                let values = try container.decode([String: Field].self)
                text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: ",")
                fields = values
            }
        }
    }

    init(_ subject: Subject, before: [String: String], after: [String: String]) {
        self.subject = subject.name
        switch (before.isEmpty, after.isEmpty) {
        case (true, true): kind = .unchanged
        case (true, false): kind = .created
        case (false, true): kind = .removed
        case (false, false):
            fields = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] && $0 != "version" }.sorted()
            kind = before == after ? .unchanged : .changed
        }
    }
}
