import ChatContract

/// What `session.attach` answered, its parts as they came.
struct EventPageParts: Sendable {
    var snapshot: [UInt8]
    /// The number of the session's last event when it was answered.
    var through: Int64
    var channel: ChannelHandle?
    var events: [WireEvent]
    var more: Bool

    init?(answer: JSONFields) {
        guard let result = answer.object("result"), let snapshot = result["snapshot"],
            let facts = result.object("snapshot"), let through = facts.number("seq"),
            let events = result.elements("events")
        else { return nil }
        self.snapshot = Array(snapshot)
        self.through = through
        channel = facts.text("channel").flatMap { ChannelHandle($0) }
        self.events = events.compactMap { WireEvent($0) }
        more = result.isTrue("more")
    }
}
