#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of documents, which others fill. Only regular files below it are opened: each name on the way is looked up in
/// the folder before it, and no symbolic link is followed, whatever is changed meanwhile.
public struct DocumentFolder: Sendable {
    let path: String

    public init(path: String) {
        self.path = path
    }

    /// - Returns: `nil` when there is no such file, or something else in its place.
    func open(_ names: [String]) async throws(FileStoreError) -> FolderFile? {
        let path = path
        return try await DiskThreads.run { () throws(FileStoreError) in
            guard let file = names.last else { return nil }
            var folder = try Self.root(path)
            defer { _ = close(folder) }
            for name in names.dropLast() {
                let next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard next >= 0 else { return try Self.missing("\(path)/…/\(name)") }
                _ = close(folder)
                folder = next
            }
            // Without waiting: what is there may be a pipe.
            let opened = openat(folder, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard opened >= 0 else { return try Self.missing("\(path)/\(names.joined(separator: "/"))") }
            return FolderFile(opened, at: "\(path)/\(names.joined(separator: "/"))")
        }
    }

    /// Why nothing can be read there; `nil` when all is well.
    public func problem() -> String? {
        do throws(FileStoreError) {
            _ = close(try Self.root(path))
            return nil
        } catch {
            return error.detail
        }
    }

    private static func root(_ path: String) throws(FileStoreError) -> Int32 {
        try Disk.check("the folder \(path) cannot be opened") { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }

    /// What is not there, or is a link, is no file; what may not be read is a mistake that somebody mends.
    private static func missing(_ path: String) throws(FileStoreError) -> FolderFile? {
        switch errno {
        case ENOENT, ENOTDIR, ELOOP, ENXIO, ENAMETOOLONG: return nil
        default: throw Disk.failure("\(path) cannot be opened")
        }
    }
}
