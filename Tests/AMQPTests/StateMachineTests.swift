import Testing

@testable import AMQP

@Suite("Content assembler")
struct ContentAssemblerTests {
    private let method = ContentMethod.get(
        ContentMethod.Get(tag: 1, redelivered: false, exchange: "e", routingKey: "k"))

    @Test("bodies cut anywhere come out whole", arguments: 0..<50)
    func pieces(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var assembler = ContentAssembler()
        let body = (0..<Int.random(in: 1...5000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        try assembler.begin(self.method)
        #expect(try assembler.header(bodySize: UInt64(body.count), properties: Properties(type: "t")) == nil)
        var rest = body[...]
        var content: Content?
        while !rest.isEmpty {
            #expect(content == nil)
            let piece = rest.prefix(Int.random(in: 1...rest.count, using: &random))
            content = try piece.withUnsafeBytes { bytes throws(AMQPError) in try assembler.body(bytes) }
            rest = rest[piece.endIndex...]
        }
        #expect(content?.body == body)
        #expect(content?.properties.type == "t")
        #expect(!assembler.isAssembling)
    }

    @Test("an empty body needs no body frame")
    func empty() throws {
        var assembler = ContentAssembler()
        try assembler.begin(self.method)
        let content = try #require(try assembler.header(bodySize: 0, properties: Properties()))
        #expect(content.body.isEmpty)
    }

    @Test("frames out of turn are protocol violations")
    func violations() throws {
        let method = self.method
        func violates(_ steps: (inout ContentAssembler) throws -> Void) -> Bool {
            var assembler = ContentAssembler()
            do {
                try steps(&assembler)
                return false
            } catch {
                return (error as? AMQPError)?.code == .protocolViolation
            }
        }
        let bytes: [UInt8] = [1, 2, 3]
        let headerFirst = violates { _ = try $0.header(bodySize: 1, properties: Properties()) }
        let bodyFirst = violates { machine in try bytes.withUnsafeBytes { _ = try machine.body($0) } }
        let twoMethods = violates {
            try $0.begin(method)
            try $0.begin(method)
        }
        let huge = violates {
            try $0.begin(method)
            _ = try $0.header(bodySize: .max, properties: Properties())
        }
        let tooMuch = violates { machine in
            try machine.begin(method)
            _ = try machine.header(bodySize: 2, properties: Properties())
            try bytes.withUnsafeBytes { _ = try machine.body($0) }
        }
        #expect([headerFirst, bodyFirst, twoMethods, huge, tooMuch] == [true, true, true, true, true])
    }
}

@Suite("Request queue")
struct RequestQueueTests {
    @Test("answers go to requests in order, and only the expected ones")
    func order() {
        var queue = RequestQueue<Int>()
        let time = MonotonicTime(nanoseconds: 0)
        #expect(queue.deadline == nil)
        queue.append(1, awaiting: [.basicQosOk], deadline: time + .seconds(3))
        queue.append(2, awaiting: [.basicGetOk, .basicGetEmpty], deadline: time + .seconds(2))
        queue.append(3, awaiting: [.queueDeclareOk], deadline: time + .seconds(4))
        #expect(queue.deadline == time + .seconds(2))
        #expect(queue.reply(.basicGetOk) == nil)
        #expect(queue.reply(.basicQosOk) == 1)
        #expect(queue.reply(.basicGetEmpty) == 2)
        #expect(queue.drain() == [3])
        #expect(queue.isEmpty)
        #expect(queue.reply(.queueDeclareOk) == nil)
    }
}

@Suite("Heartbeat clock")
struct HeartbeatClockTests {
    @Test("sends after half an interval, is dead after two")
    func clock() {
        let start = MonotonicTime(nanoseconds: 1_000)
        var clock = HeartbeatClock(seconds: 10, now: start)
        #expect(!clock.mustSend(at: start + .seconds(4)))
        #expect(clock.mustSend(at: start + .seconds(5)))
        #expect(clock.deadline == start + .seconds(5))
        clock.sent(at: start + .seconds(5))
        #expect(clock.deadline == start + .seconds(10))
        #expect(!clock.isDead(at: start + .seconds(19)))
        #expect(clock.isDead(at: start + .seconds(20)))
        clock.received(at: start + .seconds(19))
        #expect(!clock.isDead(at: start + .seconds(20)))
    }

    @Test("0 seconds is no heartbeat")
    func off() {
        let start = MonotonicTime(nanoseconds: 0)
        let clock = HeartbeatClock(seconds: 0, now: start)
        #expect(clock.deadline == nil)
        #expect(!clock.mustSend(at: start + .seconds(1000)))
        #expect(!clock.isDead(at: start + .seconds(1000)))
    }
}

@Suite("Back-off")
struct BackOffTests {
    @Test("the limit doubles up to the maximum, and the wait is below it")
    func limits() {
        let backOff = BackOff()
        #expect(backOff.limit(afterFailures: 1) == .milliseconds(100))
        #expect(backOff.limit(afterFailures: 2) == .milliseconds(200))
        #expect(backOff.limit(afterFailures: 9) == .milliseconds(25_600))
        #expect(backOff.limit(afterFailures: 10) == .seconds(30))
        #expect(backOff.limit(afterFailures: 1_000_000) == .seconds(30))
        var random = SplitMix(seed: 1)
        for failures in 1..<100 {
            let delay = backOff.delay(afterFailures: failures, using: &random)
            #expect(delay >= .zero && delay <= backOff.limit(afterFailures: failures))
        }
    }
}

@Suite("Outbound buffer")
struct OutboundBufferTests {
    @Test("what does not fit the wire leaves nothing behind")
    func overlong() {
        let buffer = OutboundBuffer(frameMax: 4096)
        buffer.heartbeat()
        let before = Array(buffer.bytes)
        let long = String(repeating: "x", count: 256)
        #expect(!buffer.publish(Publishing(exchange: long, routingKey: "", body: [1]), channel: 1))
        #expect(!buffer.publish(Publishing(exchange: "", routingKey: long, body: [1]), channel: 1))
        let headers: Table = ["h": .string(String(repeating: "x", count: 4096))]
        let properties = Properties(headers: headers)
        #expect(!buffer.publish(Publishing(exchange: "", routingKey: "", properties: properties, body: []), channel: 1))
        #expect(
            !buffer.transaction {
                buffer.method(.queueDeclare, channel: 1) { buffer.put(short: long) }
                return true
            })
        #expect(Array(buffer.bytes) == before)
        #expect(before == [8, 0, 0, 0, 0, 0, 0, 0xCE])
        #expect(buffer.publish(Publishing(exchange: "", routingKey: "", body: [1]), channel: 1))
    }

    @Test("bodies are cut into frames of the agreed length")
    func frames() {
        let buffer = OutboundBuffer(frameMax: 4096)
        #expect(
            buffer.publish(
                Publishing(exchange: "e", routingKey: "k", body: .init(repeating: 7, count: 10_000)), channel: 1))
        var sizes: [Int] = []
        var bytes = Array(buffer.bytes)[...]
        while bytes.count >= 8 {
            let size = bytes.dropFirst(3).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            if bytes.first == 3 { sizes.append(size) }
            #expect(size + 8 <= 4096)
            bytes = bytes.dropFirst(size + 8)
        }
        #expect(bytes.isEmpty)
        #expect(sizes == [4088, 4088, 1824])
    }

    @Test("partial writes keep what is left in order", arguments: 0..<20)
    func consuming(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        let buffer = OutboundBuffer(frameMax: 4096, capacity: 64)
        var expected: [UInt8] = []
        var written: [UInt8] = []
        for number in 0..<500 as Range<UInt32> {
            buffer.put(number)
            expected += withUnsafeBytes(of: number.bigEndian) { Array($0) }
            if Bool.random(using: &random) {
                let count = Int.random(in: 0...buffer.count, using: &random)
                written += buffer.bytes.prefix(count)
                buffer.consume(count)
            }
        }
        written += buffer.bytes
        #expect(written == expected)
    }
}
