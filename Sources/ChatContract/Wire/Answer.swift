/// The answer to a command: what goes to its `reply-to`.
public enum Answer: Sendable, Equatable {
    /// The command is done (or was done before); `result` is a JSON object.
    case done(status: SessionStatus?, result: [UInt8])
    /// The command is refused and changed nothing.
    case refused(status: SessionStatus?, Refusal)

    /// The result of commands that tell nothing.
    public static let nothing: [UInt8] = Array("{}".utf8)

    /// The JSON form, UTF-8.
    public func json() throws -> [UInt8] {
        var object = JSONObject()
        switch self {
        case .done(let status, let result):
            object.append("ok", json: "true".utf8)
            if let status { object.append("status", plain: status.rawValue) }
            object.append("result", json: result)
        case .refused(let status, let refusal):
            object.append("ok", json: "false".utf8)
            if let status { object.append("status", plain: status.rawValue) }
            try object.append("error", refusal)
        }
        return object.json
    }
}

/// An answer as its receiver reads it.
public struct AnswerBody<Result: Decodable & Sendable>: Decodable, Sendable {
    public var ok: Bool
    public var status: SessionStatus?
    public var result: Result?
    public var error: Refusal?
}
