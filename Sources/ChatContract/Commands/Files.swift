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

/// The body of `file.get`, a file that was shared in a session; and of `file.check`, one that is to be.
public struct FileGet: Codable, Sendable, Hashable {
    public var session: SessionID
    public var file: FileID

    public init(session: SessionID, file: FileID) {
        self.session = session
        self.file = file
    }
}

/// What `file.check` tells a gateway before it takes an upload.
public struct FileAdmission: Codable, Sendable, Equatable {
    /// The file is there already: the upload is a repeat.
    public struct Shared: Codable, Sendable, Equatable {
        /// The number of the event that showed it.
        public var seq: Int64
        public var file: File

        public init(seq: Int64, file: File) {
            self.seq = seq
            self.file = file
        }
    }

    /// Where the session is now: where `file.share` goes.
    public var channel: ChannelHandle
    public var shared: Shared?

    public init(channel: ChannelHandle, shared: Shared? = nil) {
        self.channel = channel
        self.shared = shared
    }
}

/// The body of `file.kept`: which of these are still shared and not erased. What is not named in the answer may go.
public struct FilesKept: Codable, Sendable, Equatable {
    /// How many are asked for at once.
    public static let limit = 200

    public var files: [FileGet]

    public init(files: [FileGet]) {
        self.files = files
    }
}

/// What `file.kept` answers.
public struct KeptFiles: Codable, Sendable, Equatable {
    /// Which store says so: whoever keeps files for another one must not listen.
    public var store: StoreID
    public var files: [FileGet]

    public init(store: StoreID, files: [FileGet]) {
        self.store = store
        self.files = files
    }
}
