import AMQP
import Foundation
import Histogram
import Synchronization

/// Keeps a number of commands under way and measures how long each takes, there and back.
final class BenchLoad: Sendable {
    /// What came of one measurement.
    struct Result: Sendable {
        var perSecond: Double
        var messages: Int
        /// Milliseconds.
        var p50, p99, p999, max: Double
    }

    private struct State {
        var sent: [String: UInt64] = [:]
        var next: UInt64 = 0
        var histogram = Histogram<UInt64>(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)
        var isMeasuring = false
        var received = 0
        var total = 0
    }

    private let state = Mutex(State())
    private let publisher: Connection
    private let buffer: DeliveryBuffer
    private let make: @Sendable (UInt64) -> Publishing
    private let prefix: String

    /// - Parameters:
    ///   - buffer: where what comes back arrives, its correlation-id the message-id of what was sent.
    ///   - make: the message with a number; its message-id is the prefix and the number.
    init(
        publisher: Connection, buffer: DeliveryBuffer, prefix: String, make: @escaping @Sendable (UInt64) -> Publishing
    ) {
        self.publisher = publisher
        self.buffer = buffer
        self.prefix = prefix
        self.make = make
    }

    /// Runs for some seconds after a warm-up, and waits until everything came back.
    func run(inFlight: Int, seconds: Double) throws -> Result {
        state.withLock { state in
            state.histogram = Histogram(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)
            state.received = 0
            state.isMeasuring = false
        }
        send(inFlight)
        let begun = Self.now()
        let warm = begun + UInt64(min(1, seconds / 4) * 1e9)
        var start = warm
        var end = warm + UInt64(seconds * 1e9)
        var isSending = true
        var isMeasuring = false
        while true {
            let now = Self.now()
            if !isMeasuring, now >= warm {
                isMeasuring = true
                start = now
                end = now + UInt64(seconds * 1e9)
                state.withLock { $0.isMeasuring = true }
            }
            if isSending, isMeasuring, now >= end {
                isSending = false
                end = now
                state.withLock { $0.isMeasuring = false }
            }
            let batch = buffer.take(atMost: 1000, waiting: .milliseconds(200))
            let back = receive(batch)
            if isSending { send(back) } else if state.withLock({ $0.sent.isEmpty }) { break }
            if Self.now() > end + 30_000_000_000 { throw BenchError("messages did not come back within 30 s") }
        }
        return state.withLock { state in
            func milliseconds(_ percentile: Double) -> Double {
                Double(state.histogram.valueAtPercentile(percentile)) / 1000
            }
            return Result(
                perSecond: Double(state.received) / (Double(end - start) / 1e9), messages: state.received,
                p50: milliseconds(50), p99: milliseconds(99), p999: milliseconds(99.9), max: milliseconds(100))
        }
    }

    /// How many messages came back since the beginning.
    var total: Int { state.withLock { $0.total } }

    private func send(_ count: Int) {
        guard count > 0 else { return }
        var publishings: [Publishing] = []
        state.withLock { state in
            let now = Self.now()
            for _ in 0..<count {
                state.sent["\(prefix)\(state.next)"] = now
                publishings.append(make(state.next))
                state.next += 1
            }
        }
        publisher.publish(publishings)
    }

    private func receive(_ batch: [Delivery]) -> Int {
        guard !batch.isEmpty else { return 0 }
        let now = Self.now()
        return state.withLock { state in
            var count = 0
            for delivery in batch {
                guard let id = delivery.properties.correlationID, let sentAt = state.sent.removeValue(forKey: id) else {
                    continue
                }
                count += 1
                state.total += 1
                if state.isMeasuring {
                    state.received += 1
                    state.histogram.record((now - sentAt) / 1000)
                }
            }
            return count
        }
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
