import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is being written aside, in the same file system as its place.
final class FolderDraft: FileDraft {
    private let temporary: String
    private let target: String
    private let folder: String
    /// `nil` once it is over.
    private let file: Mutex<Int32?>

    init(_ file: Int32, at temporary: String, for target: String, in folder: String) {
        self.file = Mutex(file)
        self.temporary = temporary
        self.target = target
        self.folder = folder
    }

    deinit { close() }

    private func close() {
        file.withLock { file in
            if let open = file { _ = Glibc.close(open) }
            file = nil
        }
    }

    func write(_ bytes: ByteBuffer) async throws(FileStoreError) {
        try await DiskThreads.run { [self] () throws(FileStoreError) in
            guard let file = file.withLock({ $0 }) else { throw FileStoreError(.failed, "\(temporary) is over") }
            try Disk.write(bytes.readableBytesView, to: file, temporary)
            Disk.beginSync(file)
        }
    }

    func finish() async throws(FileStoreError) {
        try await DiskThreads.run { [self] () throws(FileStoreError) in
            defer {
                close()
                _ = unlink(temporary)
            }
            guard let file = file.withLock({ $0 }) else { throw FileStoreError(.failed, "\(temporary) is over") }
            _ = try Disk.check("\(temporary) cannot be written") { fsync(file) }
            try put()
            try Disk.sync(folder: folder)
        }
    }

    /// A link, and no renaming: that would take the place of what is there.
    private func put() throws(FileStoreError) {
        // A session's folder goes with its last file, perhaps just now.
        for _ in 0..<5 {
            try FolderStore.makeFolder(folder)
            if link(temporary, target) == 0 { return }
            switch errno {
            case ENOENT: continue
            case EEXIST:
                guard try Disk.areEqual(temporary, target) else {
                    throw FileStoreError(.conflict, "another content is at \(target)")
                }
                return
            default: throw Disk.failure("\(target) cannot be made")
            }
        }
        throw FileStoreError(.failed, "\(target) cannot be made: its folder goes away each time")
    }

    func discard() async {
        try? await DiskThreads.run { [self] () throws(FileStoreError) in
            close()
            _ = unlink(temporary)
        }
    }
}
