/// What visitors are told by the system itself, in one language: questions, sentences on opening hours, mails. The window's
/// own words are the widget's (`Pages/widget/texts`).
///
/// Variables stand in braces, as each text tells; the functions fill them in. A language that lacks a text does not compile.
public struct Texts: Sendable, Equatable {
    // FAQ suggestions
    public let faqQuestion: String

    // When nobody answers
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
    /// What an agent tells the visitor of a request that he made. `{request}`: its number.
    public let requestDraft: String

    // Transcripts
    /// How a visitor without a name stands in his own copy.
    public let you: String
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
