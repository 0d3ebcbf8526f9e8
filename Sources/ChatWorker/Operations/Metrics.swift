import Synchronization

/// The worker's figures, as Prometheus reads them.
public final class Metrics: Sendable {
    /// What is counted: only ever grows.
    public enum Counter: String, CaseIterable, Sendable {
        case commands = "samtale_commands_total"
        case repeats = "samtale_repeats_total"
        case deadLetters = "samtale_dead_letters_total"
        case reconnects = "samtale_reconnects_total"
        case handOvers = "samtale_hand_overs_total"
        case timers = "samtale_timers_fired_total"
        case outdated = "samtale_outdated_transactions_total"
        case storeFailures = "samtale_store_failures_total"
        case adopted = "samtale_outbox_adopted_total"
        case redeliveries = "samtale_redeliveries_total"

        var help: String {
            switch self {
            case .commands: "Commands worked off, by type and result."
            case .repeats: "Commands that were known and answered again."
            case .deadLetters: "Messages kept in chat.dead, by reason."
            case .reconnects: "Connections that were lost and opened again, by role."
            case .handOvers: "Queues given up to another worker."
            case .timers: "Timers fired, by kind."
            case .outdated: "Transactions done again because another worker had written."
            case .storeFailures: "Transactions that the store refused, by code."
            case .adopted: "Outbox entries taken over from dead workers."
            case .redeliveries: "Deliveries that had been delivered before."
            }
        }
    }

    /// What is measured: a distribution.
    public enum Histogram: String, CaseIterable, Sendable {
        case batchSize = "samtale_batch_size"
        case decideSeconds = "samtale_decide_seconds"
        case commitSeconds = "samtale_commit_seconds"
        case publishSeconds = "samtale_publish_seconds"

        var help: String {
            switch self {
            case .batchSize: "Commands in a transaction."
            case .decideSeconds: "Reading and deciding a batch."
            case .commitSeconds: "Writing a batch, from the lock to the disk."
            case .publishSeconds: "From publishing to the broker's confirmation."
            }
        }

        var bounds: [Double] {
            switch self {
            case .batchSize: [1, 2, 5, 10, 20, 50, 100, 200]
            case .decideSeconds, .commitSeconds, .publishSeconds:
                [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
            }
        }
    }

    /// What is so at this moment.
    public enum Gauge: String, CaseIterable, Sendable {
        case up = "samtale_up"
        case outboxMessages = "samtale_outbox_messages"
        case outboxOldest = "samtale_outbox_oldest_seconds"
        case queueOldest = "samtale_queue_oldest_seconds"
        case sessions = "samtale_sessions"
        case blocked = "samtale_connection_blocked"
        case subscriptions = "samtale_subscriptions"
        case workers = "samtale_workers"
        case contactsWaiting = "samtale_contacts_waiting"

        var help: String {
            switch self {
            case .up: "1 while the worker takes commands."
            case .outboxMessages: "Messages that the broker has not confirmed."
            case .outboxOldest: "Age of the oldest of them, over all workers."
            case .queueOldest: "How long the longest waiting chat waits, by channel."
            case .sessions: "Open sessions by status and channel."
            case .blocked: "1 while the broker takes no messages."
            case .subscriptions: "Queues that this worker consumes."
            case .workers: "Workers that live."
            case .contactsWaiting: "Contacts that the directory elsewhere has not taken yet."
            }
        }
    }

    private struct Distribution {
        var counts: [Int]
        var sum = 0.0
        var count = 0
    }

    private struct State {
        var counters: [Counter: [String: Int]] = [:]
        var histograms: [Histogram: Distribution] = [:]
        var gauges: [Gauge: [String: Double]] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// Counts something.
    public func count(_ counter: Counter, _ labels: KeyValuePairs<String, String> = [:], by amount: Int = 1) {
        let key = Self.text(labels)
        state.withLock { $0.counters[counter, default: [:]][key, default: 0] += amount }
    }

    /// Measures something.
    public func observe(_ histogram: Histogram, _ value: Double) {
        let bounds = histogram.bounds
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            var distribution =
                state.histograms[histogram] ?? Distribution(counts: Array(repeating: 0, count: bounds.count + 1))
            distribution.counts[bucket] += 1
            distribution.sum += value
            distribution.count += 1
            state.histograms[histogram] = distribution
        }
    }

    /// Sets a gauge without labels.
    public func set(_ gauge: Gauge, _ value: Double) {
        state.withLock { $0.gauges[gauge] = ["": value] }
    }

    /// Sets a gauge with all its labels at once; labels that are not there any more go.
    public func set(_ gauge: Gauge, _ values: [(labels: KeyValuePairs<String, String>, value: Double)]) {
        var texts: [String: Double] = [:]
        for (labels, value) in values { texts[Self.text(labels)] = value }
        state.withLock { $0.gauges[gauge] = texts }
    }

    /// A counter's value over all labels.
    public func total(_ counter: Counter) -> Int {
        state.withLock { $0.counters[counter]?.values.reduce(0, +) ?? 0 }
    }

    /// Everything in the Prometheus text format.
    public func text() -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        for counter in Counter.allCases {
            lines += ["# HELP \(counter.rawValue) \(counter.help)", "# TYPE \(counter.rawValue) counter"]
            for (labels, value) in (state.counters[counter] ?? ["": 0]).sorted(by: { $0.key < $1.key }) {
                lines.append("\(counter.rawValue)\(labels.isEmpty ? "" : "{\(labels)}") \(value)")
            }
        }
        for gauge in Gauge.allCases {
            lines += ["# HELP \(gauge.rawValue) \(gauge.help)", "# TYPE \(gauge.rawValue) gauge"]
            for (labels, value) in (state.gauges[gauge] ?? [:]).sorted(by: { $0.key < $1.key }) {
                lines.append("\(gauge.rawValue)\(labels.isEmpty ? "" : "{\(labels)}") \(value)")
            }
        }
        for histogram in Histogram.allCases {
            lines += ["# HELP \(histogram.rawValue) \(histogram.help)", "# TYPE \(histogram.rawValue) histogram"]
            let distribution =
                state.histograms[histogram]
                ?? Distribution(counts: Array(repeating: 0, count: histogram.bounds.count + 1))
            var sum = 0
            for (bound, count) in zip(histogram.bounds, distribution.counts) {
                sum += count
                lines.append("\(histogram.rawValue)_bucket{le=\"\(bound)\"} \(sum)")
            }
            lines.append("\(histogram.rawValue)_bucket{le=\"+Inf\"} \(distribution.count)")
            lines.append("\(histogram.rawValue)_sum \(distribution.sum)")
            lines.append("\(histogram.rawValue)_count \(distribution.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ labels: KeyValuePairs<String, String>) -> String {
        labels.map { name, value in
            let escaped = value.reduce(into: "") { text, character in
                switch character {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }
}
