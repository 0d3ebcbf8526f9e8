/// Why a command was refused: the `code` of an answer's error.
public enum ErrorCode: String, Codable, Sendable, CaseIterable {
    case malformed, unknownType, unknownChannel, unknownSession, unknownAgent, notFound
    case unauthenticated, forbidden, invalidField, tooLarge, conflict
    case notInQueue, notAssigned, notPresent, noTransferPending, invalidState, sessionClosed, moved
    case blocked, filesNotAllowed, illegalFileType, rateLimited, `internal`, unavailable

    /// The code in words, the same for every refusal of its kind.
    public var title: String {
        switch self {
        case .malformed: "The message cannot be read"
        case .unknownType: "There is no such type of command"
        case .unknownChannel: "There is no such channel"
        case .unknownSession: "There is no such session"
        case .unknownAgent: "There is no such agent"
        case .notFound: "There is no such thing"
        case .unauthenticated: "It is not known who asks"
        case .forbidden: "This is not allowed"
        case .invalidField: "A field has a value that is not allowed"
        case .tooLarge: "The message is too large"
        case .conflict: "This contradicts what is there"
        case .notInQueue: "The session is not in the queue"
        case .notAssigned: "The session is not assigned to you"
        case .notPresent: "The agent is not present"
        case .noTransferPending: "No transfer is pending"
        case .invalidState: "The session's state does not allow it"
        case .sessionClosed: "The session is closed"
        case .moved: "The session moved to another channel"
        case .blocked: "The visitor is blocked"
        case .filesNotAllowed: "Files are not allowed in this session"
        case .illegalFileType: "Files of this type are not allowed"
        case .rateLimited: "Too many messages"
        case .internal: "The system failed"
        case .unavailable: "The system is not available now"
        }
    }

    /// Whether the command is kept in `chat.dead` although it was answered: what a client's author must see.
    public var isKept: Bool {
        switch self {
        case .malformed, .unknownType, .unknownChannel, .tooLarge: true
        default: false
        }
    }
}
