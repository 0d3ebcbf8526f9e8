import AMQP
import ChatClient
import ChatContract
import ChatCore
import Logging
import Synchronization

/// A bot: hears what happens in its sessions, asks its script, and does what that says (spec section 8.5).
///
/// Kill it any time, and start as many as you like. Whenever it is connected it looks which sessions it has and goes
/// through all that happened in them; each answer is a command whose id follows from the event that it answers, so what
/// was done already is done once, here or in another process. While no bot answers, the worker gives the visitor to
/// people after the channel's `bot.answerSeconds`.
public final class BotRunner: Sendable {
    private let configuration: BotConfiguration
    /// Makes the script, which may ask questions by the runner's client.
    private let makeScript: @Sendable (ChatClient) -> any BotScript
    private let logger: Logger
    private let status = BotStatus()
    private let conversations = Mutex<[SessionID: BotConversation]>([:])
    private let languages = Mutex<[ChannelHandle: Language]>([:])
    private let jobs: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation

    /// What is to be done.
    private enum Job: Sendable {
        /// Look which sessions there are.
        case lookAround
        case answer(SessionID)
    }

    public init(
        _ configuration: BotConfiguration, logger: Logger,
        script makeScript: @escaping @Sendable (ChatClient) -> any BotScript
    ) {
        self.configuration = configuration
        self.makeScript = makeScript
        self.logger = logger
        (jobs, queue) = AsyncStream.makeStream()
    }

    /// How it is at this moment.
    public var health: BotHealth { status.health }

    /// Its figures, as Prometheus reads them.
    public var metrics: String { status.metrics }

    /// Begins the end; ``run()`` returns when what is being said is said.
    public func stop() {
        status.stop()
        queue.finish()
    }

    private var actor: Actor { .bot(configuration.bot) }

    /// Works until ``stop()`` or the task's cancellation. To be called once.
    public func run() async {
        await withTaskCancellationHandler {
            await work()
        } onCancel: {
            stop()
        }
    }

