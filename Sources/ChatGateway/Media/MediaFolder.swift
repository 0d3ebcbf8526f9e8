import ChatContract

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The uploaded logos and photos: files with random names in one folder, which gateways may share.
struct MediaFolder: Sendable {
    let path: String

    /// How large a picture may be.
    static let limit = 1 << 20

    struct File: Sendable {
        var content: [UInt8]
        var kind: ImageKind
    }

    /// Keeps a picture.
    ///
    /// - Returns: Its name, such as `f3…9a.png`.
    /// - Throws: ``Refusal`` `illegalFileType`, `tooLarge`, or `internal` where it cannot be written.
    func keep(_ content: [UInt8]) throws(Refusal) -> String {
        guard content.count <= Self.limit else {
            throw Refusal(.tooLarge, "a picture has at most \(Self.limit) bytes; this one has \(content.count)")
        }
        guard let kind = ImageKind(content) else {
            throw Refusal(.illegalFileType, "this is no PNG, JPEG, GIF or WebP picture; SVG is not taken")
        }
        var generator = SystemRandomNumberGenerator()
        let name =
            (0..<16).map { _ in
                let byte = UInt8.random(in: 0...255, using: &generator)
                return (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined() + "." + kind.rawValue
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(content).write(to: URL(filePath: path + "/" + name), options: .atomic)
        } catch {
            throw Refusal(.internal, "the picture could not be stored: the gateway cannot write to gateway.media")
        }
        return name
    }

    /// The picture of this name; `nil` when there is none.
    func file(_ name: String) -> File? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let kind = ImageKind(rawValue: String(parts[1]))
        else { return nil }
        let full = path + "/" + name
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: full),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let content = FileManager.default.contents(atPath: full), content.count <= Self.limit
        else { return nil }
        return File(content: Array(content), kind: kind)
    }
}
