/// An entry of the FAQ that everybody may read, as its page shows it. The result of `faq.get`.
public struct FAQPage: Codable, Sendable, Equatable {
    public var entry: FAQEntryID
    public var title: String
    /// The text as HTML that is safe to show: only what messages may hold.
    public var html: String
    /// Where the whole entry stands, if not on this page.
    public var url: String?
    public var language: String?
    /// The name of the folder that it is in.
    public var folder: String?
    /// Others of this folder, at most 20.
    public var others: [FAQSuggestion]

    public init(
        entry: FAQEntryID, title: String, html: String, url: String? = nil, language: String? = nil,
        folder: String? = nil, others: [FAQSuggestion] = []
    ) {
        self.entry = entry
        self.title = title
        self.html = html
        self.url = url
        self.language = language
        self.folder = folder
        self.others = others
    }
}
