import ChatContract

/// A conversation as a person reads it.
public enum Transcript {
    /// The text of a session's events: who said what when, and what happened in between.
    ///
    /// - Parameter events: the bodies in order, in the agents' form.
    public static func text(_ events: [[UInt8]]) throws -> String {
        try events.compactMap { try line(WireJSON.decode(Event.self, from: $0)) }.joined(separator: "\n")
    }

    /// The line for an event; none for what is of no interest afterwards.
    public static func line(_ event: Event) -> String? {
        let time = event.at.description.dropFirst(11).prefix(8)
        guard let text = words(event) else { return nil }
        return "\(time)  \(text)"
    }

    private static func words(_ event: Event) -> String? {
        switch event.data {
        case .posted(let message):
            let name = message.shownAs?.name ?? (message.from == .visitor ? "Visitor" : message.from.rawValue)
            return "\(name): \(message.text)"
        case .opened(let opened):
            return "* \(opened.visitor.name ?? "A visitor") opened the chat"
        case .queued(let queued): return "* waiting, place \(queued.position) of \(queued.length)"
        case .assigned(let assigned): return "* \(assigned.shownAs.name) has the chat (\(assigned.how.rawValue))"
        case .transferRequested(let transfer): return "* transfer to \(transfer.to) requested by \(transfer.by)"
        case .transferAccepted: return "* transfer accepted"
        case .transferRejected: return "* transfer rejected"
        case .transferCancelled: return "* transfer cancelled"
        case .transferExpired: return "* transfer not answered in time"
        case .agentLost: return "* the agent is not connected"
        case .disconnected: return "* the visitor is not connected"
        case .reconnected: return "* the visitor is connected again"
        case .requestCreated(let created): return "* request \(created.request): \(created.title)"
        case .finished(let finished): return "* ended by \(finished.by.rawValue)"
        case .closed(let closed): return "* closed: \(closed.outcome.rawValue)"
        case .statusChanged, .listened, .unlistened, .read: return nil
        }
    }
}
