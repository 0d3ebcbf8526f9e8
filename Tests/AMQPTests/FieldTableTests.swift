import AMQP
import BrokerTesting
import Testing

@Suite("Field tables")
struct FieldTableTests {
    @Test("access by key")
    func access() {
        var table: Table = ["a": 1, "b": "two", "c": [1, true, nil], "d": ["e": 2.5]]
        #expect(table.count == 4)
        #expect(table["a"]?.integerValue == 1)
        #expect(table["b"]?.stringValue == "two")
        #expect(table["c"]?.arrayValue == [.int64(1), .boolean(true), .null])
        #expect(table["d"]?.tableValue?["e"]?.doubleValue == 2.5)
        #expect(table["x"] == nil)
        table["a"] = nil
        table["b"] = 3
        table["x"] = .integer(4)
        #expect(table.map(\.key) == ["b", "c", "d", "x"])
        #expect(table["b"] == 3)
    }

    @Test(
        "whole numbers of all widths",
        arguments: [
            FieldValue.int8(-5), .uint8(200), .int16(-300), .uint16(60_000), .int32(-70_000), .uint32(4_000_000_000),
            .int64(.min),
        ])
    func widths(_ value: FieldValue) {
        #expect(value.integerValue != nil)
        #expect(value.stringValue == nil)
    }

    private static func value(_ random: inout SplitMix, depth: Int) -> FieldValue {
        func text(_ random: inout SplitMix) -> String {
            String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    "abcæøå€😀 \n\"".randomElement(using: &random) ?? "?"
                })
        }
        switch Int.random(in: 0..<(depth > 0 ? 17 : 15), using: &random) {
        case 0: return .boolean(.random(using: &random))
        case 1: return .int8(.random(in: .min ... .max, using: &random))
        case 2: return .uint8(.random(in: .min ... .max, using: &random))
        case 3: return .int16(.random(in: .min ... .max, using: &random))
        case 4: return .uint16(.random(in: .min ... .max, using: &random))
        case 5: return .int32(.random(in: .min ... .max, using: &random))
        case 6: return .uint32(.random(in: .min ... .max, using: &random))
        case 7: return .int64(.random(in: .min ... .max, using: &random))
        case 8: return .float(.random(in: -1e9...1e9, using: &random))
        case 9: return .double(.random(in: -1e99...1e99, using: &random))
        case 10:
            return .decimal(
                scale: .random(in: 0...9, using: &random), value: .random(in: 0...1_000_000, using: &random))
        case 11: return .string(text(&random))
        case 12:
            return .bytes(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in .random(in: 0...255, using: &random) })
        case 13: return .timestamp(.random(in: 0...4_000_000_000, using: &random))
        case 14: return .null
        case 15:
            return .array(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in self.value(&random, depth: depth - 1) })
        default: return .table(self.table(&random, depth: depth - 1))
        }
    }

    private static func table(_ random: inout SplitMix, depth: Int) -> Table {
        Table((0..<Int.random(in: 0...6, using: &random)).map { ("key-\($0)-æ", self.value(&random, depth: depth)) })
    }

    @Test("all types go through the broker and come back the same", .enabled(if: TestBroker.isAvailable))
    func roundTrip() async throws {
        try await withConnection { connection, _, _ in
            var random = SplitMix(seed: 4711)
            let messages = (0..<300).map { number in
                Publishing(
                    exchange: "", routingKey: "q",
                    properties: Properties(headers: Self.table(&random, depth: 3), messageID: "\(number)"),
                    body: Array(repeating: UInt8(number & 255), count: number * 7))
            }
            try await connection.declareQueue("q", durable: false, exclusive: true)
            connection.publish(messages)
            let consumer = try await connection.consume("q", prefetch: 0, noAcknowledgement: true)
            var index = 0
            for try await delivery in consumer.deliveries {
                #expect(delivery.properties.messageID == "\(index)")
                #expect(delivery.properties.headers == messages[index].properties.headers)
                #expect(delivery.body == messages[index].body)
                index += 1
                if index == messages.count { break }
            }
        }
    }

    @Test("all properties come back, and unset ones stay unset", .enabled(if: TestBroker.isAvailable))
    func properties() async throws {
        try await withConnection { connection, _, _ in
            try await connection.declareQueue("q", durable: false, exclusive: true)
            let user = connection.configuration.user
            let full = Properties(
                contentType: "application/json", contentEncoding: "gzip", headers: ["a": 1], deliveryMode: .persistent,
                priority: 3, correlationID: "c", replyTo: "r", expiration: "60000", messageID: "m",
                timestamp: 1_700_000_000, type: "t", userID: user, appID: "a", clusterID: "x")
            connection.publish([
                Publishing(exchange: "", routingKey: "q", properties: full, body: []),
                Publishing(exchange: "", routingKey: "q", body: [0]),
            ])
            let first = try #require(try await connection.get("q", noAcknowledgement: true))
            #expect(first.properties == full)
            #expect(first.body.isEmpty)
            #expect(first.routingKey == "q")
            let second = try #require(try await connection.get("q", noAcknowledgement: true))
            #expect(second.properties == Properties())
            #expect(second.body == [0])
        }
    }

    @Test("bodies of any size, at any frame size", .enabled(if: TestBroker.isAvailable), arguments: [4096, 131_072])
    func bodies(_ frameMax: Int) async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            var configuration = host.configuration
            configuration.frameMax = frameMax
            let connection = try await Connection.open(configuration, on: loop)
            try await connection.declareQueue("q", durable: false, exclusive: true)
            try await connection.selectConfirms()
            for size in [0, 1, frameMax - 9, frameMax - 8, frameMax - 7, 3 * (frameMax - 8), 2_000_000] {
                var random = SplitMix(seed: UInt64(size))
                let body = (0..<size / 8 + 1).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
                let message = Publishing(exchange: "", routingKey: "q", body: Array(body.prefix(size)))
                #expect(try await connection.publish(message).isAcknowledged)
                let delivery = try #require(try await connection.get("q", noAcknowledgement: true))
                #expect(delivery.body == message.body)
            }
            await connection.close()
        }
    }
}
