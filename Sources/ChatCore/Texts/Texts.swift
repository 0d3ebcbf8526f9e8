/// All texts that visitors read, in one language.
///
/// Variables stand in braces, as each text tells; the functions fill them in, and a browser does the same with ``json()``.
/// A language that lacks a text does not compile.
public struct Texts: Encodable, Sendable, Equatable {
    // Badge and window
    public let openChat: String
    public let closeChat: String
    public let minimise: String
    public let endChatQuestion: String
    public let endChatYes: String
    public let endChatNo: String
    public let send: String
    public let messagePlaceholder: String
    public let emoji: String
    public let attachFile: String
    /// `{name}`: the product.
    public let poweredBy: String
    /// One new message; `{n}`.
    public let newMessagesOne: String
    /// Any other count of new messages; `{n}`.
    public let newMessagesOther: String
    /// Above the visitor's own messages.
    public let you: String
    public let connectionLost: String
    public let reconnecting: String
    public let connectionBack: String
    public let ownWindowNotice: String
    public let ownWindowButton: String
    public let today: String
    public let yesterday: String

    // Pre-chat form
    public let preChatMessage: String
    public let nameLabel: String
    public let emailLabel: String
    public let companyLabel: String
    public let phoneLabel: String
    public let countryLabel: String
    public let questionLabel: String
    public let startChat: String
    /// Read out for the star beside a label.
    public let requiredMark: String
    public let requiredNotice: String
    public let consent: String
    public let readMore: String
    public let fieldRequired: String
    public let consentRequired: String
    public let emailInvalid: String
    /// `{limit}`: characters.
    public let fieldTooLong: String

    // FAQ suggestions
    public let faqIntroduction: String
    public let faqQuestion: String
    public let faqYes: String
    public let faqNo: String
    public let faqHelped: String

    // Queue
    /// `{position}` in line, `{average}` as `hh:mm`.
    public let queueKnown: String
    /// `{position}` in line, when no wait is known.
    public let queueUnknown: String
    /// Stands for `{cavw}` in a channel's own text when no wait is known.
    public let averageUnknown: String
    public let createRequest: String
    public let keepWriting: String

    // Conversation
    /// `{name}`: the agent.
    public let joined: String
    /// `{name}`: the agent.
    public let typing: String
    public let delivered: String
    public let read: String
    /// `{time}`: when the chat returns to the queue.
    public let agentLost: String
    public let agentBack: String
    /// `{channel}`: the department.
    public let moved: String
    /// Where the department has no name for visitors.
    public let movedElsewhere: String
    public let backInQueue: String
    public let disconnected: String
    public let reconnected: String
    /// One minute left; `{n}`.
    public let idleWarningOne: String
    /// Any other count of minutes left; `{n}`.
    public let idleWarningOther: String
    /// `{name}`: the agent.
    public let endedByAgent: String
    public let endedByYou: String
    public let endedByIdle: String
    public let endedBySystem: String
    public let reopened: String
    public let filesAllowed: String
    public let filesNotAllowed: String
    /// `{file}`: its name.
    public let illegalFileType: String
    /// `{file}`: its name; `{limit}` in MB.
    public let fileTooLarge: String

    // When nobody answers
    public let closedHeader: String
    public let closedMessage: String
    public let lunchHeader: String
    public let lunchMessage: String
    public let awayHeader: String
    public let awayMessage: String
    public let deletedHeader: String
    public let deletedMessage: String
    /// `{time}`.
    public let opensToday: String
    /// `{time}`.
    public let opensTomorrow: String
    /// `{weekday}` within a week, `{time}`.
    public let opensOnWeekday: String
    /// `{date}` later than that, `{time}`.
    public let opensOnDate: String
    /// `{time}`.
    public let lunchEnds: String
    public let requestLabel: String
    public let sendRequest: String
    /// `{request}`: its number.
    public let requestSent: String
    /// What an agent tells the visitor of a request that he made. `{request}`: its number.
    public let requestDraft: String

    // After the chat
    public let postChatHeader: String
    public let postChatMessage: String
    public let rateQuestion: String
    /// From one star, the worst, to five.
    public let star1: String
    public let star2: String
    public let star3: String
    public let star4: String
    public let star5: String
    public let commentLabel: String
    public let transcriptLabel: String
    public let sendTranscript: String
    /// `{email}`.
    public let transcriptSent: String
    /// `{email}`.
    public let transcriptFailed: String
    public let returnToChat: String
    public let leaveChat: String
    public let thankYou: String

    // Errors
    public let errorBlocked: String
    public let errorTooMany: String
    /// `{limit}`: characters.
    public let errorTooLong: String
    public let errorGeneral: String

    // Transcripts
    /// `{date}`, `{time}`.
    public let lineStarted: String
    /// `{name}`.
    public let lineJoined: String
    /// `{name}`: who took over.
    public let lineTransferred: String
    /// `{channel}`: the department.
    public let lineMoved: String
    /// `{name}` and `{file}`.
    public let lineFile: String
    /// `{time}`.
    public let lineEnded: String
    /// `{name}`: the channel's header; `{date}`.
    public let mailSubject: String
    /// `{name}`: the visitor.
    public let mailGreeting: String
    public let mailGreetingUnnamed: String
    /// `{name}`: the channel's header; `{date}`.
    public let mailIntroduction: String
    /// `{zone}`: an IANA name.
    public let mailTimes: String
    public let mailClosing: String
    public let mailAutomatic: String

    // Dates and times
    /// `{hour}` and `{minute}` of two digits, 00 to 23.
    public let time: String
    /// `{day}` and `{month}`.
    public let dayAndMonth: String
    /// `{day}`, `{month}` and `{year}`.
    public let fullDate: String
    public let monday: String
    public let tuesday: String
    public let wednesday: String
    public let thursday: String
    public let friday: String
    public let saturday: String
    public let sunday: String
    public let january: String
    public let february: String
    public let march: String
    public let april: String
    public let may: String
    public let june: String
    public let july: String
    public let august: String
    public let september: String
    public let october: String
    public let november: String
    public let december: String
}
