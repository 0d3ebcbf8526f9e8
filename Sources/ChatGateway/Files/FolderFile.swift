import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file of a folder, open for reading; it stays readable when it is removed meanwhile.
final class FolderFile: StoredFile {
    let size: Int64
    private let file: Int32
    private let path: String
    private let offset = Mutex<Int64>(0)

    private static let readLength = 128 * 1024

    /// - Returns: `nil` when there is no such file.
    convenience init?(_ path: String) throws(FileStoreError) {
        let file = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Disk.failure("\(path) cannot be opened")
        }
        self.init(file, at: path)
    }

    /// Takes what is open already.
    ///
    /// - Returns: `nil` when it is no regular file; it is closed then.
    init?(_ file: Int32, at path: String) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            _ = close(file)
            return nil
        }
        size = Int64(status.st_size)
        self.file = file
        self.path = path
    }

    deinit { _ = close(file) }

    func next() async throws(FileStoreError) -> ByteBuffer? {
        let from = offset.withLock { $0 }
        guard from < size else { return nil }
        // Not more than was told: somebody may be writing to it.
        let bytes = try await read(from: from, count: Int(min(Int64(Self.readLength), size - from)))
        guard bytes.readableBytes > 0 else { throw FileStoreError(.failed, "\(path) has become shorter") }
        offset.withLock { $0 = from + Int64(bytes.readableBytes) }
        return bytes
    }

    private func read(from offset: Int64, count: Int) async throws(FileStoreError) -> ByteBuffer {
        try await DiskThreads.run { [self] () throws(FileStoreError) in
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            while buffer.readableBytes < count {
                let at = off_t(offset) + off_t(buffer.readableBytes)
                let left = count - buffer.readableBytes
                var isBroken = false
                let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: left) { bytes in
                    let got = pread(file, bytes.baseAddress, min(left, bytes.count), at)
                    isBroken = got < 0
                    return max(0, got)
                }
                if isBroken { throw Disk.failure("\(path) cannot be read") }
                if got == 0 { break }
            }
            return buffer
        }
    }
}
