import Yams

/// Which keys may stand where in a desk file.
indirect enum DeskSchema: Sendable {
    case value
    case object([String: DeskSchema])
    /// Handles of the given kind, each with the same below it.
    case each(String, DeskSchema)

    static let file: DeskSchema = .object(["channels": .each("channel", channel), "agents": .each("agent", agent)])

    private static let channel: DeskSchema = .object([
        "name": .value, "description": .value, "language": .value, "badgeHeader": .value, "welcomeMessage": .value,
        "widget": .object(["useFirstName": .value]),
        "offlineForm": .object([
            "header": .value, "message": .value, "requests": .value, "required": .value, "consent": .value,
        ]),
        "idle": .object([
            "disconnectedSeconds": .value, "goneSeconds": .value, "agentLostSeconds": .value,
            "agentReturnSeconds": .value,
        ]),
    ])

    private static let agent: DeskSchema = .object([
        "nickname": .value, "firstName": .value, "lastName": .value, "email": .value, "language": .value,
        "timeZone": .value, "capacity": .value, "administrator": .value, "enabled": .value, "brokerLogin": .value,
        "members": .each("channel", .value),
    ])

    /// Finds every key that does not belong where it stands.
    func check(_ node: Node, at path: [String] = [], _ problems: inout [DeskProblem]) {
        switch self {
        case .value:
            break
        case .object(let fields):
            guard let mapping = mapping(node, path, &problems) else { return }
            for (key, value) in mapping {
                let name = key.string ?? ""
                guard let field = fields[name] else {
                    problems.append(
                        DeskProblem(
                            key.mark?.line,
                            "unknown key \"\((path + [name]).joined(separator: "."))\""
                                + Suggestion.hint(for: name, among: Array(fields.keys))))
                    continue
                }
                if value.null == nil { field.check(value, at: path + [name], &problems) }
            }
        case .each(let kind, let content):
            guard let mapping = mapping(node, path, &problems) else { return }
            for (key, value) in mapping {
                let name = key.string ?? ""
                if !Self.isHandle(name) {
                    problems.append(
                        DeskProblem(
                            key.mark?.line,
                            "\"\(name)\" is no name for a \(kind): lower-case letters, digits, _ and -, at most 63"))
                } else if value.null == nil {
                    content.check(value, at: path + [name], &problems)
                }
            }
        }
    }

    private func mapping(_ node: Node, _ path: [String], _ problems: inout [DeskProblem]) -> Node.Mapping? {
        if let mapping = node.mapping { return mapping }
        let name = path.isEmpty ? "the file" : path.joined(separator: ".")
        problems.append(DeskProblem(node.mark?.line, "\(name) must hold keys and values"))
        return nil
    }

    private static func isHandle(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != 0x5F, first != 0x2D, text.utf8.count <= 63 else { return false }
        return text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x2D
        }
    }
}
