import AMQP
import ArgumentParser
import ChatContract
import ChatCore
import ChatWebhooks
import ChatWorker
import Foundation
import Logging

/// `samtale bench webhooks`: how many events a second are posted to a receiver who is glad to have them.
struct BenchWebhooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Measure how many events a second webhooks post to a receiver on this machine.",
        discussion: """
            Events of many sessions are published, sorted into the receiver's queue and posted to him over HTTP, signed; he \
            takes each at once. All of it is in this process but the broker and a worker, who says who the receiver is. \
            At the end each session's events must have come once and in order.

            EXAMPLES
              samtale bench webhooks
              samtale bench webhooks --sessions 2000 --events 10 --parallel 32
            """)

    @Option(help: "The broker, with an administrator's login (default: $SAMTALE_BROKER_URI).") var uri: String?
    @Option(help: "The broker's management API (default: $SAMTALE_BROKER_API).") var api: String?
    @Option(help: "How many sessions.") var sessions = 500
    @Option(help: "How many events each has.") var events = 20
    @Option(help: "How many posts are on their way at a time.") var parallel = 8

    private static let secret = "SAMTALE_BENCH_WEBHOOK_SECRET"

    func validate() throws {
        guard (1...100_000).contains(sessions) else { throw ValidationError("--sessions must be 1 to 100000.") }
        guard (1...1000).contains(events) else { throw ValidationError("--events must be 1 to 1000.") }
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel must be 1 to 64.") }
    }

    func run() async throws {
        try await BenchHost.with(uri: uri, api: api) { host in
            try await BenchReceiver.open { receiver in try await measure(host, receiver) }
        }
    }

    private func measure(_ host: BenchHost, _ receiver: BenchReceiver) async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let path = folder.path("bench.db")
        guard let name = WebhookHandle("bench"), let channel = ChannelHandle("support") else { return }
        setenv(Self.secret, "a secret that is long enough for a bench", 1)
        var webhook = Webhook(webhook: name, url: receiver.url, secretVariable: Self.secret)
        webhook.events = ["*"]
        webhook.private = true
        webhook.parallel = parallel
        try BenchDesk.apply(
            [
                (.system("bench"), .saveChannel(Channel(channel: channel, name: "Support"))),
                (.system("bench"), .saveWebhook(webhook)),
            ], to: path)
        let worker = try BenchProcess(["bench", "worker", host.uri, path])
        defer { worker.stop() }
        let poster = WebhookPoster(
            WebhookPosterConfiguration(
                broker: host.configuration, name: "bench", prepare: { try await Topology.declare(on: $0) }),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let work = Task { await poster.run() }
        try await wait("nobody posts: \(poster.health.problems)") { poster.health.isReady }

        let total = sessions * events
        FileHandle.standardError.write(Data("bench: \(total) events of \(sessions) sessions are published\n".utf8))
        try await publish(host, channel)
        try await wait("only \(receiver.count) of \(total) came") { receiver.count >= total }
        poster.stop()
        await work.value
        try receiver.check(sessions: sessions, events: events)
        let perSecond = Int(Double(total) / receiver.seconds)
        Console.print(
            """
            \(total) events of \(sessions) sessions, \(parallel) posts at a time, each once and in its session's order
            posted to a receiver on this machine: \(perSecond) events a second
            """)
    }

    /// Publishes the events as a worker does, one session after the other's first, second, third …
    private func publish(_ host: BenchHost, _ channel: ChannelHandle) async throws {
        let loop = ConnectionLoop(name: "bench")
        defer { loop.stop() }
        let connection = try await Connection.open(host.configuration, on: loop)
        try await connection.selectConfirms()
        let ids = (1...UInt64(sessions)).map { SessionID(high: 1, low: $0) }
        // As if they had happened just now: those that waited are asked about, and no store knows these.
        let at = Timestamp(milliseconds: LogLine.now.milliseconds + 3_600_000)
        for seq in 1...Int64(events) {
            let batch = try ids.map { session in
                let event = Event(
                    channel: channel, session: session, seq: seq, previous: seq - 1, at: at, actor: .visitor,
                    status: .customerLast, data: .posted(Message(text: "Line \(seq) of a conversation", from: .visitor))
                )
                return Publishing(
                    exchange: Exchange.events,
                    routingKey: RoutingKey.event(event.type, channel: channel, session: session),
                    properties: Properties(
                        contentType: "application/json",
                        headers: [
                            Header.channel: .string(channel.text), Header.session: .string(session.description),
                            Header.seq: .int64(seq),
                        ], deliveryMode: .persistent, messageID: event.messageID,
                        timestamp: UInt64(max(0, at.milliseconds / 1000)), type: event.type.rawValue),
                    body: try event.json())
            }
            let (results, continuation) = AsyncStream<Bool>.makeStream()
            connection.publish(batch) { range, confirmation in
                continuation.yield(confirmation.isAcknowledged)
                if range.upperBound == batch.count { continuation.finish() }
            }
            for await isTaken in results where !isTaken { throw BenchError("the broker did not take an event") }
        }
        await connection.close()
    }

    private func wait(_ problem: @autoclosure () -> String, until isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while !isSo() {
            guard ContinuousClock.now < deadline else { throw BenchError("\(problem()) within five minutes") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
