import ChatContract
import ChatCore
import ChatStore

/// What one delivery came to, inside the transaction.
enum Worked {
    case answered(IncomingCommand, CommandOutcome, isRepeat: Bool)
    case refused(Refusal, ReplyAddress?)
    case probe(String)
}

/// Works deliveries off inside a transaction: who asks, was it asked before, and then the decision.
struct BatchWork {
    let authority: Authority
    let identifiers: Identifiers

    private let keys = KnownKeys()

    init(authority: Authority, identifiers: Identifiers) {
        self.authority = authority
        self.identifiers = identifiers
    }

    /// Session keys that were found right: a visitor shows his with every line. Belongs to the loop's thread.
    private final class KnownKeys {
        private var keys: [SessionID: String] = [:]

        func check(_ key: String, of session: SessionID, _ identifiers: Identifiers) -> Bool {
            if let known = keys[session] { return Self.isSame(known, key) }
            guard identifiers.isSessionKey(key, of: session) else { return false }
            if keys.count >= 20_000 { keys = [:] }
            keys[session] = key
            return true
        }

        /// Compares in the same time whatever the answer.
        private static func isSame(_ left: String, _ right: String) -> Bool {
            guard left.utf8.count == right.utf8.count else { return false }
            return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    /// Decides one item.
    func work(_ item: WorkItem<some TakenDelivery>, in transaction: Transaction) throws(StoreError) -> Worked {
        switch item.intake {
        case .probe(let name):
            return .probe(name)
        case .refused(let refusal, let reply):
            keep(item.delivery, refusal, in: transaction)
            return .refused(refusal, reply)
        case .command(let command):
            guard let queue = item.queue else {
                let refusal = Refusal(.unknownType, "no queue takes \"\(item.delivery.routingKey)\" now")
                keep(item.delivery, refusal, in: transaction)
                return .refused(refusal, command.reply)
            }
            let (outcome, isRepeat) = try decide(command, on: queue, in: transaction)
            if case .refused(_, let refusal) = outcome, !isRepeat { keep(item.delivery, refusal, in: transaction) }
            return .answered(command, outcome, isRepeat: isRepeat)
        }
    }

    /// The contract's order of checks: actor, repeat, session, permission, state.
    private func decide(
        _ command: IncomingCommand, on queue: WorkQueue, in transaction: Transaction
    ) throws(StoreError) -> (CommandOutcome, isRepeat: Bool) {
        do throws(Refusal) {
            try authority.check(
                login: command.login, actor: command.actor, transaction.view.roster, transaction.view.registry)
        } catch {
            return (.refused(status: nil, error), false)
        }
        switch (command.command, queue) {
        case (.channel(let body), .channel(let channel)):
            return try decide(command, body, on: channel, in: transaction)
        case (.control(let body), .control):
            if let kept = try repeated(command, in: transaction) { return (kept, true) }
            let outcome = try transaction.decide(body, by: command.actor, key: command.key, cause: command.cause)
            try keep(outcome, of: command, in: transaction)
            return (outcome, false)
        case (.channel, _), (.control, _), (.query, _):
            return (
                .refused(status: nil, Refusal(.unknownType, "\(command.type.rawValue) does not belong here")), false
            )
        }
    }

    private func decide(
        _ command: IncomingCommand, _ body: ChannelCommand, on channel: ChannelHandle, in transaction: Transaction
    ) throws(StoreError) -> (CommandOutcome, isRepeat: Bool) {
        guard try transaction.refresh(channel) else {
            return (.refused(status: nil, Refusal(.unknownChannel, "there is no channel \(channel)")), false)
        }
        if command.actor == .visitor, let session = body.session {
            guard let key = command.sessionKey, keys.check(key, of: session, identifiers) else {
                return (.refused(status: nil, .unknownSession), false)
            }
        }
        var request = CommandRequest(actor: command.actor, key: command.key, command: body)
        if let session = body.session, transaction.view.desk(channel)?[session] == nil {
            request.archived = try transaction.archived(session, on: channel)
            if request.archived == nil, let refusal = try moved(command, session, from: channel, in: transaction) {
                // What was done here before it went is answered here: there it would be done again.
                if let kept = try repeated(command, in: transaction) { return (kept, true) }
                return (.refused(status: nil, refusal), false)
            }
        }
        do throws(Refusal) {
            try transaction.authorize(request, on: channel)
        } catch {
            return (.refused(status: nil, error), false)
        }
        if let kept = try repeated(command, in: transaction) { return (kept, true) }
        let session = body.session.flatMap { transaction.view.desk(channel)?[$0] } ?? request.archived
        if let session, let kept = try repeatedElsewhere(command, session, in: transaction) { return (kept, true) }
        let outcome = try transaction.decide(request, on: channel, cause: command.cause)
        try keep(outcome, of: command, in: transaction)
        return (outcome, false)
    }

    /// Tells who may know of it that a session went to another channel.
    private func moved(
        _ command: IncomingCommand, _ session: SessionID, from channel: ChannelHandle, in transaction: Transaction
    ) throws(StoreError) -> Refusal? {
        guard let target = try transaction.target(of: session, movedFrom: channel) else { return nil }
        switch command.actor {
        case .visitor, .system:
            break
        case .agent(let agent):
            let members = transaction.view.registry.members
            guard members[channel]?[agent]?.hasAny == true || members[target]?[agent]?.hasAny == true else {
                return nil
            }
        case .bot:
            return nil
        }
        return Refusal(
            .moved, "the session is on the channel \(target) now; repeat the command there, with the same message-id",
            channel: target)
    }

    /// The first outcome of a command that was decided while its session was on another channel: it was sent there
    /// after it had been sent here, the session came back, and the first copy comes late (guarantee 4).
    private func repeatedElsewhere(
        _ command: IncomingCommand, _ session: Session, in transaction: Transaction
    ) throws(StoreError) -> CommandOutcome? {
        guard session.extra.transfers > 0, !command.type.isIdempotentByNature else { return nil }
        for channel in try transaction.formerChannels(of: session.id) where channel != session.channel {
            if let kept = try repeated(command, as: command.key(on: channel), in: transaction) { return kept }
        }
        return nil
    }

    /// The first outcome of a command that was decided before.
    private func repeated(
        _ command: IncomingCommand, as key: CommandKey? = nil, in transaction: Transaction
    ) throws(StoreError) -> CommandOutcome? {
        guard !command.type.isIdempotentByNature, let kept = try transaction.kept(key ?? command.key) else {
            return nil
        }
        guard kept.fingerprint == command.fingerprint else {
            return .refused(
                status: nil,
                Refusal(
                    .conflict, "the message-id \(command.messageID) was used for another command; make a new one",
                    field: "message-id"))
        }
        return kept.outcome
    }

    private func keep(
        _ outcome: CommandOutcome, of command: IncomingCommand, in transaction: Transaction
    ) throws(StoreError) {
        guard !command.type.isIdempotentByNature else { return }
        try transaction.keep(outcome, key: command.key, fingerprint: command.fingerprint)
    }

    private func keep(_ delivery: some TakenDelivery, _ refusal: Refusal, in transaction: Transaction) {
        guard refusal.code.isKept else { return }
        transaction.publish(
            DeadLetter.message(
                of: delivery, reason: refusal.code.rawValue, error: refusal.detail, attempts: 1, at: transaction.now))
    }
}
