import ChatContract

/// What a session remembers and most sessions never need.
public struct SessionExtra: Codable, Sendable, Equatable {
    /// Who was warned about the wait that runs.
    public var warned = Warned()
    /// When the timer that looks for unanswered waits is due; `nil` when none is set.
    public var attentionAt: Timestamp?
    /// The agent whom the visitor had in his last session on this channel.
    public var formerAgent: AgentHandle?
    /// What the visitor gave.
    public var rating: EventData.Rated?
    /// Mails that were asked for and not reported yet.
    public var mails: [Mail] = []
    /// How many mails were asked for.
    public var mailCount = 0
    /// When a bot gave it to people, first.
    public var handedOffAt: Timestamp?
    /// Whether a bot had it and gave it away, or passed: it does not come back to it.
    public var isPastBot = false
    public var firstResponse: FirstResponse?
    /// Who the visitor is to the site, where it vouched for him.
    public var subject: String?
    /// Addresses that the visitor gave before the one that stands with him, in lower case: he is found by them too.
    public var otherEmails: [String]?
    /// How often it went from agent to agent, or to another channel.
    public var transfers = 0
    /// Whether the visitor may send files; `nil` for no.
    public var filesAllowed: Bool?
    /// Whom it is with in the directory.
    public var contact: ContactReference?
    /// The bot's lines that are to come.
    public var scheduled: [ScheduledLine]?
    /// The buttons that the bot offered last, until the visitor said something.
    public var offered: OfferedOptions?

    public init() {}

    /// The first line that a person wrote: whose it is, and where.
    public struct FirstResponse: Codable, Sendable, Equatable {
        public var agent: AgentHandle
        public var channel: ChannelHandle
        public var at: Timestamp

        public init(agent: AgentHandle, channel: ChannelHandle, at moment: Timestamp) {
            self.agent = agent
            self.channel = channel
            self.at = moment
        }
    }

    /// Buttons under a bot's line, and the line's number.
    public struct OfferedOptions: Codable, Sendable, Equatable {
        public var seq: Int64
        public var labels: [String]

        public init(seq: Int64, labels: [String]) {
            self.seq = seq
            self.labels = labels
        }
    }

    /// The two levels of warning, each once a wait.
    public struct Warned: Codable, Sendable, Equatable {
        public var agents = false
        public var managers = false

        public init() {}

        /// As summaries tell it.
        public var level: Int { managers ? 2 : agents ? 1 : 0 }
    }

    /// A mail under way: the number of the event that asked for it.
    public struct Mail: Codable, Sendable, Equatable {
        public var seq: Int64
        public var by: ActorKind

        public init(seq: Int64, by: ActorKind) {
            self.seq = seq
            self.by = by
        }
    }
}
