import ChatClient
import ChatContract

/// An event of a session as its bytes came, with the numbers that put it in order.
struct WireEvent: NumberedEvent {
    var seq: Int64
    var previous: Int64?
    /// The event's JSON.
    var json: [UInt8]

    /// - Returns: `nil` for what is not an event with a number.
    init?(_ json: [UInt8]) {
        guard let fields = JSONFields(json), let seq = fields.number("seq") else { return nil }
        self.seq = seq
        previous = fields.number("previous")
        self.json = json
    }
}
