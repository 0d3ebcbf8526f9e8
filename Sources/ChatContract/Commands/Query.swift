/// What clients only want to know: the messages of the queue `chat.queries`, answered from the last commit.
public enum Query: Sendable, Equatable {
    case session(SessionGet)
    case sessions(SessionList)
    case desk
    case transcript(TranscriptGet)
    case channels
    case channelState(ChannelState)
    case channelWidget(ChannelWidgetGet)
    case agents(AgentList)
    case credentials(AgentCredentialsGet)
    case faqEntries(FAQList)
    case faqSearch(FAQSearch)
    case faqPage(FAQEntryReference)
    case requestOptions
    case request(RequestGet)
    case templates(TemplateList)
    case renderTemplate(TemplateRender)
    case quickReplies
    case shortcuts(ShortcutList)
    case file(FileGet)
    case checkFile(FileGet)
    case keptFiles(FilesKept)
    case suggestContacts(SessionReference)
    case contact(ContactGet)
    case searchDirectory(DirectorySearch)
    case document(DocumentGet)
    case bots
    case statistics(StatisticsGet)
    case deadLetters(DeadLetterList)
    case webhooks
    case keptSessions(SessionsKept)
}

/// The body of `session.get`: also the agents' way to resume.
public struct SessionGet: Codable, Sendable, Equatable {
    public var session: SessionID
    public var after: Int64?
    public var limit: Int?

    public init(session: SessionID, after: Int64? = nil, limit: Int? = nil) {
        self.session = session
        self.after = after
        self.limit = limit
    }
}

/// The body of `session.list`.
public struct SessionList: Codable, Sendable, Equatable {
    /// Which sessions: the caller's, those ended in the last eight hours, waiting, with agents, listened to, all.
    public enum View: String, Codable, Sendable, CaseIterable {
        case mine, recent, incoming, ongoing, listening, all
    }

    public var view: View
    public var channel: ChannelHandle?
    public var agent: AgentHandle?
    /// Whom it is linked to.
    public var person: PersonID?
    public var company: CompanyID?
    public var status: SessionStatus?
    /// How the visitor rated it: 1 to 5.
    public var rating: Int?
    /// Stands in the visitor's name, e-mail address or company, or is how the request's id begins.
    public var text: String?
    /// Requested from then, and before then.
    public var from: Timestamp?
    public var to: Timestamp?
    /// At most 200; 50 unless told.
    public var limit: Int?
    public var cursor: String?

    public init(view: View, channel: ChannelHandle? = nil, limit: Int? = nil) {
        self.view = view
        self.channel = channel
        self.limit = limit
    }
}

/// The body of `transcript.get`.
public struct TranscriptGet: Codable, Sendable, Equatable {
    public enum Format: String, Codable, Sendable, CaseIterable {
        case json, text, html
    }

    public var session: SessionID
    public var format: Format

    public init(session: SessionID, format: Format) {
        self.session = session
        self.format = format
    }
}

/// The body of `channel.state`.
public struct ChannelState: Codable, Sendable, Equatable {
    public var channel: ChannelHandle

    public init(channel: ChannelHandle) {
        self.channel = channel
    }
}

/// The body of `agent.list`.
public struct AgentList: Codable, Sendable, Equatable {
    public var channel: ChannelHandle?
    public var present: Bool?
    public var withoutMe: Bool?

    public init(channel: ChannelHandle? = nil, present: Bool? = nil, withoutMe: Bool? = nil) {
        self.channel = channel
        self.present = present
        self.withoutMe = withoutMe
    }
}

/// The body of `channel.widget`: the settings that a widget needs.
public struct ChannelWidgetGet: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    /// The site that asks.
    public var origin: String?
    /// An earlier version: the one whose texts a running session was shown.
    public var version: Int64?

    public init(channel: ChannelHandle, origin: String? = nil, version: Int64? = nil) {
        self.channel = channel
        self.origin = origin
        self.version = version
    }
}

/// The body of `faq.list`.
public struct FAQList: Codable, Sendable, Equatable {
    public var folder: FolderID?
    /// At most 200; 50 unless told.
    public var limit: Int?
    public var cursor: String?

    public init(folder: FolderID? = nil) {
        self.folder = folder
    }
}

/// The body of `faq.search`: the entries that fit a visitor's sentence best.
public struct FAQSearch: Codable, Sendable, Equatable {
    public var text: String
    public var folder: FolderID?
    /// What its writer speaks, where that is known; what he writes says it better.
    public var language: String?
    /// Only what everybody may read.
    public var publicOnly: Bool?
    /// At most 20; 3 unless told.
    public var limit: Int?

    public init(text: String, folder: FolderID? = nil) {
        self.text = text
        self.folder = folder
    }
}

/// The body of `request.get`.
public struct RequestGet: Codable, Sendable, Equatable {
    public var request: RequestID

    public init(request: RequestID) {
        self.request = request
    }
}
