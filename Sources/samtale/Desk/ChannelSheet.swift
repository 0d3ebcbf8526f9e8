import ChatContract
import ChatCore
import Yams

/// A channel's settings as a desk file has them: with names for identifiers, and without the secret.
struct ChannelSheet {
    private let channel: ChannelHandle
    private let isSecretSet: Bool
    /// The settings in their order.
    private let settings: Node

    init(_ channel: Channel, _ registry: ChannelRegistry) throws {
        self.channel = channel.channel
        isSecretSet = channel.identitySecret != nil
        let encoded = try Yams.compose(yaml: YAMLEncoder().encode(channel.withoutSecret)) ?? Node([(Node, Node)]())
        let hidden = ["channel", "version"]
        let pairs = Self.pairs(encoded).filter { !hidden.contains($0.0) }.map { key, value in
            (key, Self.withPlainNumbers(Self.named(key, value, registry)))
        }
        settings = Self.node(pairs)
    }

    /// What `samtale apply` takes.
    func yaml() throws -> String {
        let file = Self.node([("channels", Self.node([(channel.text, settings)]))])
        let text = try Yams.serialize(node: file, width: 120, allowUnicode: true)
        return isSecretSet
            ? text + "    # identitySecret is set; it is never shown, and stays where it is left out\n" : text
    }

    /// The settings in sections, each with its path: those that are set in their order, the others behind them.
    var sections: [[(setting: String, value: String)]] {
        guard case .object(let known) = DeskSchema.channel else { return [] }
        var general: [(String, String)] = []
        var groups: [[(String, String)]] = []
        let there = Self.pairs(settings)
        for (key, value) in there {
            if case .object(let fields)? = known[key] {
                groups.append(Self.rows(value, fields).map { ("\(key).\($0.0)", $0.1) })
            } else {
                general.append((key, Self.text(value)))
            }
        }
        general.append(("identitySecret", isSecretSet ? "set" : "–"))
        let missing = known.keys.filter { key in
            !there.contains { $0.0 == key } && !key.hasPrefix("identitySecret")
        }
        general += missing.sorted().map { ($0, "–") }
        return ([general] + groups).map { rows in rows.map { (setting: $0.0, value: $0.1) } }
    }

    /// The fields of a group, those of groups in it by their paths.
    private static func rows(_ node: Node, _ fields: [String: DeskSchema]) -> [(String, String)] {
        let there = pairs(node)
        let set = there.flatMap { key, value -> [(String, String)] in
            guard case .object(let inner)? = fields[key], !isInterval(value) else { return [(key, text(value))] }
            return rows(value, inner).map { ("\(key).\($0.0)", $0.1) }
        }
        let missing = fields.keys.filter { key in !there.contains { $0.0 == key } }.sorted()
        return set + missing.map { ($0, "–") }
    }

    private static func isInterval(_ node: Node) -> Bool {
        let pairs = pairs(node)
        return pairs.count == 2 && pairs.map(\.0).sorted() == ["from", "to"]
    }

    /// A value for people: intervals as `08:00–16:00`, lists in one line.
    private static func text(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar):
            return scalar.string.isEmpty ? "\"\"" : scalar.string.replacing("\n", with: "⏎")
        case .sequence(let sequence):
            return sequence.isEmpty ? "none" : sequence.map(text).joined(separator: ", ")
        case .mapping:
            let fields = Dictionary(pairs(node)) { $1 }
            if isInterval(node), let from = fields["from"], let to = fields["to"] { return "\(text(from))–\(text(to))" }
            if let date = fields["date"], let intervals = fields["intervals"] {
                let isClosed = intervals.sequence?.isEmpty ?? true
                return "\(text(date)): \(isClosed ? "closed" : text(intervals))"
            }
            return pairs(node).map { "\($0.0) \(text($0.1))" }.joined(separator: ", ")
        case .alias:
            return ""
        }
    }

    /// A group with the names that a desk file has where the settings have identifiers.
    private static func named(_ key: String, _ group: Node, _ registry: ChannelRegistry) -> Node {
        guard group.mapping != nil else { return group }
        return node(
            pairs(group).map { field, value in
                switch (key, field) {
                case ("offlineForm", "category"):
                    (field, name(value) { registry.categories[$0]?.name })
                case ("offlineForm", "priority"):
                    (field, name(value) { registry.priorities[$0]?.name })
                case ("faqSuggestions", "folder"):
                    (field, name(value) { registry.path(of: $0) })
                default:
                    (field, value)
                }
            })
    }

    /// Numbers as people write them: the encoder has `5e+0` for 5.
    private static func withPlainNumbers(_ node: Node) -> Node {
        switch node {
        case .scalar(let scalar):
            guard node.tag == Tag(.float), let number = Double(scalar.string) else { return node }
            return Node(number == number.rounded() ? String(Int(number)) : String(number))
        case .mapping:
            return self.node(pairs(node).map { ($0.0, withPlainNumbers($0.1)) })
        case .sequence(let sequence):
            return Node(sequence.map(withPlainNumbers))
        case .alias:
            return node
        }
    }

    private static func name<Kind>(_ value: Node, _ find: (Identifier<Kind>) -> String?) -> Node {
        let name = value.string.flatMap { Identifier<Kind>($0) }.flatMap(find)
        return name.map(scalar) ?? value
    }

    private static func pairs(_ node: Node) -> [(String, Node)] {
        node.mapping?.compactMap { key, value in key.string.map { ($0, value) } } ?? []
    }

    private static func node(_ pairs: [(String, Node)]) -> Node { Node(pairs.map { (scalar($0.0), $0.1) }) }

    /// A text that stays a text when it is read: `no` and `1` in quotes.
    private static func scalar(_ text: String) -> Node {
        let isPlain = Resolver.default.resolveTag(of: Node(text)) == .str
        return Node(text, Tag(.implicit), isPlain ? .any : .singleQuoted)
    }
}
