import ChatContract
import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files in a folder of this machine, or of a file system that several gateways see: `<ab>/<session>/<file>`, where `ab` is
/// what the session's id begins with. No name comes from outside.
///
/// Besides: `incoming/` with what is being written, and `store`, which says whose sessions they are.
struct FolderStore: FileStore {
    let path: String

    private static let incoming = "incoming"

    private func folder(of session: SessionID) -> String {
        let name = session.description
        return "\(path)/\(name.prefix(2))/\(name)"
    }

    private func path(of file: FileGet) -> String { "\(folder(of: file.session))/\(file.file)" }

    func begin(_ file: FileGet, size: Int64?) async throws(FileStoreError) -> any FileDraft {
        var generator = SystemRandomNumberGenerator()
        let name = (0..<2).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }.joined()
        let temporary = "\(path)/\(Self.incoming)/\(name)"
        let (target, folder) = (path(of: file), folder(of: file.session))
        return try await DiskThreads.run { [path] () throws(FileStoreError) in
            try Self.makeFolder("\(path)/\(Self.incoming)")
            let file = try Disk.check("\(temporary) cannot be made") {
                Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            }
            return FolderDraft(file, at: temporary, for: target, in: folder)
        }
    }

    func open(_ file: FileGet) async throws(FileStoreError) -> (any StoredFile)? {
        let path = path(of: file)
        return try await DiskThreads.run { () throws(FileStoreError) in try FolderFile(path) }
    }

    func remove(_ file: FileGet) async throws(FileStoreError) {
        let (path, folder) = (path(of: file), folder(of: file.session))
        try await DiskThreads.run { () throws(FileStoreError) in
            if unlink(path) != 0, errno != ENOENT { throw Disk.failure("\(path) cannot be removed") }
            // Goes with the session's last file.
            _ = rmdir(folder)
        }
    }

    func pages(olderThan age: Duration, of size: Int) -> AsyncThrowingStream<[FileGet], any Error> {
        let path = path
        let folders = AsyncThrowingStream<[FileGet], any Error>.makeStream()
        let work = Task {
            do throws(FileStoreError) {
                let before = Disk.now - Int(age.components.seconds)
                for first in try await DiskThreads.run({ () throws(FileStoreError) in try Disk.names(in: path) })
                where first.utf8.count == 2 {
                    guard !Task.isCancelled else { break }
                    var files = try await DiskThreads.run { () throws(FileStoreError) in
                        try Self.files(in: "\(path)/\(first)", before: before)
                    }[...]
                    while !files.isEmpty {
                        folders.continuation.yield(Array(files.prefix(size)))
                        files = files.dropFirst(size)
                    }
                }
                folders.continuation.finish()
            } catch {
                folders.continuation.finish(throwing: error)
            }
        }
        folders.continuation.onTermination = { _ in work.cancel() }
        return folders.stream
    }

    /// What lies in the folders of sessions there.
    private static func files(in folder: String, before: Int) throws(FileStoreError) -> [FileGet] {
        var files: [FileGet] = []
        for name in try Disk.names(in: folder) {
            guard let session = SessionID(name) else { continue }
            for name in try Disk.names(in: "\(folder)/\(session)") {
                guard let file = FileID(name), let at = Disk.modified("\(folder)/\(session)/\(file)"), at < before
                else { continue }
                files.append(FileGet(session: session, file: file))
            }
        }
        return files
    }

    func removeUnfinished(olderThan age: Duration) async throws(FileStoreError) {
        let folder = "\(path)/\(Self.incoming)"
        let before = Disk.now - Int(age.components.seconds)
        try await DiskThreads.run { () throws(FileStoreError) in
            for name in try Disk.names(in: folder) {
                guard let at = Disk.modified("\(folder)/\(name)"), at < before else { continue }
                _ = unlink("\(folder)/\(name)")
            }
        }
    }

    func belongs(to store: StoreID) async throws(FileStoreError) -> Bool {
        let path = path
        return try await DiskThreads.run { () throws(FileStoreError) in
            try Self.makeFolder(path)
            // Written aside first: whoever looks meanwhile must not find half of it.
            let aside = "\(path)/store-\(UInt64.random(in: .min ... .max))"
            try Disk.write("\(store)\n", to: aside)
            defer { unlink(aside) }
            if link(aside, "\(path)/store") != 0, errno != EEXIST {
                throw Disk.failure("\(path)/store cannot be made")
            }
            return try Disk.text(of: "\(path)/store") == "\(store)\n"
        }
    }

    func check() async throws(FileStoreError) {
        let path = path
        try await DiskThreads.run { () throws(FileStoreError) in
            try Self.makeFolder("\(path)/\(Self.incoming)")
            let file = "\(path)/\(Self.incoming)/check-\(UInt64.random(in: .min ... .max))"
            defer { _ = unlink(file) }
            try Disk.write("samtale", to: file)
        }
    }

    /// Makes a folder and those above it, each of them on disk.
    static func makeFolder(_ path: String) throws(FileStoreError) {
        guard mkdir(path, 0o700) != 0 else { return try Disk.sync(folder: Disk.parent(of: path)) }
        switch errno {
        case EEXIST: return
        case ENOENT:
            let parent = Disk.parent(of: path)
            guard parent != path else { throw Disk.failure("\(path) cannot be made") }
            try makeFolder(parent)
            try makeFolder(path)
        default: throw Disk.failure("the folder \(path) cannot be made")
        }
    }
}
