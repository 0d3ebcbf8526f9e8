import ChatContract
import Foundation
import Yams

/// From the YAML of a desk file to what it says.
extension DeskFile {
    mutating func read(_ problems: inout [DeskProblem]) {
        for (key, node) in entries("bots") {
            let path = DeskPath("bots", key)
            let bot: Bot? = decode(node, ["bot": key, "name": key], at: path, &problems)
            if let bot { bots.append(Item(value: bot, path: path)) }
        }
        for (name, path) in names("categories", &problems) {
            let category = RequestCategory(category: DeskIdentifier.make("category", [name]), name: name)
            categories.append(Item(value: category, path: path))
        }
        for (name, path) in names("priorities", &problems) {
            let priority = RequestPriority(
                priority: DeskIdentifier.make("priority", [name]), name: name, rank: priorities.count + 1)
            priorities.append(Item(value: priority, path: path))
        }
        if let faq = root?.mapping?["faq"], faq.null == nil {
            read(faq, .faq, in: [], of: nil, at: DeskPath("faq"), &problems)
        }
        if let templates = root?.mapping?["templates"], templates.null == nil {
            read(templates, .template, in: [], of: nil, at: DeskPath("templates"), &problems)
        }
        for (key, node) in entries("channels") { read(channel: key, node, &problems) }
        for (key, node) in entries("webhooks") {
            let path = DeskPath("webhooks", key)
            let webhook: Webhook? = decode(node, ["webhook": key], at: path, &problems)
            if let webhook { webhooks.append(Item(value: webhook, path: path)) }
        }
        for (key, node) in entries("agents") {
            let path = DeskPath("agents", key)
            let agent: AgentSave? = decode(node, ["agent": key], without: ["members"], at: path, &problems)
            if let agent { agents.append(Item(value: agent, path: path)) }
            guard let handle = AgentHandle(key) else { continue }
            for (place, permissions) in Self.pairs(node.mapping?["members"]) {
                guard let channel = ChannelHandle(place) else { continue }
                let path = path.key("members").key(place)
                if let member = member(channel, handle, permissions, at: path, &problems) {
                    members.append(Item(value: member, path: path))
                }
            }
        }
    }

    private func entries(_ section: String) -> [(String, Node)] { Self.pairs(root?.mapping?[section]) }

    private static func pairs(_ node: Node?) -> [(String, Node)] {
        node?.mapping?.compactMap { key, value in key.string.map { ($0, value) } } ?? []
    }

    /// A list of names, each once.
    private func names(_ section: String, _ problems: inout [DeskProblem]) -> [(String, DeskPath)] {
        var found: [(String, DeskPath)] = []
        for (index, node) in (root?.mapping?[section]?.sequence ?? []).enumerated() {
            let path = DeskPath(section).index(index)
            guard let name = node.scalar?.string, node.null == nil, !name.isEmpty else {
                problems.append(problem(path, "must be a name"))
                continue
            }
            if found.contains(where: { $0.0 == name }) {
                problems.append(problem(path, "stands there twice: \"\(name)\""))
            } else {
                found.append((name, path))
            }
        }
        return found
    }

    /// The folder's own texts, and the folders inside it.
    private mutating func read(
        _ node: Node, _ kind: Folder.Kind, in names: [String], of folder: FolderID?, at path: DeskPath,
        _ problems: inout [DeskProblem]
    ) {
        if let sequence = node.sequence {
            for (index, node) in sequence.enumerated() {
                switch kind {
                case .faq: read(node, in: names, of: folder, at: path.index(index), Self.entryForm, &problems)
                case .template: read(node, in: names, of: folder, at: path.index(index), Self.templateForm, &problems)
                }
            }
            return
        }
        for (name, node) in Self.pairs(node) {
            let path = path.key(name)
            if name == "entries" {
                if node.null == nil { read(node, kind, in: names, of: folder, at: path, &problems) }
                continue
            }
            let inside = names + [name]
            let made = Folder(
                folder: DeskIdentifier.folder(inside, kind), kind: kind, name: name, parent: folder)
            folders.append(Item(value: NamedFolder(folder: made, path: inside.joined(separator: "/")), path: path))
            if node.null == nil { read(node, kind, in: inside, of: made.folder, at: path, &problems) }
        }
    }

    /// A text of a folder; its identifier follows from the folders' names and its own.
    private mutating func read<Value: Decodable, Kind>(
        _ node: Node, in names: [String], of folder: FolderID?, at path: DeskPath, _ form: TextForm<Value, Kind>,
        _ problems: inout [DeskProblem]
    ) {
        let name = node.mapping?[form.name]?.string ?? ""
        let id: Identifier<Kind> = DeskIdentifier.make(form.kind, names + [name])
        var own = [form.idField: id.description]
        own["folder"] = folder?.description
        guard let text: Value = decode(node, own, at: path, &problems) else { return }
        if self[keyPath: form.list].contains(where: { $0.value[keyPath: form.id] == id }) {
            problems.append(problem(path.key(form.name), "stands in this folder twice: \"\(name)\""))
        } else {
            self[keyPath: form.list].append(Item(value: text, path: path))
        }
    }

