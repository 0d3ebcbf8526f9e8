extension Channel {
    /// How the widget looks (spec section 5.2).
    public struct Widget: Codable, Sendable, Equatable {
        public var theme: Theme
        public var size: Size
        /// A font family; without one the system's.
        public var font: String?
        /// Such as `14px`.
        public var fontSize: String?
        public var colours: Colours
        /// The address of the picture in the header.
        public var logo: String?
        /// Shows the agent's photo and name instead of logo and text once he answered.
        public var showAgentPhoto: Bool
        /// Shows agents by first name instead of nickname.
        public var useFirstName: Bool
        public var header: String?
        /// Shown while the visitor waits or chats.
        public var message: String?
        /// Instead of the usual sentence in the queue; knows `{cque}` and `{cavw}`.
        public var queueText: String?
        /// Whether everybody sees the badge, or only whom the site vouches for.
        public var visibility: Visibility

        public enum Theme: String, Codable, Sendable, CaseIterable { case modern, classic }
        public enum Size: String, Codable, Sendable, CaseIterable { case normal, large }
        public enum Visibility: String, Codable, Sendable, CaseIterable { case always, identified }

        public init(
            theme: Theme = .modern, size: Size = .normal, font: String? = nil, fontSize: String? = nil,
            colours: Colours = Colours(), logo: String? = nil, showAgentPhoto: Bool = true, useFirstName: Bool = false,
            header: String? = nil, message: String? = nil, queueText: String? = nil, visibility: Visibility = .always
        ) {
            self.theme = theme
            self.size = size
            self.font = font
            self.fontSize = fontSize
            self.colours = colours
            self.logo = logo
            self.showAgentPhoto = showAgentPhoto
            self.useFirstName = useFirstName
            self.header = header
            self.message = message
            self.queueText = queueText
            self.visibility = visibility
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                theme: try container.decode(forKey: .theme, otherwise: .modern),
                size: try container.decode(forKey: .size, otherwise: .normal),
                font: try container.decodeIfPresent(String.self, forKey: .font),
                fontSize: try container.decodeIfPresent(String.self, forKey: .fontSize),
                colours: try container.decode(forKey: .colours, otherwise: Colours()),
                logo: try container.decodeIfPresent(String.self, forKey: .logo),
                showAgentPhoto: try container.decode(forKey: .showAgentPhoto, otherwise: true),
                useFirstName: try container.decode(forKey: .useFirstName, otherwise: false),
                header: try container.decodeIfPresent(String.self, forKey: .header),
                message: try container.decodeIfPresent(String.self, forKey: .message),
                queueText: try container.decodeIfPresent(String.self, forKey: .queueText),
                visibility: try container.decode(forKey: .visibility, otherwise: .always))
        }
    }

    /// Colours as `#RRGGBB`; what is left out follows from the base.
    public struct Colours: Codable, Sendable, Equatable {
        public var base: String
        public var badge: String?
        public var badgeText: String?
        public var visitor: String?
        public var visitorText: String?
        public var agent: String?
        public var agentText: String?
        public var button: String?
        public var buttonText: String?

        public init(
            base: String = "#0080FF", badge: String? = nil, badgeText: String? = nil, visitor: String? = nil,
            visitorText: String? = nil, agent: String? = nil, agentText: String? = nil, button: String? = nil,
            buttonText: String? = nil
        ) {
            self.base = base
            self.badge = badge
            self.badgeText = badgeText
            self.visitor = visitor
            self.visitorText = visitorText
            self.agent = agent
            self.agentText = agentText
            self.button = button
            self.buttonText = buttonText
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                base: try container.decode(forKey: .base, otherwise: "#0080FF"),
                badge: try container.decodeIfPresent(String.self, forKey: .badge),
                badgeText: try container.decodeIfPresent(String.self, forKey: .badgeText),
                visitor: try container.decodeIfPresent(String.self, forKey: .visitor),
                visitorText: try container.decodeIfPresent(String.self, forKey: .visitorText),
                agent: try container.decodeIfPresent(String.self, forKey: .agent),
                agentText: try container.decodeIfPresent(String.self, forKey: .agentText),
                button: try container.decodeIfPresent(String.self, forKey: .button),
                buttonText: try container.decodeIfPresent(String.self, forKey: .buttonText))
        }
    }
}
