/// A snippet of one agent's own. The body of `quickReply.save`.
public struct QuickReply: Codable, Sendable, Equatable {
    public var quickReply: QuickReplyID
    /// Its title; visitors never see it.
    public var name: String
    /// At most 8,000 characters.
    public var text: String
    public var format: TextFormat
    /// The place in the agent's list, the smallest first.
    public var rank: Int
    /// Whose it is: only parts of the deployment say so, an agent's are his own.
    public var agent: AgentHandle?

    public init(quickReply: QuickReplyID, name: String, text: String, format: TextFormat = .text, rank: Int = 0) {
        self.quickReply = quickReply
        self.name = name
        self.text = text
        self.format = format
        self.rank = rank
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            quickReply: try container.decode(QuickReplyID.self, forKey: .quickReply),
            name: try container.decode(String.self, forKey: .name),
            text: try container.decode(String.self, forKey: .text),
            format: try container.decode(forKey: .format, otherwise: .text),
            rank: try container.decode(forKey: .rank, otherwise: 0))
        agent = try container.decodeIfPresent(AgentHandle.self, forKey: .agent)
    }
}
