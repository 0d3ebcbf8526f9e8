import ChatContract

/// What came of a command.
public enum ClientAnswer<Result: Decodable & Sendable>: Sendable {
    case done(status: SessionStatus?, Result)
    case refused(status: SessionStatus?, Refusal)

    /// Whether the command is done.
    public var ok: Bool { refusal == nil }

    /// The session's status after it, where there is a session.
    public var status: SessionStatus? {
        switch self {
        case .done(let status, _), .refused(let status, _): status
        }
    }

    /// What the command gave; `nil` when it was refused.
    public var result: Result? {
        if case .done(_, let result) = self { result } else { nil }
    }

    /// Why the command was refused; `nil` when it was not.
    public var refusal: Refusal? {
        if case .refused(_, let refusal) = self { refusal } else { nil }
    }

    /// What the command gave.
    ///
    /// - Throws: the refusal.
    public func get() throws(Refusal) -> Result {
        switch self {
        case .done(_, let result): return result
        case .refused(_, let refusal): throw refusal
        }
    }
}

extension ClientAnswer: Equatable where Result: Equatable {}

/// The result of commands that tell nothing; whatever stands in it is ignored.
public struct EmptyResult: Codable, Sendable, Equatable {
    public init() {}
}
