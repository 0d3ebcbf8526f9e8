import ChatContract

/// A queue that a simulated worker consumes, over lost connections.
final class SimulatedSubscription {
    var connection: ConsumerConnection?
    /// Since when the queue is consumed, on the connection that is there now.
    var since: Timestamp?
    /// Whether a probe came back on this connection.
    var isHearing = false
    private var probe: String?
    private var probedAt: Timestamp?
    /// Counts the attempts to connect.
    var attempt = 0

    /// The connection is gone, as the worker sees it.
    func lose() {
        connection?.close()
        connection = nil
        since = nil
        isHearing = false
        probe = nil
        probedAt = nil
    }

    /// The name of a probe, when it is time for one.
    func nextProbe(at now: Timestamp, name: () -> String) -> String? {
        guard since != nil, !isHearing, probedAt.map({ now - $0 >= .seconds(1) }) ?? true else { return nil }
        probedAt = now
        let name = probe ?? name()
        probe = name
        return name
    }

    func doubtHearing() {
        isHearing = false
        probe = nil
        probedAt = nil
    }

    func hear(_ name: String) {
        if probe == name { isHearing = true }
    }
}
