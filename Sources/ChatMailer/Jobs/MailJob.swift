import AMQP
import ChatContract

/// A conversation that is to be mailed: a message of the queue `chat.mail`.
struct MailJob: Sendable {
    let channel: ChannelHandle
    let session: SessionID
    /// The number of the event that asked for it.
    let seq: Int64
    let at: Timestamp
    let request: EventData.TranscriptRequested
    /// Whether it was delivered before.
    let isGivenBack: Bool

    /// - Returns: `nil` when it is no such event.
    init?(_ delivery: Delivery) {
        guard let event = try? WireJSON.decode(Event.self, from: delivery.body),
            case .transcriptRequested(let request) = event.data
        else { return nil }
        channel = event.channel
        session = event.session
        seq = event.seq
        at = event.at
        self.request = request
        isGivenBack = delivery.redelivered || (delivery.properties.headers["x-delivery-count"]?.integerValue ?? 0) > 0
    }

    /// Which mail it is, however often it is sent.
    var identity: String { "\(session).\(seq)" }
}
