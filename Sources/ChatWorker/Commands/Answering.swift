import ChatContract
import ChatCore
import ChatStore

/// Builds answers: the small facts are kept, everything else is read anew each time.
struct Answering {
    let store: Store
    let identifiers: Identifiers

    /// How many events a snapshot holds.
    static let snapshotEvents = 200
    /// How many events, and how many bytes of them, one answer to `session.attach` holds.
    static let attachEvents = 500
    static let attachBytes = 48 * 1024

    /// The answer to a command that was decided, or had been decided before.
    func answer(to command: IncomingCommand, _ outcome: CommandOutcome) throws(StoreError) -> Answer {
        switch outcome {
        case .refused(let status, let refusal):
            return .refused(status: status, refusal)
        case .done(let status, let facts):
            do {
                return .done(status: status, result: try result(of: command, facts))
            } catch {
                throw StoreError(error)
            }
        }
    }

    private func result(of command: IncomingCommand, _ facts: CommandFacts) throws -> [UInt8] {
        switch command.type {
        case .sessionOpen:
            guard let session = facts.session else { return Answer.nothing }
            var result = JSONObject()
            result.append("session", plain: session.description)
            result.append("key", plain: identifiers.sessionKey(of: session))
            result.append("snapshot", json: try visitorSnapshot(session, withEvents: true))
            return result.json
        case .sessionAttach:
            guard case .channel(.attach(let attach)) = command.command else { return Answer.nothing }
            let page = try store.look { reader throws(StoreError) in
                try reader.events(
                    of: attach.session, as: .visitor, after: attach.after, limit: Self.attachEvents,
                    byteLimit: Self.attachBytes)
            }
            var result = JSONObject()
            result.append("snapshot", json: try visitorSnapshot(attach.session, withEvents: false))
            result.append("events", list: page.events)
            result.append("more", json: (page.more ? "true" : "false").utf8)
            return result.json
        case .sessionPickUp, .sessionPickUpNext, .offerAccept, .sessionListen:
            var result = JSONObject()
            guard let session = facts.session, case .agent(let agent) = command.actor else {
                result.append("session", json: "null".utf8)
                return result.json
            }
            result.append("session", plain: session.description)
            result.append("snapshot", json: try agentSnapshot(session, for: agent))
            return result.json
        case .messagePost, .transcriptSend, .fileShare:
            if facts.seq == nil, case .channel(.post(let post)) = command.command, let time = post.visibleAt {
                var result = JSONObject()
                result.append("scheduledFor", plain: time.description)
                return result.json
            }
            guard let seq = facts.seq else { return Answer.nothing }
            var result = JSONObject()
            result.append("seq", seq)
            return result.json
        case .requestSubmit:
            guard let request = facts.request else { return Answer.nothing }
            var result = JSONObject()
            result.append("request", plain: request.description)
            return result.json
        case .requestCreate:
            guard let request = facts.request, let session = facts.session else { return Answer.nothing }
            var result = JSONObject()
            result.append("request", plain: request.description)
            result.append("draft", text: try draft(of: request, in: session))
            return result.json
        case .contactCreate:
            return try contact(of: facts)
        case .privacyErase:
            let erased = try facts.request.flatMap { id in
                try store.look { reader throws(StoreError) in try reader.erasure(id) }
            }
            return try WireJSON.encode(erased ?? PrivacyErased())
        case .presenceSet:
            return try presence(of: command)
        default:
            return Answer.nothing
        }
    }

    /// A session with its last events, as an agent sees it.
    func agentSnapshot(_ id: SessionID, for agent: AgentHandle) throws -> [UInt8] {
        let (summary, page) = try store.look {
            reader throws(StoreError) -> (Summary, StoreReader.Page) in
            guard let session = try reader.session(id) else { throw StoreError(.internal, "no session \(id)") }
            return (
                session.summary(
                    for: agent, channelName: try reader.registry().channels[session.channel]?.name ?? "",
                    position: try reader.position(of: session)),
                try reader.lastEvents(of: id, as: .agent(agent), limit: Self.snapshotEvents)
            )
        }
        var snapshot = JSONObject(extending: try WireJSON.encode(summary))
        snapshot.append("events", list: page.events)
        snapshot.append("more", json: (page.more ? "true" : "false").utf8)
        return snapshot.json
    }

    private func visitorSnapshot(_ id: SessionID, withEvents: Bool) throws -> [UInt8] {
        let (snapshot, events) = try store.look {
            reader throws(StoreError) -> (VisitorSnapshot, [[UInt8]]) in
            guard let session = try reader.session(id) else { throw StoreError(.internal, "no session \(id)") }
            var shownAs: ShownAs?
            var averageWait: String?
            var mayRequest = false
            if let owner = session.owner, let settings = try reader.registry().channels[session.channel] {
                shownAs = try reader.roster().agents[owner]?.shownAs(on: settings)
            } else if let waiting = session.waiting {
                averageWait = Desk.averageWait(of: try reader.recentWaits(session.channel))
                let figures = try reader.figures(session.channel)
                mayRequest =
                    try reader.settings(session.channel, version: session.settingsVersion)?.queueRequest.isOffered(
                        after: WallClock.now() - waiting.since, length: figures.waiting,
                        isAttended: try reader.isAttended(session.channel)) ?? false
            }
            return (
                session.visitorSnapshot(
                    position: try reader.position(of: session), averageWait: averageWait, shownAs: shownAs,
                    mayRequest: mayRequest),
                withEvents ? try reader.lastEvents(of: id, as: .visitor, limit: Self.snapshotEvents).events : []
            )
        }
        var result = JSONObject(extending: try WireJSON.encode(snapshot))
        result.append("events", list: events)
        return result.json
    }

    /// The sentence that tells the visitor of a request: for the agent's text field, unsent.
    private func draft(of request: RequestID, in id: SessionID) throws -> String {
        let texts = try store.look { reader throws(StoreError) -> Texts in
            guard let session = try reader.session(id) else { return Language.en.texts }
            let settings = try reader.settings(session.channel, version: session.settingsVersion)
            return Texts.texts(
                for: session.visitor, on: settings ?? Channel(channel: session.channel, name: session.channel.text))
        }
        return texts.requestDraft(request.short)
    }

    /// Whom the session is linked to, now that they were made.
    private func contact(of facts: CommandFacts) throws -> [UInt8] {
        let contact = try store.look { reader throws(StoreError) in
            try facts.session.flatMap { id throws(StoreError) in try reader.session(id) }?.extra.contact
        }
        var result = JSONObject()
        if let company = contact?.company { result.append("company", plain: company.description) }
        if let person = contact?.person { result.append("person", plain: person.description) }
        return result.json
    }

    /// What the agent wants to be, and is; of the first one named where a manager set others.
    private func presence(of command: IncomingCommand) throws -> [UInt8] {
        guard case .control(.setPresence(let body)) = command.command else { return Answer.nothing }
        var subject = body.agents?.first
        if subject == nil, case .agent(let agent) = command.actor { subject = agent }
        let state = try store.look { reader throws(StoreError) in
            try subject.flatMap { agent throws(StoreError) in try reader.roster().agents[agent] }
        }
        guard let state else { return Answer.nothing }
        var result = JSONObject()
        result.append("wanted", plain: state.wanted.rawValue)
        result.append("effective", plain: state.effective.rawValue)
        return result.json
    }
}
