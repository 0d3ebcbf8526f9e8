import AMQP
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation

/// The course of the bench: sets both sides up, measures them in turn, and reports.
struct BenchRun {
    private let options: BenchThroughput
    private let host: BenchHost
    private let publishing = ConnectionLoop(name: "load publisher")
    private let consuming = ConnectionLoop(name: "load consumer")

    init(_ options: BenchThroughput, _ host: BenchHost) {
        self.options = options
        self.host = host
    }

    func report() async throws -> BenchReport {
        let folder = try BenchFolder()
        defer { folder.remove() }

        var report = BenchReport(options)
        say("setting up the raw side: \(options.channels) queues")
        let raw = try await rawLoad()
        let relay = try BenchProcess(["bench", "relay", host.uri, String(options.channels)])
        defer { relay.stop() }

        say("setting up the worker: \(options.channels) channels, \(options.sessions) sessions")
        let path = folder.path("bench.db")
        try makeDesk(path)
        let worker = try BenchProcess(["bench", "worker", host.uri, path])
        defer { worker.stop() }
        let load = try await workerLoad()
        try await measure(raw, relay, load, worker, into: &report)
        report.workerPeakMemory = worker.peakMemory

        if options.history > 0 { try await measureHistory(path, worker, load, into: &report) }
        return report
    }

    /// Everything in turn, several rounds.
    private func measure(
        _ raw: BenchLoad, _ relay: BenchProcess, _ load: BenchLoad, _ worker: BenchProcess,
        into report: inout BenchReport
    ) async throws {
        for round in 1...options.rounds {
            for inFlight in options.inFlight {
                let (rawResult, rawCPU) = try await timed(raw, relay, inFlight)
                let (result, cpu) = try await timed(load, worker, inFlight)
                report.add(BenchReport.Row(side: .raw, inFlight: inFlight, rawResult, cpu: rawCPU))
                report.add(BenchReport.Row(side: .worker, inFlight: inFlight, result, cpu: cpu))
                say(
                    "round \(round)/\(options.rounds), \(inFlight) in flight: raw \(Int(rawResult.perSecond))/s,"
                        + " worker \(Int(result.perSecond))/s"
                        + " (\(String(format: "%.2f", result.perSecond / rawResult.perSecond)))")
            }
        }
    }

    /// The same with many events stored, against an empty store, in turn.
    private func measureHistory(
        _ path: String, _ worker: BenchProcess, _ load: BenchLoad, into report: inout BenchReport
    ) async throws {
        let inFlight = options.inFlight.max() ?? 1000
        var empty: [BenchLoad.Result] = []
        for _ in 1...options.rounds { empty.append(try await timed(load, worker, inFlight).0) }
        say("storing \(options.history) events")
        let store = try Store(path: path)
        try BenchHistory.fill(store, events: options.history) { say("\($0) events stored") }
        try store.close()
        var full: [BenchLoad.Result] = []
        for _ in 1...options.rounds { full.append(try await timed(load, worker, inFlight).0) }
        report.history = BenchReport.History(
            events: options.history, empty: BenchReport.median(empty.map(\.perSecond)),
            full: BenchReport.median(full.map(\.perSecond)))
    }

