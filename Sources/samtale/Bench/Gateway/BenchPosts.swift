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
        let cpu = gateway.cpu
        let (times, lost) = try await times(perSecond: rate, seconds: seconds) { false }
        let count = times.count + lost
        let percentiles = Percentiles(times)
        return BenchGatewayReport.Latency(
            perSecond: rate, posts: count, p50: percentiles[0.5], p99: percentiles[0.99], max: percentiles[1],
            lost: lost, cpu: (gateway.cpu - cpu) / Double(max(1, count)))
    }

    /// Posts until the time is over, or something else is.
    ///
    /// - Returns: Milliseconds from when each was due until it was on the agent's stream, and how many never were.
    func times(
        perSecond rate: Int, seconds: Double, until isOver: @escaping @Sendable () -> Bool
    ) async throws -> (times: [Double], lost: Int) {
        // Each writes once in two seconds at most, as people do, and has a connection of his own.
        let active = writers.prefix(max(1, min(writers.count, rate * 2)))
        let count = max(1, Int(Double(rate) * seconds))
        let interval = Duration.seconds(1) / rate
        let first = Self.numbers.add(count, ordering: .relaxed).oldValue
        let start = ContinuousClock.now + .milliseconds(200)
        func due(_ number: Int) -> ContinuousClock.Instant { start + interval * number }
        let posted = try await withThrowingTaskGroup(of: [Int].self) { group in
            for (index, writer) in active.enumerated() {
                group.addTask {
                    var posted: [Int] = []
                    let connection = try await WebConnection.open("127.0.0.1", port)
                    for number in stride(from: index, to: count, by: active.count) {
                        try await Task.sleep(until: due(number), clock: .continuous)
                        if isOver() { break }
                        posted.append(number)
                        try await post(BenchLine.text(first + number), writer, on: connection)
                    }
                    await connection.close()
                    return posted
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while posted.contains(where: { reader.arrival(of: BenchLine.text(first + $0)) == nil }),
            ContinuousClock.now < deadline
        { try await Task.sleep(for: .milliseconds(20)) }
        let times = posted.compactMap { number in
            reader.arrival(of: BenchLine.text(first + number)).map { due(number).duration(to: $0).seconds * 1000 }
        }
        return (times, posted.count - times.count)
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
