import AMQP
import ChatContract
import ChatCore
import ChatStore
import Foundation
import Logging
import Synchronization

/// Answers queries from the last commit: any worker may, so all consume `chat.queries` together.
final class QueryResponder: Sendable {
    private let store: Store
    private let relay: Relay
    private let metrics: Metrics
    private let logger: Logger
    private let login: String
    private let authority: Authority
    /// Answers what is looked up in a directory elsewhere; `nil` where it lies in the store.
    private let foreign: ForeignDirectoryDesk?
    private let buffer = DeliveryBuffer()
    private let loop = ConnectionLoop(name: "queries")
    private let subscription: Subscription
    private let deadLetters: DeadLetterBox
    private let isOver = Mutex(false)

    init(
        _ configuration: WorkerConfiguration, store: Store, relay: Relay, deadLetters: DeadLetterBox, metrics: Metrics,
        logger: Logger
    ) {
        self.store = store
        self.relay = relay
        self.metrics = metrics
        self.logger = logger
        self.deadLetters = deadLetters
        login = configuration.broker.user
        authority = Authority(trustedPublishers: configuration.trustedPublishers)
        foreign = configuration.directory.map { ForeignDirectoryDesk($0, store: store) }
        subscription = Subscription(
            Queue.queries, configuration.broker, on: loop, into: buffer, prefetch: 100, metrics: metrics, logger: logger
        ) { try await $0.declareQueue(Queue.queries, passive: true) }
    }

    /// Answers until the task is cancelled.
    func run() async {
        while !relay.isDeclared, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(50)) }
        subscription.start()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Looking into the store blocks: that is for a thread of its own, not for the cooperative pool.
                let thread = Thread {
                    while !self.isOver.withLock({ $0 }) { self.turn() }
                    continuation.resume()
                }
                thread.name = "queries"
                thread.start()
            }
        } onCancel: {
            isOver.withLock { $0 = true }
            buffer.wake()
        }
        await subscription.close()
        await foreign?.close()
        loop.stop()
    }

    private func turn() {
        var answers: [Publishing] = []
        for delivery in buffer.take(atMost: 100, waiting: .seconds(1)) {
            switch Intake(delivery, from: nil, login: login) {
            case .command(let command):
                if let foreign, case .query(let query) = command.command, ForeignDirectoryDesk.takes(query) {
                    ask(foreign, command)
                    break
                }
                let answer = answer(to: command)
                if case .query(.deadLetters(let body)) = command.command, case .done = answer {
                    tellDeadLetters(body, to: command.reply)
                } else if let publishing = try? command.reply?.publishing(answer) {
                    answers.append(publishing)
                }
            case .refused(let refusal, let reply):
                metrics.count(.commands, ["type": "-", "result": refusal.code.rawValue])
                if let publishing = try? reply?.publishing(.refused(status: nil, refusal)) {
                    answers.append(publishing)
                }
            case .probe:
                break
            }
            delivery.connection.acknowledge(delivery.tag)
        }
        relay.tell(answers)
    }

    /// Looks into the queue of dead letters, for somebody who may.
    private func tellDeadLetters(_ body: DeadLetterList, to reply: ReplyAddress?) {
        guard let reply else { return }
        Task { [deadLetters, relay, logger] in
            let answer: Answer
            do {
                let letters = try await deadLetters.letters(limit: body.limit ?? QueryDesk.pageLength)
                var result = JSONObject()
                result.append("items", list: try letters.items.map { try WireJSON.encode($0) })
                result.append("total", Int64(letters.total))
                answer = .done(status: nil, result: result.json)
            } catch {
                logger.warning("the dead letters cannot be read", metadata: ["error": "\(error)"])
                answer = .refused(status: nil, Refusal(.unavailable, "the dead letters cannot be read now"))
            }
            if let publishing = try? reply.publishing(answer) { relay.tell([publishing]) }
        }
    }

    /// Answers when the directory elsewhere has.
    private func ask(_ foreign: ForeignDirectoryDesk, _ command: IncomingCommand) {
        foreign.answer { [authority, store] reader, directory in
            try Self.answer(to: command, reader, directory, authority, store)
        } done: { [weak self] outcome in
            guard let self else { return }
            let answer: Answer
            do {
                answer = try outcome.get()
            } catch {
                answer = refusal(of: command, StoreError(error))
            }
            count(answer, command)
            if let publishing = try? command.reply?.publishing(answer) { relay.tell([publishing]) }
        }
    }

    private func answer(to command: IncomingCommand) -> Answer {
        let answer: Answer
        do {
            answer = try store.look { reader throws(StoreError) in
                do {
                    return try Self.answer(to: command, reader, reader, authority, store)
                } catch {
                    throw StoreError(error)
                }
            }
        } catch {
            answer = refusal(of: command, error)
        }
        count(answer, command)
        return answer
    }

    private static func answer(
        to command: IncomingCommand, _ reader: StoreReader, _ directory: any Directory, _ authority: Authority,
        _ store: Store
    ) throws -> Answer {
        let desk = QueryDesk(
            reader: reader, directory: directory, registry: try reader.registry(), roster: try reader.roster(),
            now: WallClock.now(), identifiers: store.identifiers)
        do {
            try authority.check(login: command.login, actor: command.actor, desk.roster, desk.registry)
            guard case .query(let query) = command.command else {
                throw Refusal(.unknownType, "\(command.type.rawValue) is no query")
            }
            let result = try desk.result(of: query, for: command.actor, sessionKey: command.sessionKey)
            return .done(status: nil, result: result)
        } catch let refusal as Refusal {
            return .refused(status: nil, refusal)
        }
    }

    private func refusal(of command: IncomingCommand, _ error: StoreError) -> Answer {
        logger.error(
            "a query failed",
            metadata: [
                "message_id": "\(command.messageID)", "type": "\(command.type.rawValue)", "error": "\(error)",
            ])
        return .refused(
            status: nil,
            error.isRetriable
                ? Refusal(.unavailable, "the store cannot be read now") : Refusal(.internal, "the query failed"))
    }

    private func count(_ answer: Answer, _ command: IncomingCommand) {
        switch answer {
        case .done: metrics.count(.commands, ["type": command.type.rawValue, "result": "done"])
        case .refused(_, let refusal):
            metrics.count(.commands, ["type": command.type.rawValue, "result": refusal.code.rawValue])
        }
    }
}
