import Foundation
import Synchronization
import WebClient

/// Lines that visitors post at a steady rate, and when they reach the agent.
struct BenchPosts {
    let writers: [BenchVisitor]
    let reader: BenchAgent
    let port: Int

    private static let numbers = Atomic<Int>(0)

    func measure(
        perSecond rate: Int, seconds: Double, of gateway: BenchGatewayProcess
    ) async throws -> BenchGatewayReport.Latency {
        // Each writes once in two seconds at most, as people do, and has a connection of his own.
        let active = writers.prefix(max(1, min(writers.count, rate * 2)))
        let count = max(1, Int(Double(rate) * seconds))
        let interval = Duration.seconds(1) / rate
        let first = Self.numbers.add(count, ordering: .relaxed).oldValue
        let cpu = gateway.cpu
        let start = ContinuousClock.now + .milliseconds(200)
        func due(_ number: Int) -> ContinuousClock.Instant { start + interval * number }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, writer) in active.enumerated() {
                group.addTask {
                    let connection = try await WebConnection.open("127.0.0.1", port)
                    for number in stride(from: index, to: count, by: active.count) {
                        try await Task.sleep(until: due(number), clock: .continuous)
                        try await post(BenchLine.text(first + number), writer, on: connection)
                    }
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        let lines = (0..<count).map { BenchLine.text(first + $0) }
        let deadline = ContinuousClock.now + .seconds(10)
        while lines.contains(where: { reader.arrival(of: $0) == nil }), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        let times = lines.enumerated().compactMap { number, line in
            reader.arrival(of: line).map { due(number).duration(to: $0).seconds * 1000 }
        }
        let percentiles = Percentiles(times)
        return BenchGatewayReport.Latency(
            perSecond: rate, posts: count, p50: percentiles[0.5], p99: percentiles[0.99], max: percentiles[1],
            lost: count - times.count, cpu: (gateway.cpu - cpu) / Double(count))
    }

    private func post(_ line: String, _ writer: BenchVisitor, on connection: WebConnection) async throws {
        let body =
            #"{"id":"\#(line)","channel":"\#(writer.channel)","type":"message.post","body":{"text":"\#(line)"}}"#
        let answer = try await connection.send(
            .json("POST", "/api/sessions/\(writer.session)/commands", headers: [writer.authorization], Array(body.utf8))
        )
        guard answer.status == 200 else { throw BenchError("a line was refused: \(answer.status) \(answer.text)") }
    }
}
