import AMQP

/// The broker's version, held against what Samtale needs and was tried with.
struct BrokerVersion: Comparable, CustomStringConvertible {
    let major: Int
    let minor: Int
    let patch: Int

    /// The oldest with dead-lettering at least once from quorum queues.
    static let needed = BrokerVersion(major: 3, minor: 10, patch: 0)
    /// Newer than anything that was tried.
    static let untried = BrokerVersion(major: 3, minor: 11, patch: 0)

    init(major: Int, minor: Int, patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// What the broker says of itself; `nil` when it says nothing that could be understood.
    init?(_ connection: Connection) {
        let text = connection.serverProperties["version"]?.stringValue ?? ""
        let numbers = text.split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
        guard numbers.count >= 2 else { return nil }
        self.init(major: numbers[0], minor: numbers[1], patch: numbers.count > 2 ? numbers[2] : 0)
    }

    /// Refuses a broker with which the guarantees would not hold.
    static func require(_ connection: Connection) throws {
        let product = connection.serverProperties["product"]?.stringValue ?? "unknown"
        guard product == "RabbitMQ", let version = BrokerVersion(connection) else {
            throw CommandFailure(
                .unavailable, "the broker is \"\(product)\", not RabbitMQ", remedy: "Samtale needs RabbitMQ 3.10")
        }
        guard version >= needed else {
            throw CommandFailure(
                .unavailable, "the broker is RabbitMQ \(version), older than \(needed)",
                remedy: "upgrade it: older ones may lose dead letters of quorum queues")
        }
    }

    var description: String { "\(major).\(minor).\(patch)" }

    static func < (left: BrokerVersion, right: BrokerVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}
