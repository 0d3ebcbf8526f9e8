/// A text that agents send again and again. The body of `template.save`.
///
/// Variables in braces, such as `{visitor.name}`, are filled in when an agent inserts it (`template.render`).
public struct ReplyTemplate: Codable, Sendable, Equatable {
    public var template: TemplateID
    public var folder: FolderID?
    public var name: String
    /// At most 8,000 characters.
    public var text: String
    public var format: TextFormat
    public var language: String?
    /// Only published ones are offered to agents.
    public var published: Bool

    public init(
        template: TemplateID, folder: FolderID? = nil, name: String, text: String, format: TextFormat = .text,
        language: String? = nil, published: Bool = true
    ) {
        self.template = template
        self.folder = folder
        self.name = name
        self.text = text
        self.format = format
        self.language = language
        self.published = published
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            template: try container.decode(TemplateID.self, forKey: .template),
            folder: try container.decodeIfPresent(FolderID.self, forKey: .folder),
            name: try container.decode(String.self, forKey: .name),
            text: try container.decode(String.self, forKey: .text),
            format: try container.decode(forKey: .format, otherwise: .text),
            language: try container.decodeIfPresent(String.self, forKey: .language),
            published: try container.decode(forKey: .published, otherwise: true))
    }
}