    /// What entries of the FAQ and reply templates differ in.
    private struct TextForm<Value, Kind> {
        var kind: String
        /// The field that tells one from another in a folder.
        var name: String
        var idField: String
        var id: KeyPath<Value, Identifier<Kind>>
        var list: WritableKeyPath<DeskFile, [Item<Value>]>
    }

    private static var entryForm: TextForm<FAQEntry, FAQEntryKind> {
        TextForm(kind: "faq", name: "title", idField: "entry", id: \.entry, list: \.entries)
    }

    private static var templateForm: TextForm<ReplyTemplate, TemplateKind> {
        TextForm(kind: "template", name: "name", idField: "template", id: \.template, list: \.templates)
    }

    private mutating func read(channel key: String, _ node: Node, _ problems: inout [DeskProblem]) {
        let path = DeskPath("channels", key)
        var pairs = Self.pairs(node)
        /// Takes a name out of a group: the settings hold an identifier there.
        func take(_ group: String, _ field: String) -> String? {
            guard let index = pairs.firstIndex(where: { $0.0 == group }), let mapping = pairs[index].1.mapping else {
                return nil
            }
            let name = mapping.first { $0.key.string == field }?.value
            pairs[index].1 = Node(mapping.filter { $0.key.string != field }.map { ($0.key, $0.value) })
            return name?.null == nil ? name?.string : nil
        }
        let names = (
            category: take("offlineForm", "category"), priority: take("offlineForm", "priority"),
            folder: take("faqSuggestions", "folder")
        )
        var own = ["channel": key]
        if let file = node.mapping?["identitySecretFile"]?.string {
            let field = path.key("identitySecretFile")
            if node.mapping?["identitySecret"] != nil {
                problems.append(problem(field, "stands beside identitySecret; only one of them may be there"))
            }
            let base =
                self.path == "standard input" ? "." : URL(fileURLWithPath: self.path).deletingLastPathComponent().path
            let place = file.hasPrefix("/") ? file : "\(base)/\(file)"
            if let secret = try? String(contentsOfFile: place, encoding: .utf8) {
                own["identitySecret"] = secret.trimmingCharacters(in: .whitespacesAndNewlines)
            } else {
                problems.append(problem(field, "names \"\(place)\", which cannot be read"))
            }
        }
        let settings = Node(pairs.map { (Node($0.0), $0.1) })
        guard let channel: Channel = decode(settings, own, without: ["identitySecretFile"], at: path, &problems) else {
            return
        }
        let named = NamedChannel(
            channel: channel, category: names.category, priority: names.priority, folder: names.folder)
        channels.append(Item(value: named, path: path))
    }

    /// Reads a value from a group.
    ///
    /// - Parameter own: fields that follow from where it stands; of `name` the group's own wins.
    private func decode<Value: Decodable>(
        _ node: Node, _ own: [String: String], without keys: [String] = [], at path: DeskPath,
        _ problems: inout [DeskProblem]
    ) -> Value? {
        var pairs = (node.mapping ?? [:]).filter { pair in
            pair.value.null == nil && !keys.contains(pair.key.string ?? "")
        }.map { ($0.key, $0.value) }
        for (key, value) in own where !pairs.contains(where: { $0.0.string == key }) {
            pairs.append((Node(key), Node(value, Tag(.str))))
        }
        do {
            return try YAMLDecoder().decode(Value.self, from: Node(pairs))
        } catch let error as DecodingError {
            let (place, what) = Self.describe(error)
            problems.append(problem(path + place, what))
        } catch {
            problems.append(DeskProblem(line(of: path), "\(path): \(YAMLProblem.text(error))"))
        }
        return nil
    }

    private static func describe(_ error: DecodingError) -> (DeskPath, String) {
        switch error {
        case .keyNotFound(let key, let context): (DeskPath(context.codingPath + [key]), "is missing")
        case .valueNotFound(_, let context): (DeskPath(context.codingPath), "has no value")
        case .typeMismatch(let type, let context): (DeskPath(context.codingPath), "must be \(name(of: type))")
        case .dataCorrupted(let context):
            (DeskPath(context.codingPath), "has a value that is not allowed: \(context.debugDescription)")
        @unknown default: (DeskPath(), "cannot be read")
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        default: "a list or a group, as in config/demo.yaml"
        }
    }

    private func member(
        _ channel: ChannelHandle, _ agent: AgentHandle, _ node: Node, at path: DeskPath,
        _ problems: inout [DeskProblem]
    ) -> Member? {
        guard let list = node.sequence else {
            problems.append(problem(path, "must be a list of permissions, such as [respond, notify]"))
            return nil
        }
        var member = Member(channel: channel, agent: agent, respond: false, notify: false)
        for (index, item) in list.enumerated() {
            switch item.string.flatMap(Permission.init) {
            case .respond: member.respond = true
            case .notify: member.notify = true
            case .listen: member.listen = true
            case .manage: member.manage = true
            case nil:
                let text = item.string ?? ""
                let hint = Suggestion.hint(for: text, among: Permission.allCases.map(\.rawValue))
                problems.append(
                    DeskProblem(line(of: path.index(index)), "\(path): \"\(text)\" is no permission\(hint)"))
            }
        }
        return member
    }
}
