import AMQP
import ChatContract

/// `channel.snapshot`: the figures of a channel at a moment, for those who draw curves (contract, "Statistic events").
///
/// Sent each second at most, when a figure other than the time changed; not through the outbox, and lost when the
/// connection is. How long the longest waits at any later moment follows from `longestSince`.
struct ChannelSnapshot: Encodable {
    var type = "channel.snapshot"
    var at: Timestamp
    var channel: ChannelHandle
    var waiting: Int
    var longestSince: Timestamp?
    var ongoing: Int
    var available: Int

    init(_ channel: ChannelHandle, _ figures: QueueChanged, at now: Timestamp) {
        at = now
        self.channel = channel
        waiting = figures.waiting
        longestSince = figures.longestSince
        ongoing = figures.ongoing
        available = figures.available
    }

    /// The message; `nil` when it cannot be encoded.
    var publishing: Publishing? {
        guard let body = try? WireJSON.encode(self) else { return nil }
        return Publishing(
            exchange: Exchange.statistics, routingKey: RoutingKey.channel(channel, type),
            properties: Properties(
                contentType: "application/json", deliveryMode: .transient,
                timestamp: UInt64(max(0, at.milliseconds / 1000)), type: type),
            body: body)
    }
}
