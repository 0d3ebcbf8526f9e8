/// The body of `files.allow`: whether the visitor may send files in this session.
public struct FilesAllow: Codable, Sendable, Equatable {
    public var session: SessionID
    public var allowed: Bool

    public init(session: SessionID, allowed: Bool) {
        self.session = session
        self.allowed = allowed
    }
}

/// The body of `file.share`: the file is uploaded, now the other side is told.
public struct FileShare: Codable, Sendable, Equatable {
    public var session: SessionID
    public var file: File

    public init(session: SessionID, file: File) {
        self.session = session
        self.file = file
    }
}

/// The body of `file.refuse`: a gateway did not take a visitor's file.
public struct FileRefuse: Codable, Sendable, Equatable {
    public enum Reason: String, Codable, Sendable, CaseIterable { case type, size, notAllowed }

    public var session: SessionID
    public var name: String
    public var reason: Reason

    public init(session: SessionID, name: String, reason: Reason) {
        self.session = session
        self.name = name
        self.reason = reason
    }
}

/// The body of `file.get`: a file that was shared in a session.
public struct FileGet: Codable, Sendable, Equatable {
    public var session: SessionID
    public var file: FileID

    public init(session: SessionID, file: FileID) {
        self.session = session
        self.file = file
    }
}
