/// Why there is no answer, or no stream.
public enum WebFailure: Error, Sendable, CustomStringConvertible {
    /// No connection could be made.
    case unreachable(String)
    /// The connection ended before the answer did.
    case closed
    /// The server did not answer in time.
    case timeout
    /// The server answered something else than a stream of events.
    case refused(WebAnswer)

    public var description: String {
        switch self {
        case .unreachable(let reason): "the server cannot be reached: \(reason)"
        case .closed: "the connection ended before the answer did"
        case .timeout: "the server did not answer in time"
        case .refused(let answer): "the server answered \(answer.status) instead of events: \(answer.text)"
        }
    }

    /// What the server answered instead of a stream.
    public var answer: WebAnswer? {
        if case .refused(let answer) = self { answer } else { nil }
    }
}
