/// A chat channel's settings (spec section 5), with the defaults of the decisions page.
public struct Channel: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    /// Counts the changes; given on `channel.save`, another one than the current is a conflict.
    public var version: Int64?
    /// The internal name.
    public var name: String
    public var description: String?
    /// The language of the texts that visitors read: en, nl, de, no, da or sv.
    public var language: String
    public var badgeHeader: String
    /// Sent to the visitor when an agent takes the chat.
    public var welcomeMessage: String?
    public var widget: Widget
    public var offlineForm: OfflineForm
    public var idle: Idle

    /// How the widget looks; what concerns the worker of it.
    public struct Widget: Codable, Sendable, Equatable {
        /// Shows agents by first name instead of nickname.
        public var useFirstName: Bool

        public init(useFirstName: Bool = false) {
            self.useFirstName = useFirstName
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(useFirstName: try container.decode(forKey: .useFirstName, otherwise: false))
        }
    }

    /// What visitors get when nobody is there.
    public struct OfflineForm: Codable, Sendable, Equatable {
        public var header: String?
        public var message: String?
        /// Whether the visitor may leave a request.
        public var requests: Bool
        public var required: [FormField]
        public var consent: Bool

        public init(
            header: String? = nil, message: String? = nil, requests: Bool = true,
            required: [FormField] = [.name, .email], consent: Bool = false
        ) {
            self.header = header
            self.message = message
            self.requests = requests
            self.required = required
            self.consent = consent
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                header: try container.decodeIfPresent(String.self, forKey: .header),
                message: try container.decodeIfPresent(String.self, forKey: .message),
                requests: try container.decode(forKey: .requests, otherwise: true),
                required: try container.decode(forKey: .required, otherwise: [.name, .email]),
                consent: try container.decode(forKey: .consent, otherwise: false))
        }
    }

    /// How long silence may last; all of them count only time in which the client could be heard.
    public struct Idle: Codable, Sendable, Equatable {
        /// A visitor without a connection is shown as disconnected after this.
        public var disconnectedSeconds: Int
        /// A visitor without a connection is gone after this: his session ends.
        public var goneSeconds: Int
        /// An agent without a live lease is lost after this: his visitors are told.
        public var agentLostSeconds: Int
        /// A lost agent's chats return to the front of their queue this long after he was lost.
        public var agentReturnSeconds: Int

        public init(
            disconnectedSeconds: Int = 30, goneSeconds: Int = 300, agentLostSeconds: Int = 60,
            agentReturnSeconds: Int = 120
        ) {
            self.disconnectedSeconds = disconnectedSeconds
            self.goneSeconds = goneSeconds
            self.agentLostSeconds = agentLostSeconds
            self.agentReturnSeconds = agentReturnSeconds
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                disconnectedSeconds: try container.decode(forKey: .disconnectedSeconds, otherwise: 30),
                goneSeconds: try container.decode(forKey: .goneSeconds, otherwise: 300),
                agentLostSeconds: try container.decode(forKey: .agentLostSeconds, otherwise: 60),
                agentReturnSeconds: try container.decode(forKey: .agentReturnSeconds, otherwise: 120))
        }
    }

    public init(
        channel: ChannelHandle, version: Int64? = nil, name: String, description: String? = nil,
        language: String = "en", badgeHeader: String? = nil, welcomeMessage: String? = nil, widget: Widget = Widget(),
        offlineForm: OfflineForm = OfflineForm(), idle: Idle = Idle()
    ) {
        self.channel = channel
        self.version = version
        self.name = name
        self.description = description
        self.language = language
        self.badgeHeader = badgeHeader ?? name
        self.welcomeMessage = welcomeMessage
        self.widget = widget
        self.offlineForm = offlineForm
        self.idle = idle
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            channel: try container.decode(ChannelHandle.self, forKey: .channel),
            version: try container.decodeIfPresent(Int64.self, forKey: .version),
            name: try container.decode(String.self, forKey: .name),
            description: try container.decodeIfPresent(String.self, forKey: .description),
            language: try container.decode(forKey: .language, otherwise: "en"),
            badgeHeader: try container.decodeIfPresent(String.self, forKey: .badgeHeader),
            welcomeMessage: try container.decodeIfPresent(String.self, forKey: .welcomeMessage),
            widget: try container.decode(forKey: .widget, otherwise: Widget()),
            offlineForm: try container.decode(forKey: .offlineForm, otherwise: OfflineForm()),
            idle: try container.decode(forKey: .idle, otherwise: Idle()))
    }
}

/// The fields that a form may ask for.
public enum FormField: String, Codable, Sendable, CaseIterable {
    case name, email, company, phone, country
}
