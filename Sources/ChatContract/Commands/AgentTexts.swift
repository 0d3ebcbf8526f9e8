/// The body of `template.remove`.
public struct TemplateReference: Codable, Sendable, Equatable {
    public var template: TemplateID

    public init(template: TemplateID) {
        self.template = template
    }
}

/// The body of `template.list`.
public struct TemplateList: Codable, Sendable, Equatable {
    public var folder: FolderID?
    /// Stands in the name or the text.
    public var text: String?
    /// At most 200; 50 unless told.
    public var limit: Int?
    public var cursor: String?

    public init(folder: FolderID? = nil, text: String? = nil) {
        self.folder = folder
        self.text = text
    }
}

/// The body of `template.render`: the text with its variables filled in for a session.
public struct TemplateRender: Codable, Sendable, Equatable {
    public var template: TemplateID
    public var session: SessionID

    public init(template: TemplateID, session: SessionID) {
        self.template = template
        self.session = session
    }
}

/// The body of `quickReply.remove`.
public struct QuickReplyReference: Codable, Sendable, Equatable {
    public var quickReply: QuickReplyID

    public init(quickReply: QuickReplyID) {
        self.quickReply = quickReply
    }
}

/// The body of `favourite.set`.
public struct FavouriteSet: Codable, Sendable, Equatable {
    public var kind: Shortcut.Kind
    public var id: String
    public var favourite: Bool

    public init(kind: Shortcut.Kind, id: String, favourite: Bool) {
        self.kind = kind
        self.id = id
        self.favourite = favourite
    }
}

/// The body of `history.add`: the agent used it just now.
public struct HistoryAdd: Codable, Sendable, Equatable {
    public var kind: Shortcut.Kind
    public var id: String

    public init(kind: Shortcut.Kind, id: String) {
        self.kind = kind
        self.id = id
    }
}

/// The body of `shortcut.list`.
public struct ShortcutList: Codable, Sendable, Equatable {
    public var kind: Shortcut.Kind

    public init(kind: Shortcut.Kind) {
        self.kind = kind
    }
}
