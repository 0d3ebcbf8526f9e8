import Yams

/// Which keys may stand where in a desk file.
indirect enum DeskSchema: Sendable {
    case value
    case object([String: DeskSchema])
    /// Handles of the given kind, each with the same below it.
    case each(String, DeskSchema)
    case list(DeskSchema)
    /// Folders within folders: a list of entries, or groups by name, `entries` being the group's own.
    case folders(DeskSchema)

    static let file: DeskSchema = .object([
        "bots": .each("bot", .object(["name": .value, "brokerLogin": .value])), "categories": .list(.value),
        "priorities": .list(.value), "faq": .folders(entry), "templates": .folders(template),
        "channels": .each("channel", channel),
        "agents": .each("agent", agent), "webhooks": .each("webhook", webhook),
    ])

    private static let webhook: DeskSchema = .object([
        "url": .value, "secretFile": .value, "secretVariable": .value, "events": .list(.value),
        "channels": .list(.value), "private": .value, "certificateFile": .value, "giveUpHours": .value,
        "timeoutSeconds": .value, "parallel": .value,
    ])

    private static let entry: DeskSchema = .object([
        "title": .value, "text": .value, "keywords": .value, "url": .value, "language": .value, "published": .value,
        "public": .value,
    ])

    private static let template: DeskSchema = .object([
        "name": .value, "text": .value, "format": .value, "language": .value, "published": .value,
    ])

    private static let agent: DeskSchema = .object([
        "nickname": .value, "firstName": .value, "lastName": .value, "email": .value, "language": .value,
        "timeZone": .value, "capacity": .value, "administrator": .value, "enabled": .value, "brokerLogin": .value,
        "subject": .value, "awayAfterMinutes": .value, "members": .each("channel", .value),
    ])

    /// Finds every key that does not belong where it stands.
    func check(_ node: Node, at path: DeskPath = DeskPath(), _ problems: inout [DeskProblem]) {
        switch self {
        case .value:
            break
        case .object(let fields):
            for (key, value) in mapping(node, path, &problems) {
                let name = key.string ?? ""
                guard let field = fields[name] else {
                    problems.append(
                        DeskProblem(
                            key.mark?.line,
                            "unknown key \"\(path.key(name))\"" + Suggestion.hint(for: name, among: Array(fields.keys)))
                    )
                    continue
                }
                if value.null == nil { field.check(value, at: path.key(name), &problems) }
            }
        case .each(let kind, let content):
            for (key, value) in mapping(node, path, &problems) {
                let name = key.string ?? ""
                if !Self.isHandle(name) {
                    problems.append(
                        DeskProblem(
                            key.mark?.line,
                            "\"\(name)\" is no name for a \(kind): lower-case letters, digits, _ and -, at most 63"))
                } else if value.null == nil {
                    content.check(value, at: path.key(name), &problems)
                }
            }
        case .list(let content):
            guard let sequence = node.sequence else {
                problems.append(DeskProblem(node.mark?.line, "\(path) must be a list"))
                return
            }
            for (index, item) in sequence.enumerated() { content.check(item, at: path.index(index), &problems) }
        case .folders(let entry):
            guard node.sequence == nil else { return DeskSchema.list(entry).check(node, at: path, &problems) }
            for (key, value) in mapping(node, path, &problems) where value.null == nil {
                let name = key.string ?? ""
                let schema: DeskSchema = name == "entries" ? .list(entry) : self
                if name.isEmpty || name.contains("/") {
                    problems.append(
                        DeskProblem(key.mark?.line, "\"\(name)\" is no name for a folder: any text without /"))
                } else {
                    schema.check(value, at: path.key(name), &problems)
                }
            }
        }
    }

    private func mapping(_ node: Node, _ path: DeskPath, _ problems: inout [DeskProblem]) -> [(key: Node, value: Node)]
    {
        if let mapping = node.mapping { return Array(mapping) }
        let name = path.steps.isEmpty ? "the file" : path.description
        problems.append(DeskProblem(node.mark?.line, "\(name) must hold keys and values"))
        return []
    }

    private static func isHandle(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != 0x5F, first != 0x2D, text.utf8.count <= 63 else { return false }
        return text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x2D
        }
    }
}
