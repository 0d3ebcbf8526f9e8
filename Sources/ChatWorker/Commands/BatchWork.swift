import AMQP
import ChatContract
import ChatCore
import ChatStore

/// What one delivery came to, inside the transaction.
enum Worked {
    case answered(IncomingCommand, CommandOutcome, isRepeat: Bool)
    case refused(Refusal, ReplyAddress?)
    case probe(String)
    /// A stray command whose channel exists by now: published again.
    case forwarded
}

/// Works deliveries off inside a transaction: who asks, was it asked before, and then the decision.
struct BatchWork {
    let authority: Authority
    let identifiers: Identifiers

    /// A delivery and what was read of it.
    struct Item {
        let delivery: Delivery
        /// The queue's meaning; `nil` for `chat.unroutable`.
        let queue: WorkQueue?
        let intake: Intake
    }

    /// Decides one item.
    func work(_ item: Item, in transaction: Transaction) throws(StoreError) -> Worked {
        switch item.intake {
        case .probe(let name):
            return .probe(name)
        case .refused(let refusal, let reply):
            keep(item.delivery, refusal, in: transaction)
            return .refused(refusal, reply)
        case .command(let command):
            guard let queue = item.queue else { return try stray(command, item.delivery, in: transaction) }
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
            try authority.check(login: command.login, actor: command.actor, transaction.view.roster)
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
            guard let key = command.sessionKey, identifiers.isSessionKey(key, of: session) else {
                return (.refused(status: nil, .unknownSession), false)
            }
        }
        var request = CommandRequest(actor: command.actor, key: command.key, command: body)
        if let session = body.session, transaction.view.desk(channel)?[session] == nil {
            request.archived = try transaction.archived(session, on: channel)
        }
        do throws(Refusal) {
            try transaction.authorize(request, on: channel)
        } catch {
            return (.refused(status: nil, error), false)
        }
        if let kept = try repeated(command, in: transaction) { return (kept, true) }
        let outcome = transaction.decide(request, on: channel, cause: command.cause)
        try keep(outcome, of: command, in: transaction)
        return (outcome, false)
    }

    /// The first outcome of a command that was decided before.
    private func repeated(
        _ command: IncomingCommand, in transaction: Transaction
    ) throws(StoreError) -> CommandOutcome? {
        guard !command.type.isIdempotentByNature, let kept = try transaction.kept(command.key) else { return nil }
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

    /// A command that no queue took: refused, or sent again when its channel came into being meanwhile.
    private func stray(
        _ command: IncomingCommand, _ delivery: Delivery, in transaction: Transaction
    ) throws(StoreError) -> Worked {
        if case .channel(let channel, _) = RoutingKey.CommandAddress(delivery.routingKey),
            try transaction.refresh(channel)
        {
            return .forwarded
        }
        let refusal = Refusal(.unknownChannel, "there is no channel behind \"\(delivery.routingKey)\"")
        keep(delivery, refusal, in: transaction)
        return .refused(refusal, command.reply)
    }

    private func keep(_ delivery: Delivery, _ refusal: Refusal, in transaction: Transaction) {
        guard refusal.code.isKept else { return }
        transaction.publish(
            DeadLetter.message(
                of: delivery, reason: refusal.code.rawValue, error: refusal.detail, attempts: 1, at: transaction.now))
    }
}
