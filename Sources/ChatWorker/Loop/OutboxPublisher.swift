import AMQP
import ChatContract
import ChatStore

/// Who publishes what is committed, until the broker has confirmed it.
package protocol OutboxPublisher: AnyObject {
    /// How many messages wait for their confirmation, and how old the oldest of them is.
    var backlog: (count: Int, oldest: Timestamp?) { get }

    /// Publishes entries of the outbox, and remembers them until they are confirmed.
    func publish(_ entries: [OutboxEntry])

    /// Publishes answers and news: lost when the connection is.
    func tell(_ messages: [Publishing])

    /// The entries that were confirmed since the last call.
    func takeConfirmed() -> [Int64]

    /// Gives back what was taken and could not be deleted.
    func putBack(confirmed ids: [Int64])

    /// Publishes again what the broker refused for want of room.
    func retryRefused()
}
