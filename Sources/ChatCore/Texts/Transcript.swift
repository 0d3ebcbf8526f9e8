import ChatContract

/// A conversation as a person reads it.
public enum Transcript {
    /// The text of a session's events: who said what when, and what happened in between.
    ///
    /// - Parameter events: the bodies in order, in the agents' form.
    public static func text(_ events: [[UInt8]]) throws -> String {
        try events.compactMap { try line(WireJSON.decode(Event.self, from: $0)) }.joined(separator: "\n")
    }

    /// The same as a list for a page: everything in it is escaped, what was sanitised HTML stays.
    public static func html(_ events: [[UInt8]]) throws -> String {
        let items = try events.compactMap { body -> String? in
            let event = try WireJSON.decode(Event.self, from: body)
            guard let line = line(event) else { return nil }
            guard case .posted(let message) = event.data, message.format == .html else {
                return "<li>\(HTMLText.escaped(line))</li>"
            }
            let head = line.dropLast(message.text.count)
            return "<li>\(HTMLText.escaped(String(head)))\(message.text)</li>"
        }
        return "<ol>\(items.joined())</ol>"
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
        case .identified(let identified): return identified.visitor.name.map { "* \($0) introduced himself" }
        case .reopened: return "* the visitor came back"
        case .moved(let moved): return "* moved from \(moved.from) to \(moved.to)"
        case .rated(let rated):
            return "* rated \(rated.rating) of 5" + (rated.comment.map { ": \($0)" } ?? "")
        case .deleted: return "* deleted"
        case .erased: return "* what identified people was erased"
        case .handedOff: return "* handed from the bot to people"
        case .notePosted(let note): return "* note: \(note.text)"
        case .faqSuggested(let suggested):
            return "* suggested: \(suggested.entries.map(\.title).joined(separator: "; "))"
        case .transcriptRequested(let requested): return "* a copy was asked for by \(requested.by.rawValue)"
        case .transcriptSent: return "* the copy was sent"
        case .transcriptFailed(let failed): return "* the copy could not be sent: \(failed.reason ?? "no reason given")"
        case .fileShared(let file): return "* \(file.by.rawValue) sent the file \(file.name)"
        case .fileRefused(let refused): return "* the file \(refused.name) was not taken: \(refused.reason.rawValue)"
        case .filesAllowed(let allowed): return "* the visitor may\(allowed.allowed ? "" : " not") send files"
        case .contactLinked: return "* linked to a contact"
        case .contactUnlinked: return "* not linked to a contact any more"
        case .statusChanged, .offered, .offerEnded, .explained, .warned, .listened, .unlistened, .read: return nil
        }
    }
}
