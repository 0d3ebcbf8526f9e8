extension Channel {
    /// What visitors get when nobody is there (spec section 5.5).
    public struct OfflineForm: Codable, Sendable, Equatable {
        public var header: String?
        public var message: String?
        /// Whether the visitor may leave a request.
        public var requests: Bool
        /// Of the requests that come from here, and from the queue.
        public var category: CategoryID?
        public var priority: PriorityID?
        public var required: [FormField]
        /// Asks for consent to store what he tells; without it nothing is taken.
        public var consent: Bool

        public init(
            header: String? = nil, message: String? = nil, requests: Bool = true, category: CategoryID? = nil,
            priority: PriorityID? = nil, required: [FormField] = [.name, .email], consent: Bool = false
        ) {
            self.header = header
            self.message = message
            self.requests = requests
            self.category = category
            self.priority = priority
            self.required = required
            self.consent = consent
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                header: try container.decodeIfPresent(String.self, forKey: .header),
                message: try container.decodeIfPresent(String.self, forKey: .message),
                requests: try container.decode(forKey: .requests, otherwise: true),
                category: try container.decodeIfPresent(CategoryID.self, forKey: .category),
                priority: try container.decodeIfPresent(PriorityID.self, forKey: .priority),
                required: try container.decode(forKey: .required, otherwise: [.name, .email]),
                consent: try container.decode(forKey: .consent, otherwise: false))
        }
    }

    /// Whether a waiting visitor may send a request instead (spec section 5.5).
    public struct QueueRequest: Codable, Sendable, Equatable {
        public var enabled: Bool
        /// Offered after so long a wait …
        public var afterMinutes: Double
        /// … or once so many wait: as soon as either that is above 0 is reached; both 0: at once.
        public var atLength: Int

        public init(enabled: Bool = false, afterMinutes: Double = 0, atLength: Int = 0) {
            self.enabled = enabled
            self.afterMinutes = afterMinutes
            self.atLength = atLength
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                enabled: try container.decode(forKey: .enabled, otherwise: false),
                afterMinutes: try container.decode(forKey: .afterMinutes, otherwise: 0),
                atLength: try container.decode(forKey: .atLength, otherwise: 0))
        }
    }

    /// What visitors are asked before they chat (spec section 5.6).
    public struct PreChatForm: Codable, Sendable, Equatable {
        public var enabled: Bool
        public var message: String?
        public var required: [FormField]
        public var consent: Bool

        public init(
            enabled: Bool = true, message: String? = nil, required: [FormField] = [.name, .email], consent: Bool = false
        ) {
            self.enabled = enabled
            self.message = message
            self.required = required
            self.consent = consent
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                enabled: try container.decode(forKey: .enabled, otherwise: true),
                message: try container.decodeIfPresent(String.self, forKey: .message),
                required: try container.decode(forKey: .required, otherwise: [.name, .email]),
                consent: try container.decode(forKey: .consent, otherwise: false))
        }
    }

    /// Entries that may answer the question before an agent does (spec section 5.6).
    public struct FAQSuggestions: Codable, Sendable, Equatable {
        public var enabled: Bool
        /// With its sub-folders; without one all.
        public var folder: FolderID?

        public init(enabled: Bool = false, folder: FolderID? = nil) {
            self.enabled = enabled
            self.folder = folder
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                enabled: try container.decode(forKey: .enabled, otherwise: false),
                folder: try container.decodeIfPresent(FolderID.self, forKey: .folder))
        }
    }

    /// What visitors are asked when the chat is over (spec section 5.7).
    public struct PostChatForm: Codable, Sendable, Equatable {
        public var enabled: Bool
        public var header: String?
        public var message: String?
        /// Offers to send the conversation by mail.
        public var transcript: Bool
        /// The desk's own words for that mail; not for visitors' browsers.
        public var transcriptMail: TranscriptTemplate?
        /// Asks for one to five stars.
        public var rating: Bool
        public var ratingText: String?

        public init(
            enabled: Bool = false, header: String? = nil, message: String? = nil, transcript: Bool = false,
            transcriptMail: TranscriptTemplate? = nil, rating: Bool = false, ratingText: String? = nil
        ) {
            self.enabled = enabled
            self.header = header
            self.message = message
            self.transcript = transcript
            self.transcriptMail = transcriptMail
            self.rating = rating
            self.ratingText = ratingText
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                enabled: try container.decode(forKey: .enabled, otherwise: false),
                header: try container.decodeIfPresent(String.self, forKey: .header),
                message: try container.decodeIfPresent(String.self, forKey: .message),
                transcript: try container.decode(forKey: .transcript, otherwise: false),
                transcriptMail: try container.decodeIfPresent(TranscriptTemplate.self, forKey: .transcriptMail),
                rating: try container.decode(forKey: .rating, otherwise: false),
                ratingText: try container.decodeIfPresent(String.self, forKey: .ratingText))
        }
    }

    /// What the mail with the conversation says around it; what is left out is the language's own text.
    ///
    /// Plain text that knows `{visitor.name}`, `{channel.name}` and `{date}`.
    public struct TranscriptTemplate: Codable, Sendable, Equatable {
        public var subject: String?
        public var greeting: String?
        public var introduction: String?
        public var closing: String?

        public init(
            subject: String? = nil, greeting: String? = nil, introduction: String? = nil, closing: String? = nil
        ) {
            self.subject = subject
            self.greeting = greeting
            self.introduction = introduction
            self.closing = closing
        }
    }

    /// What visitors consent to where a form asks.
    public struct Consent: Codable, Sendable, Equatable {
        public var text: String?
        /// To the terms; https.
        public var link: String?

        public init(text: String? = nil, link: String? = nil) {
            self.text = text
            self.link = link
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                text: try container.decodeIfPresent(String.self, forKey: .text),
                link: try container.decodeIfPresent(String.self, forKey: .link))
        }
    }
}
