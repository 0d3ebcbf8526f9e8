/// What nobody could work on, as it lies in the queue `chat.dead`: an item of `deadLetter.list`.
public struct DeadLetter: Codable, Sendable, Equatable {
    /// The letter's own name.
    public var id: String
    /// `malformed`, `tooLarge`, `unknownType`, `unknownChannel`, `poison`, `webhook` or the broker's own word.
    public var reason: String
    /// What was wrong, for people.
    public var error: String
    public var type: String
    public var routingKey: String
    /// The login that sent it.
    public var publisher: String
    public var actor: String
    /// The queue from which it came.
    public var queue: String
    public var attempts: Int
    public var at: Timestamp?
    /// The message-id of what was sent.
    public var command: String
    /// How large the body is.
    public var bytes: Int
    /// The beginning of the body, without secrets.
    public var body: String

    public init(
        id: String, reason: String, error: String, type: String, routingKey: String, publisher: String, actor: String,
        queue: String, attempts: Int, at: Timestamp?, command: String, bytes: Int, body: String
    ) {
        self.id = id
        self.reason = reason
        self.error = error
        self.type = type
        self.routingKey = routingKey
        self.publisher = publisher
        self.actor = actor
        self.queue = queue
        self.attempts = attempts
        self.at = at
        self.command = command
        self.bytes = bytes
        self.body = body
    }
}

/// The body of `deadLetter.requeue` and `deadLetter.drop`.
public struct DeadLetterReference: Codable, Sendable, Equatable {
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

/// The body of `deadLetter.list`: the oldest first.
public struct DeadLetterList: Codable, Sendable, Equatable {
    /// At most 200; 50 unless told.
    public var limit: Int?

    public init(limit: Int? = nil) {
        self.limit = limit
    }
}
