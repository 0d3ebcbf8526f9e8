import ChatContract

/// Files between visitor and agent (spec sections 4.5 and 7.6).
extension Transition {
    /// The owner lets the visitor send files, or no longer.
    mutating func allowFiles(_ allowed: Bool, by agent: AgentHandle) throws(Refusal) {
        guard session.status.isLive else { throw .closed }
        guard session.owner == agent else { throw .notAssigned }
        guard (session.extra.filesAllowed ?? false) != allowed else { return }
        session.extra.filesAllowed = allowed ? true : nil
        record(.filesAllowed(EventData.FilesAllowed(allowed: allowed)))
    }

    /// Somebody shares a file that is uploaded: told at once, like a message, and a question or an answer as one is.
    mutating func share(_ file: File) throws(Refusal) -> Int64 {
        let conversation = try session.openForFiles(of: actor)
        try FileRules.check(file, by: actor.kind)
        var shared = file
        shared.by = actor.kind
        var waitsNow = false
        if actor == .visitor { waitsNow = noteQuestion() } else { noteAnswer(conversation) }
        let seq = record(.fileShared(shared))
        if actor == .visitor { session.unreadByAgent.add(seq) } else { session.unreadByVisitor.add(seq) }
        noteLast(file.name, from: actor.kind)
        if waitsNow { attend() }
        return seq
    }

    /// A gateway did not take a visitor's file: both sides see why.
    mutating func refuse(_ file: FileRefuse) throws(Refusal) {
        guard session.status.isLive else { throw .closed }
        try FieldRules.text(file.name, 255, "name")
        record(.fileRefused(EventData.FileRefused(name: file.name, reason: file.reason)))
    }
}

extension Session {
    /// Whether somebody may share a file here now: asked by gateways before they take an upload, and once more when it is
    /// told.
    ///
    /// - Throws: ``Refusal`` `sessionClosed`, `invalidState`, `notAssigned` or `filesNotAllowed`.
    public func checkSharing(by actor: Actor) throws(Refusal) {
        _ = try openForFiles(of: actor)
    }

    fileprivate func openForFiles(of actor: Actor) throws(Refusal) -> Conversation {
        guard status.isLive else { throw .closed }
        guard case .conversation(let conversation) = phase else {
            throw Refusal(.invalidState, "files are shared in a conversation with an agent")
        }
        switch actor {
        case .agent(let agent): guard conversation.agent == agent else { throw .notAssigned }
        case .visitor:
            guard extra.filesAllowed == true else {
                throw Refusal(.filesNotAllowed, "the agent did not allow files in this session")
            }
        case .bot, .system: throw .notAssigned
        }
        return conversation
    }
}
