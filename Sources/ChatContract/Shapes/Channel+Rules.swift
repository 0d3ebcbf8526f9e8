extension Channel {
    /// After how many minutes somebody is warned, once a wait; 0 never (spec section 3.4).
    public struct Warnings: Codable, Sendable, Equatable {
        /// Nobody took the chat: the agents.
        public var agentNewChat: Double
        /// Nobody took the chat: the managers, if anybody is Present.
        public var managerNewChat: Double
        /// Nobody answered the visitor: the owner.
        public var agentNewMessage: Double
        /// Nobody answered the visitor: the managers, if anybody is Present.
        public var managerNewMessage: Double

        public init(
            agentNewChat: Double = 1, managerNewChat: Double = 2, agentNewMessage: Double = 1,
            managerNewMessage: Double = 5
        ) {
            self.agentNewChat = agentNewChat
            self.managerNewChat = managerNewChat
            self.agentNewMessage = agentNewMessage
            self.managerNewMessage = managerNewMessage
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                agentNewChat: try container.decode(forKey: .agentNewChat, otherwise: 1),
                managerNewChat: try container.decode(forKey: .managerNewChat, otherwise: 2),
                agentNewMessage: try container.decode(forKey: .agentNewMessage, otherwise: 1),
                managerNewMessage: try container.decode(forKey: .managerNewMessage, otherwise: 5))
        }
    }

    /// A bot that answers before people do (spec section 8).
    public struct Bot: Codable, Sendable, Equatable {
        public var enabled: Bool
        public var bot: BotHandle?
        /// How visitors see it.
        public var name: String?
        /// How long it has for its first line before forms or queue go on.
        public var greetingSeconds: Int
        /// How long it has for an answer before people get the session.
        public var answerSeconds: Int

        public init(
            enabled: Bool = false, bot: BotHandle? = nil, name: String? = nil, greetingSeconds: Int = 3,
            answerSeconds: Int = 20
        ) {
            self.enabled = enabled
            self.bot = bot
            self.name = name
            self.greetingSeconds = greetingSeconds
            self.answerSeconds = answerSeconds
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                enabled: try container.decode(forKey: .enabled, otherwise: false),
                bot: try container.decodeIfPresent(BotHandle.self, forKey: .bot),
                name: try container.decodeIfPresent(String.self, forKey: .name),
                greetingSeconds: try container.decode(forKey: .greetingSeconds, otherwise: 3),
                answerSeconds: try container.decode(forKey: .answerSeconds, otherwise: 20))
        }
    }

    /// How waiting chats come to agents.
    public struct Routing: Codable, Sendable, Equatable {
        public var policy: Policy
        /// How long an agent has to answer an offer: 1 to 600.
        public var offerSeconds: Int
        /// For how long a returning visitor's chat is kept for the agent he had; 0: not.
        public var preferSameAgentSeconds: Int

        public enum Policy: String, Codable, Sendable, CaseIterable {
            /// Agents take chats.
            case manual
            /// Chats are offered to who has been without one for longest, has fewest, or is next in turn.
            case longestIdle, leastBusy, roundRobin
        }

        public init(policy: Policy = .manual, offerSeconds: Int = 30, preferSameAgentSeconds: Int = 0) {
            self.policy = policy
            self.offerSeconds = offerSeconds
            self.preferSameAgentSeconds = preferSameAgentSeconds
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                policy: try container.decode(forKey: .policy, otherwise: .manual),
                offerSeconds: try container.decode(forKey: .offerSeconds, otherwise: 30),
                preferSameAgentSeconds: try container.decode(forKey: .preferSameAgentSeconds, otherwise: 0))
        }
    }

    /// How long silence may last, in seconds; it counts only time in which the client could be heard.
    public struct Idle: Codable, Sendable, Equatable {
        /// A visitor without a connection is shown as disconnected after this.
        public var disconnectedSeconds: Int
        /// A visitor without a connection is gone after this: his session ends.
        public var goneSeconds: Int
        /// An agent without a live lease is lost after this: his visitors are told.
        public var agentLostSeconds: Int
        /// A lost agent's chats return to the front of their queue this long after he was lost.
        public var agentReturnSeconds: Int
        /// A visitor is warned when nobody wrote for this long; 0: not.
        public var warnSeconds: Int
        /// A conversation in which nobody wrote for this long is ended; 0: never.
        public var closeSeconds: Int
        /// The post-chat form is over after this.
        public var postChatSeconds: Int

        public init(
            disconnectedSeconds: Int = 30, goneSeconds: Int = 300, agentLostSeconds: Int = 60,
            agentReturnSeconds: Int = 120, warnSeconds: Int = 1500, closeSeconds: Int = 1800, postChatSeconds: Int = 600
        ) {
            self.disconnectedSeconds = disconnectedSeconds
            self.goneSeconds = goneSeconds
            self.agentLostSeconds = agentLostSeconds
            self.agentReturnSeconds = agentReturnSeconds
            self.warnSeconds = warnSeconds
            self.closeSeconds = closeSeconds
            self.postChatSeconds = postChatSeconds
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                disconnectedSeconds: try container.decode(forKey: .disconnectedSeconds, otherwise: 30),
                goneSeconds: try container.decode(forKey: .goneSeconds, otherwise: 300),
                agentLostSeconds: try container.decode(forKey: .agentLostSeconds, otherwise: 60),
                agentReturnSeconds: try container.decode(forKey: .agentReturnSeconds, otherwise: 120),
                warnSeconds: try container.decode(forKey: .warnSeconds, otherwise: 1500),
                closeSeconds: try container.decode(forKey: .closeSeconds, otherwise: 1800),
                postChatSeconds: try container.decode(forKey: .postChatSeconds, otherwise: 600))
        }
    }
}
