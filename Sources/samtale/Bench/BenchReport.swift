import ChatContract
import Foundation

/// What the bench found: medians over the rounds, and the ratios of the two sides.
struct BenchReport {
    enum Side: String, Encodable { case raw, worker }

    struct Row: Encodable {
        var side: Side
        var inFlight: Int
        var perSecond: Double
        var p50: Double
        var p99: Double
        var p999: Double
        var max: Double
        /// Microseconds of processor time a message, of the measured process alone.
        var cpu: Double

        init(side: Side, inFlight: Int, _ result: BenchLoad.Result, cpu: Double) {
            self.side = side
            self.inFlight = inFlight
            perSecond = result.perSecond
            p50 = result.p50
            p99 = result.p99
            p999 = result.p999
            max = result.max
            self.cpu = cpu
        }
    }

    struct History: Encodable {
        var events: Int
        var empty: Double
        var full: Double
        var ratio: Double { full / empty }

        private enum CodingKeys: String, CodingKey { case events, empty, full, ratio }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(events, forKey: .events)
            try container.encode(empty, forKey: .empty)
            try container.encode(full, forKey: .full)
            try container.encode(ratio, forKey: .ratio)
        }
    }

    private let options: BenchThroughput
    private var rows: [Row] = []
    /// Megabytes.
    var workerPeakMemory = 0.0
    var history: History?

    init(_ options: BenchThroughput) {
        self.options = options
    }

    mutating func add(_ row: Row) { rows.append(row) }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private func values(_ side: Side, _ inFlight: Int, _ value: (Row) -> Double) -> [Double] {
        rows.filter { $0.side == side && $0.inFlight == inFlight }.map(value)
    }

    private func median(_ side: Side, _ inFlight: Int, _ value: (Row) -> Double) -> Double {
        Self.median(values(side, inFlight, value))
    }

    /// The median over the rounds of what the worker reached of the raw side in the same round.
    private func ratio(_ inFlight: Int, _ value: (Row) -> Double) -> Double {
        Self.median(zip(values(.worker, inFlight, value), values(.raw, inFlight, value)).map { $0 / $1 })
    }

    func text() -> String {
        func number(_ value: Double, _ digits: Int, _ width: Int) -> String {
            let text = String(format: "%.\(digits)f", value)
            return String(repeating: " ", count: Swift.max(0, width - text.count)) + text
        }
        var lines = [
            "\(options.channels) channels, \(options.sessions) sessions, \(options.bytes)-byte commands,"
                + " \(options.rounds) rounds of \(options.seconds) s; medians",
            "",
            "side     in flight   messages/s    p50 ms    p99 ms  p99.9 ms    max ms   CPU us/message",
        ]
        for inFlight in options.inFlight {
            for side in [Side.raw, .worker] {
                lines.append(
                    side.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
                        + number(Double(inFlight), 0, 12)
                        + number(median(side, inFlight, \.perSecond), 0, 13)
                        + number(median(side, inFlight, \.p50), 2, 10) + number(median(side, inFlight, \.p99), 2, 10)
                        + number(median(side, inFlight, \.p999), 2, 10) + number(median(side, inFlight, \.max), 2, 10)
                        + number(median(side, inFlight, \.cpu), 1, 17))
            }
        }
        lines.append("")
        for inFlight in options.inFlight {
            lines.append(
                "worker/raw at \(inFlight) in flight: throughput \(number(ratio(inFlight, \.perSecond), 2, 0)),"
                    + " p50 \(number(ratio(inFlight, \.p50), 2, 0))")
        }
        lines.append("worker's peak memory: \(number(workerPeakMemory, 0, 0)) MB")
        if let history {
            lines.append(
                "with \(history.events) events stored: \(number(history.full, 0, 0))/s of \(number(history.empty, 0, 0))/s"
                    + " with an empty store, ratio \(number(history.ratio, 2, 0))")
        }
        return lines.joined(separator: "\n")
    }

    func json() throws -> String {
        struct Body: Encodable {
            struct Ratio: Encodable {
                var inFlight: Int
                var throughput: Double
                var p50: Double
            }
            var channels, sessions, bytes, rounds: Int
            var seconds: Double
            var rows: [Row]
            var ratios: [Ratio]
            var workerPeakMemoryMegabytes: Double
            var history: History?
        }
        let body = Body(
            channels: options.channels, sessions: options.sessions, bytes: options.bytes, rounds: options.rounds,
            seconds: options.seconds, rows: rows,
            ratios: options.inFlight.map {
                Body.Ratio(inFlight: $0, throughput: ratio($0, \.perSecond), p50: ratio($0, \.p50))
            }, workerPeakMemoryMegabytes: workerPeakMemory, history: history)
        return String(decoding: try WireJSON.encode(body), as: UTF8.self)
    }
}
