/// How an exchange routes.
public enum ExchangeKind: Sendable, Hashable {
    case direct, fanout, topic, headers
    /// A type that a plugin of the broker brings, by its name.
    case custom(String)

    var name: String {
        switch self {
        case .direct: "direct"
        case .fanout: "fanout"
        case .topic: "topic"
        case .headers: "headers"
        case .custom(let name): name
        }
    }
}
