/// The types of events, as they stand in the AMQP property `type` and at the end of the routing key.
public enum EventType: String, Codable, Sendable, CaseIterable {
    case sessionOpened = "session.opened"
    case sessionIdentified = "session.identified"
    case sessionQueued = "session.queued"
    case sessionStatusChanged = "session.statusChanged"
    case sessionDisconnected = "session.disconnected"
    case sessionReconnected = "session.reconnected"
    case sessionAgentLost = "session.agentLost"
    case sessionAssigned = "session.assigned"
    case sessionFinished = "session.finished"
    case sessionReopened = "session.reopened"
    case sessionClosed = "session.closed"
    case sessionMoved = "session.moved"
    case sessionRated = "session.rated"
    case sessionDeleted = "session.deleted"
    case sessionErased = "session.erased"
    case sessionOffered = "session.offered"
    case sessionOfferEnded = "session.offerEnded"
    case sessionHandedOff = "session.handedOff"
    case routingExplained = "routing.explained"
    case warningRaised = "warning.raised"
    case sessionListened = "session.listened"
    case sessionUnlistened = "session.unlistened"
    case messagePosted = "message.posted"
    case messageRead = "message.read"
    case notePosted = "note.posted"
    case fileShared = "file.shared"
    case fileRefused = "file.refused"
    case filesAllowed = "files.allowed"
    case contactLinked = "contact.linked"
    case contactUnlinked = "contact.unlinked"
    case faqSuggested = "faq.suggested"
    case requestCreated = "request.created"
    case transcriptRequested = "transcript.requested"
    case transcriptSent = "transcript.sent"
    case transcriptFailed = "transcript.failed"
    case transferRequested = "transfer.requested"
    case transferAccepted = "transfer.accepted"
    case transferRejected = "transfer.rejected"
    case transferCancelled = "transfer.cancelled"
    case transferExpired = "transfer.expired"
}

/// The types of events that are not kept and may be lost: delivery mode 1, without a number.
public enum TransientType: String, Codable, Sendable, CaseIterable {
    case typingChanged = "typing.changed"
    case queuePosition = "queue.position"
    case sessionSummary = "session.summary"
    case queueChanged = "queue.changed"
    case presenceChanged = "presence.changed"
    case channelSaved = "channel.saved"
    case membershipChanged = "membership.changed"
    case webhooksChanged = "webhooks.changed"
}

/// Who may see an event.
public enum Visibility: String, Codable, Sendable, CaseIterable {
    /// The visitor, and agents.
    case visitor
    case agents
}
