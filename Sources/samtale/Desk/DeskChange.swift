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
        case channel(ChannelHandle)
        case agent(AgentHandle)
        case member(ChannelHandle, AgentHandle)

        var name: String {
            switch self {
            case .channel(let channel): "channel \(channel)"
            case .agent(let agent): "agent \(agent)"
            case .member(let channel, let agent): "member \(agent) of \(channel)"
            }
        }

        /// Its fields and their values as JSON; empty when there is no such thing.
        func state(_ view: StoreView) -> [String: String] {
            switch self {
            case .channel(let channel): Self.fields(view.registry.channels[channel])
            case .agent(let agent): Self.fields(view.roster.agents[agent]?.profile)
            case .member(let channel, let agent): Self.fields(view.registry.members[channel]?[agent])
            }
        }

        private static func fields(_ value: (some Encodable)?) -> [String: String] {
            guard let value, let json = try? WireJSON.encode(value),
                let fields = try? WireJSON.decode([String: Field].self, from: json)
            else { return [:] }
            return fields.mapValues(\.text)
        }
    }

    /// Any JSON, only for comparing.
    private struct Field: Decodable {
        let text: String

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
