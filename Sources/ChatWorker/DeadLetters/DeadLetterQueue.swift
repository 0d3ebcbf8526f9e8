import AMQP
import ChatContract

/// The queue `chat.dead`, looked through on one connection: each letter is taken once, the oldest first, and those that are
/// not settled return to their places when the connection is closed.
public struct DeadLetterQueue: Sendable {
    /// What is done with a letter.
    public enum Settlement: Sendable {
        /// Sent once more, by this login.
        case requeue(login: String, at: Timestamp)
        case drop
    }

    /// Why a letter stays.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case full
        case noQueue(String)

        public var description: String {
            switch self {
            case .full: "the broker did not take it: the queue is full"
            case .noQueue(let key): "there is no queue for \(key)"
            }
        }
    }

    private let connection: Connection

    /// - Parameter connection: used for nothing else; it is put into confirm mode.
    public init(_ connection: Connection) async throws(AMQPError) {
        self.connection = connection
        try await connection.selectConfirms()
    }

    /// How many letters there are, besides those that were taken.
    public func count() async throws(AMQPError) -> Int {
        try await connection.declareQueue(Queue.dead, passive: true).messageCount
    }

    /// Takes letters, so many at most.
    public func take(_ limit: Int) async throws(AMQPError) -> [Delivery] {
        var letters: [Delivery] = []
        while letters.count < limit, let letter = try await connection.get(Queue.dead) { letters.append(letter) }
        return letters
    }

    /// Takes letters until the one with this id.
    ///
    /// - Parameter depth: how many are looked at, at most.
    /// - Returns: the letter, and the ids of those before it.
    public func find(_ id: String, depth: Int = .max) async throws(AMQPError) -> (letter: Delivery?, others: [String]) {
        var others: [String] = []
        while others.count < depth, let letter = try await connection.get(Queue.dead) {
            if letter.properties.messageID == id { return (letter, others) }
            others.append(letter.properties.messageID ?? "")
        }
        return (nil, others)
    }

    /// Sends a letter again or throws it away, and takes it off the queue.
    ///
    /// - Throws: ``Failure`` or `AMQPError` where the broker does not take it: then it stays.
    public func settle(_ letter: Delivery, _ settlement: Settlement) async throws {
        if case .requeue(let login, let now) = settlement {
            switch try await connection.publish(DeadLetter.again(letter, login: login, at: now)) {
            case .acknowledged: break
            case .rejected: throw Failure.full
            case .returned: throw Failure.noQueue(letter.routingKey)
            case .unknown(let error): throw error
            }
        }
        connection.acknowledge(letter.tag)
    }
}
