import ChatContract

/// The conversation by mail (guarantee 21): asked for in the transaction, sent by the mailer, its end reported.
extension Transition {
    /// How many mails one session may ask for.
    static let mailLimit = 5

    /// Asks for a mail with the conversation.
    ///
    /// - Returns: the number of the event that asks for it.
    mutating func sendTranscript(_ send: TranscriptSend) throws(Refusal) -> Int64 {
        if session.figures.visitorMessages + session.figures.agentMessages == 0, session.lastMessage == nil {
            throw Refusal(.invalidState, "nothing was said yet")
        }
        switch actor {
        case .visitor:
            guard shown.postChatForm.enabled, shown.postChatForm.transcript else {
                throw Refusal(.invalidState, "this channel sends no transcripts to visitors")
            }
        case .agent(let agent):
            guard session.owner == agent || session.conversation == nil && session.lastAgent == agent else {
                throw .notAssigned
            }
        case .bot, .system:
            throw .notAssigned
        }
        guard !send.email.isEmpty else { throw Refusal(.invalidField, "email is empty", field: "email") }
        try FieldRules.email(send.email)
        guard session.extra.mailCount < Self.mailLimit else {
            throw Refusal(.rateLimited, "this conversation was mailed \(Self.mailLimit) times already")
        }
        let seq = record(
            .transcriptRequested(
                EventData.TranscriptRequested(
                    email: send.email, by: actor.kind, language: session.visitor.language ?? settings.language,
                    timeZone: session.origin.timeZone)))
        session.extra.mails.append(SessionExtra.Mail(seq: seq, by: actor.kind))
        session.extra.mailCount += 1
        return seq
    }

    /// The mailer tells what became of a mail.
    mutating func reportTranscript(_ report: TranscriptReport) throws(Refusal) {
        guard let index = session.extra.mails.firstIndex(where: { $0.seq == report.seq }) else {
            throw Refusal(.notFound, "no mail is under way that event \(report.seq) asked for", field: "seq")
        }
        try FieldRules.limit(report.reason, 1024, "reason")
        let mail = session.extra.mails.remove(at: index)
        let to = session.owner == nil ? session.lastAgent.map { [$0] } ?? [] : []
        switch report.outcome {
        case .sent: record(.transcriptSent(EventData.TranscriptSent(requested: mail.seq, by: mail.by)), to: to)
        case .failed:
            record(
                .transcriptFailed(
                    EventData.TranscriptFailed(requested: mail.seq, by: mail.by, reason: report.reason)), to: to)
        }
    }
}
