import ChatContract

/// What came of a command: kept with its key, so that a repeat gets the same.
public enum CommandOutcome: Sendable, Equatable {
    case done(status: SessionStatus?, CommandFacts)
    case refused(status: SessionStatus?, Refusal)
}

/// The small facts of an answer; everything else in it is built anew each time.
public struct CommandFacts: Sendable, Equatable {
    public var session: SessionID?
    public var seq: Int64?
    public var request: RequestID?

    public init(session: SessionID? = nil, seq: Int64? = nil, request: RequestID? = nil) {
        self.session = session
        self.seq = seq
        self.request = request
    }
}
