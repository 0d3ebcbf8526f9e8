import AMQP
import ChatClient
import ChatContract
import Foundation
import Logging

/// A mailer: sends the conversations that were asked for (guarantee 21). Start as many as you like; kill them any time.
///
/// A request is an event of its session, kept in the transaction that recorded it, and stays in the queue `chat.mail`
/// until the session knows what became of it. So none is lost. A mailer that is killed after the mail server took a mail,
/// and before the session knew, leaves it to another one, which sends it again under the same `Message-ID`.
public final class Mailer: Sendable {
    private let configuration: MailerConfiguration
    private let logger: Logger
    private let status = MailerStatus()
    private let buffer = DeliveryBuffer()
    private let sender: CurlSender

    public init(_ configuration: MailerConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        sender = CurlSender(server: configuration.server)
    }

    /// Works until ``stop()`` or the task's cancellation; what is being sent is finished, what waits goes back.
    public func run() async {
        ScratchFile.removeLeftovers(olderThan: .seconds(3600))
        await withTaskCancellationHandler {
            guard let client = await connect() else { return }
            await work(client)
            await client.close()
        } onCancel: {
            stop()
        }
    }

    /// Begins the end; ``run()`` returns when nothing is in hand any more.
    public func stop() {
        status.stop()
        buffer.wake()
    }

    /// How it is at this moment.
    public var health: MailerHealth { status.health }

    /// Its figures, as Prometheus reads them.
    public var metrics: String { status.metrics }

    // MARK: - Connections

    private func named(_ role: String) -> ConnectionConfiguration {
        var broker = configuration.broker
        broker.name = "samtale \(configuration.name) \(role)"
        return broker
    }

    /// Waits for the broker.
    ///
    /// - Returns: `nil` when it was stopped before.
    private func connect() async -> ChatClient? {
        var failures = 0
        while !status.isStopping {
            do {
                let client = try await ChatClient.connect(named("mailer"))
                status.noteClient(nil)
                return client
            } catch {
                failures += 1
                status.noteClient("the broker is not there: \(error)")
                logger.warning("the broker is not there", metadata: ["error": "\(error)"])
                _ = await status.pause(BackOff(base: .seconds(1)).limit(afterFailures: failures))
            }
        }
        return nil
    }

    private func work(_ client: ChatClient) async {
        let loop = ConnectionLoop(name: "mailer")
        defer { loop.stop() }
        let connection = RecoveringConnection(
            named("mailer jobs"), on: loop,
            onOpen: { [configuration, buffer] connection in
                try await configuration.prepare(connection)
                _ = try await connection.consume(
                    Queue.mail, prefetch: UInt16(clamping: configuration.width), into: buffer)
            },
            onState: { [status, logger] change in
                status.noteConsumer(change)
                if case .waiting(let error, _) = change {
                    logger.warning("the connection for jobs is lost", metadata: ["error": "\(error)"])
                }
            })
        let keeper = Task { await connection.run() }
        await withDiscardingTaskGroup { group in
            while !status.isStopping {
                for delivery in await buffer.take(atMost: configuration.width) {
                    guard let job = MailJob(delivery) else {
                        logger.error("no request for a mail; kept in \(Queue.dead)")
                        delivery.connection.reject(delivery.tag, requeue: false)
                        continue
                    }
                    if status.begin(job.identity, delivery) {
                        group.addTask { await self.work(job, client) }
                    } else {
                        status.count(.repeated)
                    }
                }
            }
        }
        await connection.close()
        await keeper.value
    }

    // MARK: - One mail

    private func work(_ job: MailJob, _ client: ChatClient) async {
        var attempts = Attempts(
            configuration.retry, requestedAt: job.at, takenAt: Self.now, isGivenBack: job.isGivenBack)
        while true {
            guard let outcome = await attempt(job, client) else { return acknowledge(job) }
            if case .temporary(let reason) = outcome {
                log(.warning, "the mail could not be sent yet", job, reason)
                status.noteMail("the last mail could not be sent yet: \(reason)")
            } else {
                status.noteMail(nil)
            }
            switch attempts.next(after: outcome, at: Self.now) {
            case .report(let outcome, let reason):
                status.count(outcome == .sent ? .sent : .failed)
                log(outcome == .sent ? .info : .error, "the mail is \(outcome.rawValue)", job, reason)
                if await report(outcome, reason, job, client) { acknowledge(job) } else { giveBack(job) }
                return
            case .wait(let duration):
                status.count(.retried)
                guard await status.pause(duration) else { return giveBack(job) }
            case .giveBack:
                return giveBack(job)
            }
        }
    }

