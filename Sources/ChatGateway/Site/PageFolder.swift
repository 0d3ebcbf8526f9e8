import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages, scripts and styles: files of one folder, each with an ETag of its content.
final class PageFolder: Sendable {
    struct File: Sendable {
        var content: ByteBuffer
        /// The same by gzip, where that is smaller.
        var compressed: ByteBuffer?
        var tag: String
        var contentType: String
        /// When the file was changed, so that pages can be worked on.
        var modifiedAt: Date
    }

    private let root: String
    /// Whether files may change while they are served.
    private let isLive: Bool
    private let files = Mutex([String: File]())

    init(_ root: String, isLive: Bool) {
        self.root = root
        self.isLive = isLive
    }

    /// Whether there is a folder to serve.
    var exists: Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: root, isDirectory: &isDirectory) && isDirectory
    }

    /// The file for a path such as `/desk/api.js`; `nil` when there is none, or the path is not a plain one.
    func file(_ path: String) -> File? {
        guard let name = Self.name(path), let contentType = Self.contentType(name) else { return nil }
        let full = root + "/" + name
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: full),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let modifiedAt = attributes[.modificationDate] as? Date
        else { return nil }
        if let file = files.withLock({ $0[name] }), !isLive || file.modifiedAt == modifiedAt { return file }
        guard var data = FileManager.default.contents(atPath: full) else { return nil }
        // Those who work on the pages see them as they wrote them.
        if !isLive, contentType.hasPrefix("text/javascript"), let script = String(data: data, encoding: .utf8) {
            data = Data(ScriptText.compact(script).utf8)
        }
        let digest = SHA256.hash(data: data).prefix(12).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let content = ByteBuffer(bytes: data)
        let file = File(
            content: content, compressed: Self.isText(contentType) ? Gzip.compressed(content) : nil,
            tag: "\"" + digest.joined() + "\"", contentType: contentType,
            modifiedAt: modifiedAt)
        files.withLock { $0[name] = file }
        return file
    }

    /// Only names of letters, digits, `-`, `_` and single dots inside: nothing leads out of the folder.
    private static func name(_ path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard !parts.isEmpty, parts.count <= 8 else { return nil }
        for part in parts {
            guard let first = part.utf8.first, first != UInt8(ascii: "."), part.utf8.count <= 80, !part.contains(".."),
                part.utf8.allSatisfy({ byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || byte == 0x2D || byte == 0x5F || byte == 0x2E
                })
            else { return nil }
        }
        return parts.joined(separator: "/")
    }

    /// Pictures and sounds are compressed as they are.
    private static func isText(_ contentType: String) -> Bool {
        contentType.hasSuffix("charset=utf-8") || contentType == "image/svg+xml"
    }

    private static func contentType(_ name: String) -> String? {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json", "webmanifest": "application/json; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "ico": "image/vnd.microsoft.icon"
        case "woff2": "font/woff2"
        case "mp3": "audio/mpeg"
        case "ogg": "audio/ogg"
        case "wav": "audio/wav"
        default: nil
        }
    }
}