    private func timed(
        _ load: BenchLoad, _ process: BenchProcess, _ inFlight: Int
    ) async throws -> (BenchLoad.Result, Double) {
        let seconds = options.seconds
        let before = process.cpu
        let began = load.total
        let result = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try load.run(inFlight: inFlight, seconds: seconds) })
            }
        }
        // Over everything that passed, the warm-up included.
        return (result, (process.cpu - before) / Double(max(1, load.total - began)))
    }

    // MARK: - Setting up

    private func rawLoad() async throws -> BenchLoad {
        let connection = try await Connection.open(host.configuration, on: publishing)
        try await connection.declareExchange(BenchRelay.source, kind: .topic)
        try await connection.declareExchange(BenchRelay.target, kind: .topic)
        for queue in 0..<options.channels {
            let name = "\(BenchRelay.source).\(queue)"
            try await connection.declareQueue(
                name,
                arguments: QueueArguments(
                    kind: .quorum, singleActiveConsumer: true, deliveryLimit: 1_000_000, overflow: .rejectPublish))
            try await connection.bindQueue(name, to: BenchRelay.source, routingKey: "channel.\(queue).#")
        }
        let buffer = try await output(BenchRelay.target)
        let channels = UInt64(options.channels)
        let login = host.configuration.user
        let body = Array(repeating: UInt8(ascii: "x"), count: options.bytes)
        return BenchLoad(publisher: connection, buffer: buffer, prefix: "raw.") { number in
            Publishing(
                exchange: BenchRelay.source, routingKey: "channel.\(number % channels).message.post",
                properties: Properties(
                    contentType: "application/json", headers: ["actor": "visitor"], deliveryMode: .persistent,
                    messageID: "raw.\(number)", type: "message.post", userID: login),
                body: body)
        }
    }

    /// A quorum queue with all that an exchange gets, read by the load.
    private func output(_ exchange: String) async throws -> DeliveryBuffer {
        let connection = try await Connection.open(host.configuration, on: consuming)
        let name = "reply.\(exchange)"
        try await connection.declareQueue(name, arguments: QueueArguments(kind: .quorum))
        try await connection.bindQueue(name, to: exchange, routingKey: "channel.#")
        let buffer = DeliveryBuffer()
        _ = try await connection.consume(name, prefetch: 0, noAcknowledgement: true, into: buffer)
        return buffer
    }

    private func channel(_ number: Int) -> ChannelHandle? { ChannelHandle("channel-\(number)") }

    /// Channels, and one agent for each, who is present.
    private func makeDesk(_ path: String) throws {
        var commands: [(actor: Actor, command: ControlCommand)] = []
        for number in 0..<options.channels {
            guard let channel = channel(number), let agent = AgentHandle("agent-\(number)") else { continue }
            commands += [
                (.system("bench"), .saveAgent(AgentSave(agent: agent))),
                (.system("bench"), .saveChannel(Channel(channel: channel, name: "Channel \(number)"))),
                (.system("bench"), .saveMember(Member(channel: channel, agent: agent))),
                (.agent(agent), .setPresence(PresenceSet(status: .present))),
                (.agent(agent), .renewPresence(PresenceRenew(connection: "bench", leaseSeconds: 120))),
            ]
        }
        try BenchDesk.apply(commands, to: path)
    }

    /// Opens the sessions through the worker, has agents take them, and makes the load that writes into them.
    private func workerLoad() async throws -> BenchLoad {
        let connection = try await Connection.open(host.configuration, on: publishing)
        try await Topology.declare(on: connection)
        let events = try await output(Exchange.events)
        let opened = try await openSessions(connection, events)
        say("\(opened.count) sessions are open and taken")
        let login = host.configuration.user
        let overhead = #"{"session":"00000000-0000-0000-0000-000000000000","text":""}"#.utf8.count
        let text = String(repeating: "Hello, my parcel has not arrived yet. ", count: 2000).prefix(
            options.bytes - overhead)
        return BenchLoad(publisher: connection, buffer: events, prefix: "w.") { number in
            let session = opened[Int(number % UInt64(opened.count))]
            return Publishing(
                exchange: Exchange.commands, routingKey: RoutingKey.command(.messagePost, channel: session.channel),
                properties: Properties(
                    contentType: "application/json",
                    headers: ["actor": "visitor", "session-key": .string(session.key)], deliveryMode: .persistent,
                    messageID: "w.\(number)", type: CommandType.messagePost.rawValue, userID: login),
                body: Array(#"{"session":"\#(session.id)","text":"\#(text)"}"#.utf8))
        }
    }

    private struct OpenSession: Sendable {
        var channel: ChannelHandle
        var id: SessionID
        var key: String
    }

    private func openSessions(_ connection: Connection, _ events: DeliveryBuffer) async throws -> [OpenSession] {
        struct Opened: Decodable, Sendable {
            var session: SessionID
            var key: String
        }
        struct Taken: Decodable, Sendable { var session: SessionID? }
        let answers = DeliveryBuffer()
        let reader = try await Connection.open(host.configuration, on: consuming)
        let replies = try await reader.declareQueue(durable: false, exclusive: true, autoDelete: true).name
        _ = try await reader.consume(replies, prefetch: 0, noAcknowledgement: true, into: answers)
        let login = host.configuration.user
        func command(
            _ type: CommandType, _ channel: ChannelHandle?, _ actor: String, _ id: String, _ body: String
        ) -> Publishing {
            Publishing(
                exchange: Exchange.commands,
                routingKey: channel.map { RoutingKey.command(type, channel: $0) } ?? RoutingKey.command(type),
                properties: Properties(
                    contentType: "application/json", headers: ["actor": .string(actor)], deliveryMode: .persistent,
                    replyTo: replies, messageID: id, type: type.rawValue, userID: login),
                body: Array(body.utf8))
        }
        func collect(_ count: Int, _ take: (Delivery) throws -> Void) async throws {
            var left = count
            let deadline = Date() + 120
            while left > 0 {
                guard Date() < deadline else { throw BenchError("the worker did not answer \(left) commands in 120 s") }
                for delivery in await answers.take(atMost: 1000) {
                    try take(delivery)
                    left -= 1
                }
            }
        }
        var opened: [OpenSession] = []
        let channels = (0..<options.channels).compactMap(channel)
        connection.publish(
            (0..<options.sessions).map { number in
                command(
                    .sessionOpen, channels[number % channels.count], "visitor", "open.\(number)",
                    #"{"visitorId":"visitor-with-a-secret-\#(number)","name":"Visitor \#(number)","email":"visitor-\#(number)@example.com","gateway":"bench"}"#
                )
            })
        try await collect(options.sessions) { delivery in
            let answer = try WireJSON.decode(AnswerBody<Opened>.self, from: delivery.body)
            guard let result = answer.result, let id = delivery.properties.correlationID,
                let number = Int(id.dropFirst("open.".count))
            else { throw BenchError("a session was not opened: \(answer.error?.detail ?? "")") }
            opened.append(
                OpenSession(channel: channels[number % channels.count], id: result.session, key: result.key))
        }
        connection.publish(
            opened.enumerated().map { number, session in
                command(
                    .sessionPickUp, session.channel,
                    "agent:agent-\(session.channel.text.dropFirst("channel-".count))", "take.\(number)",
                    #"{"session":"\#(session.id)"}"#)
            })
        try await collect(options.sessions) { delivery in
            let answer = try WireJSON.decode(AnswerBody<Taken>.self, from: delivery.body)
            if let error = answer.error { throw BenchError("a session was not taken: \(error.detail)") }
        }
        await reader.close()
        while await !Self.isQuiet(events) {}
        return opened
    }

    /// Empties a buffer of what was not asked for.
    private static func isQuiet(_ buffer: DeliveryBuffer) async -> Bool {
        _ = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: buffer.take(atMost: .max, waiting: .milliseconds(500)).count)
            }
        }
        return buffer.count == 0
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    }
}
