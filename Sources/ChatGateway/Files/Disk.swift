#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The calls of the system that a folder of files needs, with errors that say what failed.
enum Disk {
    static func failure(_ what: String) -> FileStoreError {
        let code: FileStoreError.Code = errno == ENOSPC || errno == EDQUOT ? .full : .failed
        return FileStoreError(code, "\(what): \(String(cString: strerror(errno)))")
    }

    /// Calls something that says -1 when it fails.
    static func check(_ what: @autoclosure () -> String, _ call: () -> Int32) throws(FileStoreError) -> Int32 {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw failure(what()) }
        }
    }

    static func write(
        _ bytes: some Collection<UInt8>, to file: Int32, _ path: String
    ) throws(FileStoreError) {
        var isDone = false
        bytes.withContiguousStorageIfAvailable { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                let written = Glibc.write(file, rest.baseAddress, rest.count)
                if written < 0, errno != EINTR { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, written)))
            }
            isDone = true
        }
        guard isDone else { throw failure("\(path) cannot be written") }
    }

    /// Has what was written to a file put on disk already, without waiting for it. When much of it waits for the end, all
    /// others who need the disk then wait too, the store before all.
    static func beginSync(_ file: Int32) {
        #if canImport(Glibc)
            // Linux begins to write at once what it is told is not needed.
            _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        #endif
    }

    /// Writes a small file, on disk when this returns.
    static func write(_ text: String, to path: String) throws(FileStoreError) {
        let file = try check("\(path) cannot be made") { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        defer { _ = close(file) }
        try write(Array(text.utf8), to: file, path)
        _ = try check("\(path) cannot be written") { fsync(file) }
    }

    /// A small file's text; empty when there is none.
    static func text(of path: String) throws(FileStoreError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return "" }
            throw failure("\(path) cannot be read")
        }
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw failure("\(path) cannot be read") }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// The names in a folder; none when there is no such folder.
    static func names(in folder: String) throws(FileStoreError) -> [String] {
        guard let listing = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw failure("\(folder) cannot be read")
        }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// When a file was last written to, in seconds since 1970; `nil` when there is none.
    static func modified(_ path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        #if canImport(Glibc)
            return Int(status.st_mtim.tv_sec)
        #else
            return Int(status.st_mtimespec.tv_sec)
        #endif
    }

    static var now: Int { Int(time(nil)) }

    /// The folder that something is in.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Has the names in a folder on disk when it returns.
    static func sync(folder: String) throws(FileStoreError) {
        let file = try check("\(folder) cannot be opened") { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { _ = close(file) }
        // Some file systems do not know this of folders.
        guard fsync(file) == 0 || errno == EINVAL else { throw failure("\(folder) cannot be written") }
    }

    /// Whether two files have the same content.
    static func areEqual(_ left: String, _ right: String) throws(FileStoreError) -> Bool {
        var files: [Int32] = []
        defer { for file in files { _ = close(file) } }
        for path in [left, right] {
            files.append(try check("\(path) cannot be read") { open(path, O_RDONLY | O_CLOEXEC) })
        }
        var buffers = [[UInt8]](repeating: [UInt8](repeating: 0, count: 1 << 16), count: 2)
        while true {
            var counts = [0, 0]
            for index in 0..<2 {
                // Short reads would look like a difference.
                while counts[index] < buffers[index].count {
                    let from = counts[index]
                    let got = buffers[index].withUnsafeMutableBytes { bytes in
                        read(files[index], bytes.baseAddress?.advanced(by: from), bytes.count - from)
                    }
                    if got < 0 { throw failure("\(index == 0 ? left : right) cannot be read") }
                    if got == 0 { break }
                    counts[index] += got
                }
            }
            guard counts[0] == counts[1] else { return false }
            // As a whole: slices of arrays are compared byte by byte.
            let areSame = buffers[0].withUnsafeBytes { left in
                buffers[1].withUnsafeBytes { right in
                    guard let left = left.baseAddress, let right = right.baseAddress else { return false }
                    return memcmp(left, right, counts[0]) == 0
                }
            }
            guard areSame else { return false }
            if counts[0] < buffers[0].count { return true }
        }
    }
}
