/// What clients ask of a channel: the commands of the queue `chat.channel.<channel>`.
public enum ChannelCommand: Sendable, Equatable {
    case open(SessionOpen)
    case attach(SessionAttach)
    case detach(SessionDetach)
    case post(MessagePost)
    case read(MessageRead)
    case typing(TypingSet)
    case identify(SessionIdentify)
    case answerFAQ(FAQAnswer)
    case submitRequest(RequestSubmit)
    case close(SessionReference)
    case leave(SessionReference)
    case rate(SessionRate)
    case sendTranscript(TranscriptSend)
    case reportTranscript(TranscriptReport)
    case pickUp(SessionReference)
    case acceptOffer(SessionReference)
    case declineOffer(SessionReference)
    case requestTransfer(TransferRequest)
    case acceptTransfer(SessionReference)
    case rejectTransfer(SessionReference)
    case cancelTransfer(SessionReference)
    case takeOver(SessionReference)
    case requeue(SessionReference)
    case listen(SessionReference)
    case unlisten(SessionReference)
    case postNote(NotePost)
    case handOff(SessionReference)
    case passBot(SessionReference)
    case delete(SessionReference)
    case createRequest(RequestCreate)
    case block(VisitorBlock)
    case allowFiles(FilesAllow)
    case shareFile(FileShare)
    case refuseFile(FileRefuse)
    case linkContact(ContactLink)
    case unlinkContact(SessionReference)
    case createContact(ContactCreate)
    /// Internal: agents came or went, look at the channel's chats again.
    case evaluateQueue
    /// Internal: nobody heard of this gateway for its lease, so its visitors are gone too.
    case gatewayLost(GatewayReference)

    /// The session that it is about; `nil` for those that are about none that exists yet.
    public var session: SessionID? {
        switch self {
        case .open, .evaluateQueue, .gatewayLost: nil
        case .attach(let body): body.session
        case .detach(let body): body.session
        case .post(let body): body.session
        case .read(let body): body.session
        case .typing(let body): body.session
        case .identify(let body): body.session
        case .answerFAQ(let body): body.session
        case .submitRequest(let body): body.session
        case .rate(let body): body.session
        case .sendTranscript(let body): body.session
        case .reportTranscript(let body): body.session
        case .requestTransfer(let body): body.session
        case .postNote(let body): body.session
        case .createRequest(let body): body.session
        case .block(let body): body.session
        case .allowFiles(let body): body.session
        case .shareFile(let body): body.session
        case .refuseFile(let body): body.session
        case .linkContact(let body): body.session
        case .createContact(let body): body.session
        case .close(let body), .leave(let body), .pickUp(let body), .acceptOffer(let body), .declineOffer(let body),
            .acceptTransfer(let body), .rejectTransfer(let body), .cancelTransfer(let body), .takeOver(let body),
            .requeue(let body), .listen(let body), .unlisten(let body), .handOff(let body), .passBot(let body),
            .delete(let body), .unlinkContact(let body):
            body.session
        }
    }
}

/// Who came: the body of `session.open`.
public struct SessionOpen: Codable, Sendable, Equatable {
    /// The browser's secret, 22 to 64 characters. Only its digest is kept.
    public var visitorId: String
    public var gateway: GatewayHandle?
    public var connection: String?
    public var name: String?
    public var email: String?
    public var company: String?
    public var phone: String?
    public var country: String?
    public var consented: Bool?
    public var question: String?
    public var language: String?
    public var timeZone: String?
    public var page: String?
    public var host: String?
    /// The site's word for who he is: a JWT, signed with the channel's secret.
    public var identity: String?

    public init(
        visitorId: String, gateway: GatewayHandle? = nil, connection: String? = nil, name: String? = nil,
        email: String? = nil, question: String? = nil
    ) {
        self.visitorId = visitorId
        self.gateway = gateway
        self.connection = connection
        self.name = name
        self.email = email
        self.question = question
    }
}

/// The body of commands that name a session and nothing else.
public struct SessionReference: Codable, Sendable, Equatable {
    public var session: SessionID

    public init(session: SessionID) {
        self.session = session
    }
}

/// The body of `gateway.lost` and `gateway.drop`.
public struct GatewayReference: Codable, Sendable, Equatable {
    public var gateway: GatewayHandle

    public init(gateway: GatewayHandle) {
        self.gateway = gateway
    }
}

/// The body of `session.attach`: a visitor's connection at a gateway reads from `after` on.
public struct SessionAttach: Codable, Sendable, Equatable {
    public var session: SessionID
    public var gateway: GatewayHandle
    public var connection: String
    /// The number up to which the visitor has everything; 0 for nothing.
    public var after: Int64

    public init(session: SessionID, gateway: GatewayHandle, connection: String, after: Int64) {
        self.session = session
        self.gateway = gateway
        self.connection = connection
        self.after = after
    }
}

