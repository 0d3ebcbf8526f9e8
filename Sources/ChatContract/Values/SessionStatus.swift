/// The states of a session (spec section 2.1), with the original's number beside the name.
public enum SessionStatus: String, Codable, Sendable, CaseIterable {
    case preChatForm, faq, offlineForm, inQueue, customerLast, userLast
    case finished, deleted, closed, requestPosted, closedFromQueue

    /// The original's number: 1 to 11.
    public var code: Int {
        switch self {
        case .preChatForm: 1
        case .faq: 2
        case .offlineForm: 3
        case .inQueue: 4
        case .customerLast: 5
        case .userLast: 6
        case .finished: 7
        case .deleted: 8
        case .closed: 9
        case .requestPosted: 10
        case .closedFromQueue: 11
        }
    }

    /// Whether the visitor still has this session: a second `session.open` gives it again.
    public var isLive: Bool { code <= 7 }

    /// Whether visitor and agent are talking: status 5 or 6.
    public var isConversation: Bool { self == .customerLast || self == .userLast }
}