    private func work() async {
        var broker = configuration.broker
        broker.name = "samtale \(configuration.name) bot \(configuration.bot)"
        let client = ChatClient.begin(broker, onChange: { [status] in status.note(canSend: $0) })
        let hub = client.eventHub(onChange: { [status] in status.note(hears: $0) })
        _ = await hub.open(
            [RoutingKey.bot(configuration.bot, "#")], onOpen: { [queue] in queue.yield(.lookAround) },
            onEvents: { [weak self] in self?.take($0) })
        let script = makeScript(client)
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask { await self.work(job, script, client) }
            }
        }
        await client.close()
    }

    private func work(_ job: Job, _ script: any BotScript, _ client: ChatClient) async {
        switch job {
        case .lookAround: await lookAround(client)
        case .answer(let session): await answer(session, script, client)
        }
    }

    // MARK: - What happens

    private func take(_ received: [ReceivedEvent]) {
        for event in received.compactMap(\.event) {
            conversations.withLock { conversations in
                conversations[event.session, default: BotConversation(channel: event.channel)].take(event, at: .now)
            }
            queue.yield(.answer(event.session))
        }
    }

    /// Finds the sessions that the bot has: what happened while nobody listened is asked for.
    private func lookAround(_ client: ChatClient) async {
        var cursor: String?
        repeat {
            var body = SessionList(view: .mine, limit: 200)
            body.cursor = cursor
            let list = body
            guard
                let page = await persistently({
                    try await client.send(.sessionList, as: self.actor, list, returning: ItemList<Summary>.self)
                })
            else { return }
            cursor = page.cursor
            for item in page.items {
                conversations.withLock { conversations in
                    if conversations[item.session] == nil {
                        conversations[item.session] = BotConversation(channel: item.channel)
                    }
                }
                await fill(item.session, client)
                queue.yield(.answer(item.session))
            }
        } while cursor != nil
    }

    /// Asks for what is missing of a session.
    private func fill(_ session: SessionID, _ client: ChatClient) async {
        while let after = conversations.withLock({ $0[session]?.through }) {
            let body = SessionGet(session: session, after: after)
            guard
                let page = await persistently({
                    try await client.send(.sessionGet, as: self.actor, body, returning: EventPage<AgentView>.self)
                })
            else {
                // It is the bot's no more.
                return conversations.withLock { $0[session] = nil }
            }
            conversations.withLock {
                $0[session]?.fill(page.events, through: page.snapshot.summary.seq, more: page.more, at: .now)
            }
            if !page.more { return }
        }
    }

    // MARK: - Answers

    private func answer(_ session: SessionID, _ script: any BotScript, _ client: ChatClient) async {
        if conversations.withLock({ $0[session]?.hasHole == true }) { await fill(session, client) }
        guard conversations.withLock({ $0[session]?.begin() == true }) else { return }
        while let next = conversations.withLock({ $0[session]?.next() }) {
            guard !status.isStopping else { return }
            let about = BotSession(
                session: session, channel: next.event.channel, visitor: next.visitor,
                language: await language(of: next.visitor, on: next.event.channel, client), messages: next.messages)
            let actions: [BotAction]
            do {
                switch next.question {
                case .opened: actions = try await script.opened(about)
                case .received(let message): actions = try await script.received(message, in: about)
                case .over:
                    conversations.withLock { $0[session] = nil }
                    continue
                }
                status.note(nil)
            } catch {
                // People know better than a bot that does not know what to say.
                logger.error(
                    "the script fails; the session goes to people",
                    metadata: ["session": "\(session)", "error": "\(error)"])
                status.note("the script fails: \(error)")
                actions = [.handOff]
            }
            for (index, action) in actions.enumerated() {
                let isDone = await perform(
                    action, about: next.event, id: "bot.\(next.event.messageID).\(index)", client)
                if !isDone { break }
            }
        }
        status.note(sessions: conversations.withLock { $0.count })
    }

    /// Does one thing.
    ///
    /// - Parameter id: the same for the same event, however often and by whom it is answered.
    /// - Returns: whether the next thing may be done.
    private func perform(_ action: BotAction, about event: Event, id: String, _ client: ChatClient) async -> Bool {
        let session = event.session
        let channel = event.channel
        let reference = SessionReference(session: session)
        while !status.isStopping {
            do {
                let refusal: Refusal?
                switch action {
                case .say(let text, let options, let delay):
                    // Counted from the event, so that a repeat says the same.
                    let post = MessagePost(
                        session: session, text: text, options: Self.buttons(options),
                        visibleAt: delay > .zero ? event.at + delay : nil)
                    refusal = try await client.send(.messagePost, to: channel, as: actor, post, messageID: id).refusal
                case .handOff:
                    refusal =
                        try await client.send(.sessionHandOff, to: channel, as: actor, reference, messageID: id).refusal
                case .close:
                    refusal =
                        try await client.send(.sessionClose, to: channel, as: actor, reference, messageID: id).refusal
                case .pass:
                    refusal = try await client.send(.botPass, to: channel, as: actor, reference, messageID: id).refusal
                }
                guard let refusal else {
                    status.count(action.count)
                    return true
                }
                status.count(.refused)
                // Somebody with another version of the script was here before.
                if refusal.code == .conflict { return true }
                log(refusal, session)
                return false
            } catch {
                guard error.code == .timeout else { return false }
                logger.warning("nobody answers the bot", metadata: ["session": "\(session)", "error": "\(error)"])
            }
        }
        return false
    }

    private func log(_ refusal: Refusal, _ session: SessionID) {
        let isOver = [.unknownSession, .notAssigned, .sessionClosed, .invalidState, .moved].contains(refusal.code)
        logger.log(
            level: isOver ? .debug : .warning, "the bot may not do this",
            metadata: ["session": "\(session)", "error": "\(refusal.code.rawValue): \(refusal.detail)"])
    }

    /// Buttons as the contract takes them: ten at most, each once, no longer than sixty characters. What is left out the
    /// visitor can still write.
    private static func buttons(_ options: [String]) -> [String]? {
        var buttons: [String] = []
        for option in options where option.unicodeScalars.count <= 60 && !buttons.contains(option) {
            buttons.append(option)
        }
        return buttons.isEmpty ? nil : Array(buttons.prefix(10))
    }

    private func language(of visitor: Visitor, on channel: ChannelHandle, _ client: ChatClient) async -> Language {
        if let language = visitor.language.flatMap({ Language(tag: $0) }) { return language }
        if let known = languages.withLock({ $0[channel] }) { return known }
        let body = ChannelWidgetGet(channel: channel)
        let widget = await persistently {
            try await client.send(.channelWidget, as: self.actor, body, returning: ChannelWidget.self)
        }
        let language = widget.flatMap { Language(tag: $0.language) } ?? .en
        languages.withLock { $0[channel] = language }
        return language
    }

    /// Asks until somebody answers.
    ///
    /// - Returns: `nil` when it was refused, or the bot stops.
    private func persistently<Result>(
        _ ask: () async throws -> ClientAnswer<Result>
    ) async -> Result? {
        while !status.isStopping {
            do {
                return try await ask().result
            } catch let error as ChatClientError where error.code == .timeout {
                logger.warning("nobody answers the bot", metadata: ["error": "\(error)"])
            } catch {
                return nil
            }
        }
        return nil
    }
}

extension BotAction {
    fileprivate var count: BotStatus.Count {
        switch self {
        case .say: .said
        case .handOff: .handedOff
        case .close: .closed
        case .pass: .passed
        }
    }
}
