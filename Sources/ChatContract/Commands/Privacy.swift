/// The body of `session.kept`, and its answer: those of them that are there, and not erased. What waits somewhere of the
/// others goes nowhere any more.
public struct SessionsKept: Codable, Sendable, Equatable {
    /// How many are asked for at once.
    public static let limit = 500

    public var sessions: [SessionID]

    public init(sessions: [SessionID]) {
        self.sessions = sessions
    }
}

/// The body of `privacy.erase`: whose data go.
public struct PrivacyErase: Codable, Sendable, Equatable {
    /// Whoever has this address, or gave it in a chat.
    public var email: String

    public init(email: String) {
        self.email = email
    }
}

/// What `privacy.erase` did.
public struct PrivacyErased: Codable, Sendable, Equatable {
    /// Persons who were removed from the directory.
    public var persons: Int
    /// Follow-ups, activities, documents that were removed, and sales whose link was emptied.
    public var records: Int
    /// Chats in which nobody is to be recognised any more.
    public var sessions: Int
    /// Requests of which the same holds.
    public var requests: Int
    /// Chats that go on: nothing of them was erased.
    public var live: Int
    /// Whether there are chats left for another command.
    public var more: Bool

    public init(
        persons: Int = 0, records: Int = 0, sessions: Int = 0, requests: Int = 0, live: Int = 0, more: Bool = false
    ) {
        self.persons = persons
        self.records = records
        self.sessions = sessions
        self.requests = requests
        self.live = live
        self.more = more
    }
}
