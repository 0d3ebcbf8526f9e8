/// A command's refusal: what an answer carries as `error`.
public struct Refusal: Error, Codable, Sendable, Equatable {
    /// The agent who has the session that somebody else wanted.
    public struct Owner: Codable, Sendable, Equatable {
        public var agent: AgentHandle
        public var nickname: String

        public init(agent: AgentHandle, nickname: String) {
            self.agent = agent
            self.nickname = nickname
        }
    }

    public var code: ErrorCode
    public var title: String
    /// What exactly is wrong, with the value at fault and the remedy.
    public var detail: String
    public var field: String?
    public var owner: Owner?
    public var channel: ChannelHandle?

    /// Makes a refusal; the title is the code's own.
    public init(
        _ code: ErrorCode, _ detail: String, field: String? = nil, owner: Owner? = nil, channel: ChannelHandle? = nil
    ) {
        self.code = code
        self.title = code.title
        self.detail = detail
        self.field = field
        self.owner = owner
        self.channel = channel
    }

    /// The refusal of a body that does not have the form of its type, with the field at fault.
    init(malformed error: DecodingError) {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String? {
            let keys = context.codingPath + (last.map { [$0] } ?? [])
            guard !keys.isEmpty else { return nil }
            return keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let field = path(context, key) ?? key.stringValue
            self.init(.malformed, "the field \(field) is missing", field: field)
        case .valueNotFound(_, let context):
            let field = path(context)
            self.init(.malformed, "the field \(field ?? "") is null", field: field)
        case .typeMismatch(let type, let context):
            let field = path(context)
            self.init(
                .malformed, field.map { "\($0) is not \(Self.name(of: type))" } ?? "the body is not a JSON object",
                field: field)
        case .dataCorrupted(let context):
            let field = path(context)
            self.init(.malformed, field.map { "\($0): \(context.debugDescription)" } ?? Self.unreadable, field: field)
        @unknown default:
            self.init(.malformed, "the body does not have the form of its type")
        }
    }

    /// The decoder says no more than this of numbers that do not fit; it does not tell their field.
    private static let unreadable = "the body is not JSON in UTF-8, or a number in it does not fit its field"

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        default: "of the right type"
        }
    }
}
