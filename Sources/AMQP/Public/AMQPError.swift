/// Why something on a connection failed.
///
/// It never holds a password, so it can be logged.
public struct AMQPError: Error, Sendable {
    /// What kind of failure it is. More kinds may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidURI, invalidArgument, connectionFailed, accessRefused, notAllowed, tlsFailed, timeout
            case connectionClosed, channelClosed, notFound, preconditionFailed, resourceLocked, consumerCancelled
            case protocolViolation, confirmsNotSelected, closedLocally, cancelled
        }

        private let kind: Kind

        /// The connection URI cannot be understood.
        public static let invalidURI = Code(kind: .invalidURI)
        /// A name is too long for the wire, or a number out of its range.
        public static let invalidArgument = Code(kind: .invalidArgument)
        /// No endpoint could be reached.
        public static let connectionFailed = Code(kind: .connectionFailed)
        /// The login is wrong or lacks the permission (403).
        public static let accessRefused = Code(kind: .accessRefused)
        /// The broker does not allow it (530), for example because the virtual host does not exist.
        public static let notAllowed = Code(kind: .notAllowed)
        /// The TLS handshake failed, or a certificate was not accepted.
        public static let tlsFailed = Code(kind: .tlsFailed)
        /// The broker did not answer in time.
        public static let timeout = Code(kind: .timeout)
        /// The connection was lost, or the broker closed it.
        public static let connectionClosed = Code(kind: .connectionClosed)
        /// The broker closed the channel for a reason that has no code of its own.
        public static let channelClosed = Code(kind: .channelClosed)
        /// The queue or exchange does not exist (404).
        public static let notFound = Code(kind: .notFound)
        /// The queue or exchange exists with other settings, or a delivery tag is not known (406).
        public static let preconditionFailed = Code(kind: .preconditionFailed)
        /// The queue is exclusive to another connection (405).
        public static let resourceLocked = Code(kind: .resourceLocked)
        /// The broker cancelled the consumer, for example because the queue was deleted.
        public static let consumerCancelled = Code(kind: .consumerCancelled)
        /// One side said something that the protocol does not allow there.
        public static let protocolViolation = Code(kind: .protocolViolation)
        /// A confirmation was asked for before ``Connection/selectConfirms()``.
        public static let confirmsNotSelected = Code(kind: .confirmsNotSelected)
        /// This side closed the connection.
        public static let closedLocally = Code(kind: .closedLocally)
        /// The task that waited was cancelled.
        public static let cancelled = Code(kind: .cancelled)

        public var description: String { self.kind.rawValue }

        /// Whether the same thing may well succeed later without anybody changing anything.
        var isRetriable: Bool {
            switch self.kind {
            case .connectionFailed, .timeout, .connectionClosed, .resourceLocked, .consumerCancelled: true
            case .invalidURI, .invalidArgument, .accessRefused, .notAllowed, .tlsFailed, .channelClosed, .notFound,
                .preconditionFailed, .protocolViolation, .confirmsNotSelected, .closedLocally, .cancelled:
                false
            }
        }
    }

    public let code: Code
    /// What was being done, or what the library or the system says about it.
    public let detail: String?
    /// The broker's number, where it is the broker that said no.
    public let replyCode: Int?
    /// The broker's words, where it is the broker that said no.
    public let replyText: String?
    public let file: String
    public let line: Int

    /// Whether the same thing may well succeed later without anybody changing anything.
    public var isRetriable: Bool { self.code.isRetriable }

    public init(
        _ code: Code,
        _ detail: String? = nil,
        replyCode: Int? = nil,
        replyText: String? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.detail = detail
        self.replyCode = replyCode
        self.replyText = replyText
        self.file = file
        self.line = line
    }
}

extension AMQPError: CustomStringConvertible {
    public var description: String {
        var text = self.code.description
        if let detail { text += ": \(detail)" }
        if let replyCode { text += " (\(replyCode)\(self.replyText.map { " \($0)" } ?? ""))" }
        return text
    }
}

extension AMQPError {
    /// What `channel.close` and `connection.close` tell (AMQP 0-9-1, 1.2 reply codes).
    init(replyCode: Int, replyText: String, onChannel: Bool, file: String = #fileID, line: Int = #line) {
        let code: Code =
            switch replyCode {
            case 403: .accessRefused
            case 404: .notFound
            case 405: .resourceLocked
            case 406: .preconditionFailed
            case 501...505: .protocolViolation
            case 402, 530, 540: .notAllowed
            default: onChannel ? .channelClosed : .connectionClosed
            }
        self.init(code, replyCode: replyCode, replyText: replyText, file: file, line: line)
    }
}
