/// Where the contents of the directory's documents are, for agents who send them to visitors as files.
public struct DocumentConfiguration: Sendable, Equatable {
    /// What relative paths are below; `nil` where there are none.
    public var folder: String?
    /// From where documents are fetched. Nothing else is.
    public var origins: [DocumentOrigin]
    /// What lets the gateway in there (`Authorization: Bearer …`).
    public var token: String?

    public init(folder: String? = nil, origins: [DocumentOrigin] = [], token: String? = nil) {
        self.folder = folder
        self.origins = origins
        self.token = token
    }
}
