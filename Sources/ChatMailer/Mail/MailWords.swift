import ChatContract
import ChatCore

/// What a mail says: its subject and its two parts. The one place that knows who puts the words.
struct MailWords: Sendable, Equatable {
    var subject: String
    /// Lines end with LF.
    var text: String
    var html: String

    init(subject: String, text: String, html: String) {
        self.subject = subject
        self.text = text
        self.html = html
    }

    /// - Parameters:
    ///   - language: a tag such as `nl-NL`; English where there are no texts for it.
    ///   - channelName: what the channel is called towards visitors.
    ///   - zone: the visitor's IANA time zone.
    ///   - template: the desk's own words.
    init(
        language: String, channelName: String, conversation: Conversation, zone: String,
        template: Channel.TranscriptTemplate?
    ) {
        let language = Language(tag: language) ?? .en
        let lines = conversation.lines.map { line in
            TranscriptLine(
                at: line.at, author: line.author ?? (line.isVisitors ? language.texts.you : channelName),
                text: line.text, isHTML: line.isHTML)
        }
        let mail = TranscriptMail(
            language: language, channelName: channelName, visitorName: conversation.visitorName,
            startedAt: conversation.startedAt, lines: lines, zone: zone,
            template: template)
        self.init(subject: mail.subject, text: mail.text, html: mail.html)
    }
}
