import AMQP
import BrokerTesting
import ChatContract
import Foundation
import Synchronization
import Testing

/// Reads along everything that goes over the exchanges of the contract, and holds it against the published document.
///
/// With `SAMTALE_TEST_WIRE` set, what was seen is appended to the file that it names.
final class WireTap: Sendable {
    /// A message, in the form that `Tests/Schemas/validate.py` reads.
    struct Line: Sendable {
        var role: String
        var type: String
        var routingKey: String
        var messageID: String?
        var headers: Table
        var body: [UInt8]
        var json: [UInt8]
    }

    private let connection: Connection
    private let loop = ConnectionLoop(name: "tap")
    private let buffer = DeliveryBuffer()
    private let seen = Mutex<[Line]>([])
    private let reader = Mutex<Task<Void, Never>?>(nil)

    init(_ configuration: ConnectionConfiguration) async throws {
        connection = try await Connection.open(configuration, on: loop)
        let queue = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true).name
        try await connection.declareExchange(Exchange.unroutable, kind: .fanout)
        try await connection.declareExchange(
            Exchange.commands, kind: .topic, arguments: ["alternate-exchange": .string(Exchange.unroutable)])
        for exchange in [Exchange.events, Exchange.statistics, Exchange.dead] {
            try await connection.declareExchange(exchange, kind: .topic)
            try await connection.bindQueue(queue, to: exchange, routingKey: "#")
        }
        _ = try await connection.consume(queue, prefetch: 0, noAcknowledgement: true, into: buffer)
        let task = Task { [buffer, weak self] in
            while !Task.isCancelled {
                for delivery in await buffer.take(atMost: 1000) {
                    let role =
                        switch delivery.exchange {
                        case Exchange.events: "event"
                        case Exchange.statistics: "statistic"
                        default: "dead"
                        }
                    self?.note(delivery, role: role)
                }
            }
        }
        reader.withLock { $0 = task }
    }

    func close() async {
        reader.withLock { $0 }?.cancel()
        buffer.wake()
        await connection.close()
        loop.stop()
        guard let path = TestBroker.environment("SAMTALE_TEST_WIRE") else { return }
        let text = lines().reduce(into: [UInt8]()) { $0 += $1.json + [0x0A] }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: path) else { return }
        _ = try? file.seekToEnd()
        try? file.write(contentsOf: Data(text))
        try? file.close()
    }

    /// What was seen so far.
    func lines(_ role: String? = nil) -> [Line] {
        seen.withLock { lines in role.map { role in lines.filter { $0.role == role } } ?? lines }
    }

    /// Forgets what was seen.
    func forget() { seen.withLock { $0 = [] } }

    /// Waits for a message of the role.
    @discardableResult
    func wait(
        for role: String, within limit: Duration = .seconds(120), where condition: (Line) -> Bool
    ) async throws -> Line {
        var found: Line?
        try await eventually(within: limit, "no such \(role) was seen") {
            found = lines(role).first(where: condition)
            return found != nil
        }
        return try #require(found)
    }

    func note(_ delivery: Delivery, role: String, replyTo: String? = nil) {
        note(
            Publishing(
                exchange: delivery.exchange, routingKey: delivery.routingKey, properties: delivery.properties,
                body: delivery.body), role: role, replyTo: replyTo)
    }

    func note(_ publishing: Publishing, role: String, replyTo: String? = nil) {
        let properties = publishing.properties
        var line: [String: Any] = [
            "role": role, "type": properties.type ?? "", "routingKey": publishing.routingKey,
            "exchange": publishing.exchange, "body": Self.body(publishing.body),
            "headers": Self.headers(properties.headers), "properties": Self.properties(properties),
        ]
        if let replyTo { line["replyTo"] = replyTo }
        let json = (try? JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])) ?? Data()
        seen.withLock { lines in
            lines.append(
                Line(
                    role: role, type: properties.type ?? "", routingKey: publishing.routingKey,
                    messageID: properties.messageID, headers: properties.headers, body: publishing.body,
                    json: Array(json)))
        }
    }

    private static func body(_ bytes: [UInt8]) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed]))
            ?? String(decoding: bytes, as: UTF8.self)
    }

    private static func headers(_ table: Table) -> [String: Any] {
        var headers: [String: Any] = [:]
        for (name, value) in table {
            if let text = value.stringValue { headers[name] = text } else { headers[name] = value.integerValue }
        }
        return headers
    }

    private static func properties(_ properties: Properties) -> [String: Any] {
        var result: [String: Any] = [:]
        result["content-type"] = properties.contentType
        result["delivery-mode"] = properties.deliveryMode.map { $0 == .persistent ? 2 : 1 }
        result["correlation-id"] = properties.correlationID
        result["reply-to"] = properties.replyTo
        result["message-id"] = properties.messageID
        result["timestamp"] = properties.timestamp
        result["type"] = properties.type
        result["user-id"] = properties.userID
        return result
    }

    // MARK: - Validating

    /// Holds what was seen against `config/asyncapi.yaml`.
    func validate(_ roles: Set<String> = ["command", "reply", "event", "statistic", "dead"]) async throws {
        let lines = lines().filter { roles.contains($0.role) }
        #expect(!lines.isEmpty)
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-wire-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(lines.reduce(into: [UInt8]()) { $0 += $1.json + [0x0A] }).write(to: file)
        let run = try await ProgramRun("/usr/bin/python3", [Self.validatorPath, "--messages", file.path])
        #expect(run.status == 0, "\(run.output.suffix(4000))")
    }

    private static var validatorPath: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Schemas/validate.py").path
    }
}