    /// Tries to send a mail.
    ///
    /// - Returns: `nil` when there is nothing to send and nothing to tell any more.
    private func attempt(_ job: MailJob, _ client: ChatClient) async -> SendingOutcome? {
        let events: [Event]
        let channel: Channel?
        do {
            events = try await self.events(of: job.session, client)
            channel = try await settings(of: job.channel, client)
        } catch let refusal as Refusal where refusal.code == .unknownSession {
            log(.notice, "the session is gone", job, refusal.detail)
            return nil
        } catch {
            return .temporary("the conversation cannot be read: \(error)")
        }
        let conversation = Conversation(events, requestedBy: job.seq)
        guard !conversation.isReported else {
            status.count(.repeated)
            log(.notice, "the mail was dealt with before", job, nil)
            return nil
        }
        guard !events.contains(where: { $0.type == .sessionErased }) else {
            status.count(.erased)
            log(.notice, "the mail is not sent: what it says was erased", job, nil)
            return nil
        }
        guard !events.contains(where: { $0.type == .sessionDeleted }) else {
            return .permanent("the session was deleted")
        }
        let isOwn = conversation.visitorEmail == job.request.email
        guard let to = MailAddress(job.request.email, name: isOwn ? conversation.visitorName : nil) else {
            return .permanent("this is no address that a mail can be sent to")
        }
        let message = MailMessage(
            from: configuration.from, to: to, date: job.at, identity: job.identity, language: job.request.language,
            words: MailWords(
                language: job.request.language, channelName: name(of: channel, job.channel),
                conversation: conversation, zone: job.request.timeZone ?? "Etc/UTC",
                template: channel?.postChatForm.transcriptMail))
        let outcome = await sender.send(message.bytes, from: configuration.from, to: to)
        return outcome.hiding(to.address)
    }

    /// What the channel is called towards visitors.
    private func name(of channel: Channel?, _ handle: ChannelHandle) -> String {
        let names = [channel?.widget.header, configuration.from.name, channel?.badgeHeader]
        return names.compactMap(\.self).first { !$0.isEmpty } ?? handle.text
    }

    /// All events of a session, page by page: a long conversation is not cut off.
    private func events(of session: SessionID, _ client: ChatClient) async throws -> [Event] {
        var events: [Event] = []
        while true {
            let page = try await client.send(
                .sessionGet, as: Self.actor, SessionGet(session: session, after: events.last?.seq ?? 0),
                returning: EventPage<AgentView>.self
            ).get()
            events += page.events
            guard page.more, !page.events.isEmpty else { return events }
        }
    }

    private func settings(of channel: ChannelHandle, _ client: ChatClient) async throws -> Channel? {
        try await client.send(.channelList, as: Self.actor, EmptyResult(), returning: ItemList<Channel>.self)
            .get().items.first { $0.channel == channel }
    }

    private static let actor = Actor.system("mailer")

    /// Tells the session what became of the mail, until somebody answers.
    ///
    /// - Returns: whether it is known there; otherwise the mailer stops.
    private func report(
        _ outcome: TranscriptReport.Outcome, _ reason: String?, _ job: MailJob, _ client: ChatClient
    ) async -> Bool {
        let body = TranscriptReport(
            session: job.session, seq: job.seq, outcome: outcome,
            reason: reason.map { String($0.unicodeScalars.prefix(500)) })
        var channel = job.channel
        while true {
            do {
                let answer = try await client.send(
                    .transcriptReport, to: channel, as: Self.actor, body, messageID: "mail.\(job.identity)")
                guard let refusal = answer.refusal else { return true }
                switch refusal.code {
                case .moved:
                    if let target = refusal.channel, target != channel {
                        channel = target
                        continue
                    }
                case .notFound, .conflict, .unknownSession, .unknownChannel:
                    // It was told before, or there is nobody left to be told.
                    return true
                default:
                    break
                }
                log(.error, "the report is refused", job, "\(refusal.code.rawValue): \(refusal.detail)")
            } catch {
                log(.warning, "the report is not answered", job, "\(error)")
            }
            guard await status.pause(.seconds(5)) else { return false }
        }
    }

    private func acknowledge(_ job: MailJob) {
        guard let delivery = status.end(job.identity) else { return }
        delivery.connection.acknowledge(delivery.tag)
    }

    private func giveBack(_ job: MailJob) {
        guard let delivery = status.end(job.identity) else { return }
        status.count(.givenBack)
        delivery.connection.reject(delivery.tag, requeue: true)
    }

    /// Addresses stand in no log.
    private func log(_ level: Logger.Level, _ message: Logger.Message, _ job: MailJob, _ reason: String?) {
        var metadata: Logger.Metadata = ["session": "\(job.session)", "seq": .stringConvertible(job.seq)]
        if let reason { metadata["reason"] = "\(reason)" }
        logger.log(level: level, message, metadata: metadata)
    }

    private static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

extension SendingOutcome {
    /// The same with the address left out where a server repeats it: reasons are kept when personal data is erased.
    fileprivate func hiding(_ address: String) -> SendingOutcome {
        func hidden(_ reason: String) -> String { reason.replacing(address, with: "…") }
        return switch self {
        case .sent: .sent
        case .temporary(let reason): .temporary(hidden(reason))
        case .permanent(let reason): .permanent(hidden(reason))
        }
    }
}
