import ChatContract
import Crypto

/// Identifiers of what people name in a desk file: the same name is the same thing, however often it is applied.
enum DeskIdentifier {
    /// A folder of a kind: folders of different kinds may have the same name.
    static func folder(_ path: [String], _ kind: Folder.Kind) -> FolderID {
        switch kind {
        case .faq: make("folder", path)
        case .template: make("templateFolder", path)
        }
    }

    /// - Parameters:
    ///   - kind: what it is: `category`, `priority`, `folder`, `faq`.
    ///   - path: its name, behind those of what it is in.
    static func make<Kind>(_ kind: String, _ path: [String]) -> Identifier<Kind> {
        // Names hold no NUL, so no two paths are the same text.
        let text = (["samtale", kind] + path).joined(separator: "\0")
        return Identifier(digest: SHA256.hash(data: Array(text.utf8)))
    }
}
