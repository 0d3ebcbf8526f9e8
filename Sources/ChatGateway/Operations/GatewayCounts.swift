import ChatContract
import Synchronization

/// What happened at this gateway, for `/metrics`.
final class GatewayCounts: Sendable {
    private struct State {
        /// By type and result: `ok`, or the error's code.
        var commands: [String: [String: Int]] = [:]
        var reattached = 0
        var holes = 0
        var slow = 0
        var logins: [String: Int] = [:]
        var uploads: [String: Int] = [:]
        var uploadedBytes: Int64 = 0
    }

    private let state = Mutex(State())

    func answered(_ type: CommandType, _ result: String) {
        state.withLock { $0.commands[type.rawValue, default: [:]][result, default: 0] += 1 }
    }

    func reattached() { state.withLock { $0.reattached += 1 } }
    func holeAsked() { state.withLock { $0.holes += 1 } }
    func slowReaderDropped() { state.withLock { $0.slow += 1 } }

    /// - Parameter result: `ok`, or the error's code.
    func uploaded(_ result: String, bytes: Int64) {
        state.withLock { state in
            state.uploads[result, default: 0] += 1
            state.uploadedBytes += bytes
        }
    }

    func login(_ result: String) { state.withLock { $0.logins[result, default: 0] += 1 } }

    /// The counters, as Prometheus reads them.
    ///
    /// - Parameter limited: how often each kind of allowance was used up.
    func lines(limited: [String: Int]) -> [String] {
        let state = state.withLock { $0 }
        var lines = [
            "# HELP samtale_gateway_commands_total Commands and queries by type and result.",
            "# TYPE samtale_gateway_commands_total counter",
        ]
        for (type, results) in state.commands.sorted(by: { $0.key < $1.key }) {
            for (result, count) in results.sorted(by: { $0.key < $1.key }) {
                lines.append("samtale_gateway_commands_total{type=\"\(type)\",result=\"\(result)\"} \(count)")
            }
        }
        func counter(_ name: String, _ help: String, _ count: Int) {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) counter", "\(name) \(count)"]
        }
        func counter(_ name: String, _ help: String, _ label: String, _ counts: [String: Int]) {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) counter"]
            lines += counts.sorted { $0.key < $1.key }.map { "\(name){\(label)=\"\($0.key)\"} \($0.value)" }
        }
        counter(
            "samtale_gateway_reattached_total", "Streams of visitors attached anew after an outage.", state.reattached)
        counter("samtale_gateway_holes_total", "Missing events that were asked for.", state.holes)
        counter("samtale_gateway_slow_readers_total", "Streams closed because their reader was too slow.", state.slow)
        counter(
            "samtale_gateway_limited_total", "Requests refused because an allowance was used up.", "allowance", limited)
        counter("samtale_gateway_logins_total", "Sign-ins of agents by result.", "result", state.logins)
        counter("samtale_gateway_uploads_total", "Files that were to be shared, by result.", "result", state.uploads)
        counter("samtale_gateway_uploaded_bytes_total", "Bytes of files that were taken.", Int(state.uploadedBytes))
        return lines
    }
}
