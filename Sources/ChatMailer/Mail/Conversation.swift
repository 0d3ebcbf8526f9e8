import ChatContract

/// One line of a conversation, as its visitor saw it.
struct ConversationLine: Sendable, Equatable {
    var at: Timestamp
    /// Whom the visitor saw speaking, or himself by the name he gave; `nil`: one without a name.
    var author: String?
    var isVisitors = false
    var text: String
    /// Whether `text` is the HTML that messages may hold.
    var isHTML = false
}

/// What is mailed of a session: what its visitor could see until it was asked for, and nothing else.
struct Conversation: Sendable, Equatable {
    var startedAt: Timestamp
    var visitorName: String?
    var visitorEmail: String?
    var lines: [ConversationLine] = []
    /// Whether it was told already what became of the mail: somebody sent it, and could not acknowledge it any more.
    var isReported = false

    /// - Parameters:
    ///   - events: all of the session, in order, in any form.
    ///   - seq: the number of the event that asked for the mail.
    init(_ events: [Event], requestedBy seq: Int64) {
        startedAt = events.first?.at ?? Timestamp(milliseconds: 0)
        for event in events {
            switch event.data {
            case .transcriptSent(let sent) where sent.requested == seq: isReported = true
            case .transcriptFailed(let failed) where failed.requested == seq: isReported = true
            default: if event.seq <= seq, event.visibility == .visitor { take(event) }
            }
        }
    }

    private mutating func take(_ event: Event) {
        switch event.data {
        case .opened(let opened): introduce(opened.visitor)
        case .identified(let identified): introduce(identified.visitor)
        case .posted(let message):
            let isVisitors = message.from == .visitor
            lines.append(
                ConversationLine(
                    at: event.at, author: isVisitors ? visitorName : message.shownAs?.name, isVisitors: isVisitors,
                    text: message.text, isHTML: message.format == .html))
        case .fileShared(let file):
            let isVisitors = file.by == .visitor
            lines.append(
                ConversationLine(
                    at: event.at, author: isVisitors ? visitorName : nil, isVisitors: isVisitors,
                    text: "📎 \(file.name)"))
        case .faqSuggested(let suggested):
            let titles = suggested.entries.map { entry in "• \(entry.title)" + (entry.url.map { " (\($0))" } ?? "") }
            lines.append(ConversationLine(at: event.at, text: titles.joined(separator: "\n")))
        case .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .assigned, .finished, .reopened,
            .closed, .moved, .rated, .deleted, .erased, .offered, .offerEnded, .handedOff, .explained, .warned,
            .listened,
            .unlistened, .read, .notePosted, .fileRefused, .filesAllowed, .contactLinked, .contactUnlinked,
            .requestCreated, .transcriptRequested, .transcriptSent,
            .transcriptFailed, .transferRequested, .transferAccepted, .transferRejected, .transferCancelled,
            .transferExpired:
            break
        }
    }

    private mutating func introduce(_ visitor: Visitor) {
        visitorName = visitor.name ?? visitorName
        visitorEmail = visitor.email ?? visitorEmail
    }
}