/// The body of `session.detach`.
public struct SessionDetach: Codable, Sendable, Equatable {
    public var session: SessionID
    public var gateway: GatewayHandle
    public var connection: String

    public init(session: SessionID, gateway: GatewayHandle, connection: String) {
        self.session = session
        self.gateway = gateway
        self.connection = connection
    }
}

/// The body of `message.post`.
public struct MessagePost: Codable, Sendable, Equatable {
    public var session: SessionID
    /// At most 8,000 characters.
    public var text: String
    public var format: TextFormat?
    /// A bot's buttons: at most ten of 60 characters.
    public var options: [String]?
    /// The button that the visitor chose.
    public var option: ChosenOption?
    /// When a bot's line becomes visible: at most 10 minutes ahead.
    public var visibleAt: Timestamp?
    public var source: MessageSource?

    public init(
        session: SessionID, text: String, format: TextFormat? = nil, options: [String]? = nil,
        option: ChosenOption? = nil, visibleAt: Timestamp? = nil, source: MessageSource? = nil
    ) {
        self.session = session
        self.text = text
        self.format = format
        self.options = options
        self.option = option
        self.visibleAt = visibleAt
        self.source = source
    }
}

/// The body of `message.read`: everything up to `through` was seen.
public struct MessageRead: Codable, Sendable, Equatable {
    public var session: SessionID
    public var through: Int64

    public init(session: SessionID, through: Int64) {
        self.session = session
        self.through = through
    }
}

/// The body of `typing.set`.
public struct TypingSet: Codable, Sendable, Equatable {
    public var session: SessionID
    public var typing: Bool

    public init(session: SessionID, typing: Bool) {
        self.session = session
        self.typing = typing
    }
}

/// The body of `request.submit`: what the visitor left on the offline form.
public struct RequestSubmit: Codable, Sendable, Equatable {
    public var session: SessionID
    public var text: String
    public var name: String?
    public var email: String?
    public var company: String?
    public var phone: String?
    public var country: String?
    public var consented: Bool?

    public init(session: SessionID, text: String, name: String? = nil, email: String? = nil) {
        self.session = session
        self.text = text
        self.name = name
        self.email = email
    }
}

/// The body of `transfer.request`: to an agent, or to a channel's queue.
public struct TransferRequest: Codable, Sendable, Equatable {
    public var session: SessionID
    public var agent: AgentHandle?
    public var channel: ChannelHandle?

    public init(session: SessionID, agent: AgentHandle) {
        self.session = session
        self.agent = agent
    }

    public init(session: SessionID, channel: ChannelHandle) {
        self.session = session
        self.channel = channel
    }
}

/// The body of `session.identify`: the pre-chat form as the visitor filled it in.
public struct SessionIdentify: Codable, Sendable, Equatable {
    public var session: SessionID
    public var name: String?
    public var email: String?
    public var company: String?
    public var phone: String?
    public var country: String?
    public var consented: Bool?
    public var question: String?

    public init(session: SessionID, name: String? = nil, email: String? = nil, question: String? = nil) {
        self.session = session
        self.name = name
        self.email = email
        self.question = question
    }
}

/// The body of `faq.answer`: whether the suggestions helped.
public struct FAQAnswer: Codable, Sendable, Equatable {
    public var session: SessionID
    public var helped: Bool

    public init(session: SessionID, helped: Bool) {
        self.session = session
        self.helped = helped
    }
}

/// The body of `session.rate`: one to five stars.
public struct SessionRate: Codable, Sendable, Equatable {
    public var session: SessionID
    public var rating: Int
    /// At most 1,024 characters.
    public var comment: String?

    public init(session: SessionID, rating: Int, comment: String? = nil) {
        self.session = session
        self.rating = rating
        self.comment = comment
    }
}

/// The body of `transcript.send`: mails the conversation.
public struct TranscriptSend: Codable, Sendable, Equatable {
    public var session: SessionID
    public var email: String

    public init(session: SessionID, email: String) {
        self.session = session
        self.email = email
    }
}

/// The body of `transcript.report`: what became of the mail that the event `seq` asked for.
public struct TranscriptReport: Codable, Sendable, Equatable {
    public enum Outcome: String, Codable, Sendable, CaseIterable { case sent, failed }

    public var session: SessionID
    public var seq: Int64
    public var outcome: Outcome
    public var reason: String?

    public init(session: SessionID, seq: Int64, outcome: Outcome, reason: String? = nil) {
        self.session = session
        self.seq = seq
        self.outcome = outcome
        self.reason = reason
    }
}

/// The body of `note.post`: a line that only agents read.
public struct NotePost: Codable, Sendable, Equatable {
    public var session: SessionID
    /// At most 8,000 characters.
    public var text: String

    public init(session: SessionID, text: String) {
        self.session = session
        self.text = text
    }
}
