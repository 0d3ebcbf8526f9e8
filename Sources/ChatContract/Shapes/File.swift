/// A file that visitor or agent shared: what readers know of it; its bytes are the gateway's (contract, "File").
public struct File: Codable, Sendable, Equatable {
    /// The size of an image in pixels.
    public struct Image: Codable, Sendable, Equatable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    public var file: FileID
    /// As its owner called it, without a path.
    public var name: String
    /// In bytes.
    public var size: Int64
    /// What it is by its first bytes, not by what was claimed.
    public var contentType: String
    public var image: Image?
    /// Who shared it; in a command the worker puts in the actor.
    public var by: ActorKind

    public init(
        file: FileID, name: String, size: Int64, contentType: String, image: Image? = nil, by: ActorKind = .visitor
    ) {
        self.file = file
        self.name = name
        self.size = size
        self.contentType = contentType
        self.image = image
        self.by = by
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            file: try container.decode(FileID.self, forKey: .file),
            name: try container.decode(String.self, forKey: .name),
            size: try container.decode(Int64.self, forKey: .size),
            contentType: try container.decode(String.self, forKey: .contentType),
            image: try container.decodeIfPresent(Image.self, forKey: .image),
            by: try container.decode(forKey: .by, otherwise: .visitor))
    }
}
