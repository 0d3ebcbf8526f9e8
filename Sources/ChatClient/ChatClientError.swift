import AMQP

/// Why the client could not get an answer. A refusal is an answer, and no error.
public struct ChatClientError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is. More kinds may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String { case timeout, closed, broker, invalidBody, invalidAnswer, cancelled }
        private let kind: Kind

        /// Nobody answered in time; the command may still be worked on.
        public static let timeout = Code(kind: .timeout)
        /// The client was closed.
        public static let closed = Code(kind: .closed)
        /// The broker could not be reached, or refused something; `cause` says why.
        public static let broker = Code(kind: .broker)
        /// The command cannot be sent as it is: the body is not JSON, or the address lacks its channel.
        public static let invalidBody = Code(kind: .invalidBody)
        /// The answer does not have the form that was asked for.
        public static let invalidAnswer = Code(kind: .invalidAnswer)
        /// The task that waited was cancelled; the command may still be worked on.
        public static let cancelled = Code(kind: .cancelled)

        public var description: String { kind.rawValue }
    }

    public let code: Code
    public let detail: String
    /// What the broker, or the way to it, had to do with it.
    public let cause: AMQPError?

    public init(_ code: Code, _ detail: String, cause: AMQPError? = nil) {
        self.code = code
        self.detail = detail
        self.cause = cause
    }

    init(_ error: AMQPError) {
        self.init(error.code == .cancelled ? .cancelled : .broker, error.description, cause: error)
    }

    public var description: String {
        guard let cause, cause.description != detail else { return "\(code): \(detail)" }
        return "\(code): \(detail) (\(cause))"
    }
}
