/// A question that is asked often, with its answer. The body of `faq.save`.
public struct FAQEntry: Codable, Sendable, Equatable {
    public var entry: FAQEntryID
    public var folder: FolderID?
    public var title: String
    /// Text, or the HTML that messages may hold.
    public var text: String
    /// Words that visitors use for it and that do not stand in it: searched, shown to no visitor.
    public var keywords: String?
    /// Where the whole entry stands, if not on the system's own page.
    public var url: String?
    public var language: String?
    /// Suggested only when both hold.
    public var published: Bool
    public var `public`: Bool

    public init(
        entry: FAQEntryID, folder: FolderID? = nil, title: String, text: String, keywords: String? = nil,
        url: String? = nil,
        language: String? = nil, published: Bool = true, public isPublic: Bool = true
    ) {
        self.entry = entry
        self.folder = folder
        self.title = title
        self.text = text
        self.keywords = keywords
        self.url = url
        self.language = language
        self.published = published
        self.public = isPublic
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            entry: try container.decode(FAQEntryID.self, forKey: .entry),
            folder: try container.decodeIfPresent(FolderID.self, forKey: .folder),
            title: try container.decode(String.self, forKey: .title),
            text: try container.decode(String.self, forKey: .text),
            keywords: try container.decodeIfPresent(String.self, forKey: .keywords),
            url: try container.decodeIfPresent(String.self, forKey: .url),
            language: try container.decodeIfPresent(String.self, forKey: .language),
            published: try container.decode(forKey: .published, otherwise: true),
            public: try container.decode(forKey: .public, otherwise: true))
    }
}

/// An entry as a visitor is shown it: its title and where the rest stands.
public struct FAQSuggestion: Codable, Sendable, Equatable {
    public var id: FAQEntryID
    public var title: String
    public var url: String?

    public init(id: FAQEntryID, title: String, url: String? = nil) {
        self.id = id
        self.title = title
        self.url = url
    }
}

/// A place for texts, within another one or at the top. The body of `folder.save`.
public struct Folder: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case faq, template }

    public var folder: FolderID
    public var kind: Kind
    public var name: String
    public var parent: FolderID?

    public init(folder: FolderID, kind: Kind, name: String, parent: FolderID? = nil) {
        self.folder = folder
        self.kind = kind
        self.name = name
        self.parent = parent
    }
}
