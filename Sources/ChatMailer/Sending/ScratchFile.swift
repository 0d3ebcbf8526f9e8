import Foundation

/// A file of this process's own, which only it can read.
struct ScratchFile {
    enum Failure: Error { case cannotBeMade(String) }

    let handle: FileHandle
    /// `nil`: it has no name any more and is gone when it is closed.
    let path: String?

    /// - Parameters:
    ///   - content: what stands in it; reading begins at its start.
    ///   - isNamed: whether others are to open it by name; ``remove()`` removes it.
    init(_ content: some Collection<UInt8>, isNamed: Bool = false) throws {
        let name = FileManager.default.temporaryDirectory.appending(path: Self.prefix + UUID().uuidString).path
        let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.cannotBeMade("\(name): \(String(cString: strerror(errno)))") }
        if !isNamed { unlink(name) }
        path = isNamed ? name : nil
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(content))
            try handle.seek(toOffset: 0)
        } catch {
            if isNamed { unlink(name) }
            throw error
        }
    }

    /// The first 64 KiB.
    func text() throws -> String {
        try handle.seek(toOffset: 0)
        return String(decoding: try handle.read(upToCount: 65_536) ?? Data(), as: UTF8.self)
    }

    func remove() {
        if let path { unlink(path) }
    }

    /// Removes what killed mailers left: mails are nothing that should lie about.
    ///
    /// - Parameter age: from which on nobody can be using a file any more.
    static func removeLeftovers(in folder: URL = FileManager.default.temporaryDirectory, olderThan age: Duration) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = folder.appending(path: name).path
            let written = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            guard let written, Duration.seconds(Date().timeIntervalSince(written)) > age else { continue }
            unlink(path)
        }
    }

    private static let prefix = "samtale-mail-"
}
