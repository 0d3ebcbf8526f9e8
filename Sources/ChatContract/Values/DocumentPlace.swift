/// Where the content of a document is, as the `url` of its ``DirectoryRecord`` says.
public enum DocumentPlace: Sendable, Equatable {
    /// An `https://` or `http://` address.
    case address(String)
    /// A file below the gateways' folder of documents: the names on the way to it, taken as they are. None is empty,
    /// `.` or `..`.
    case file([String])

    /// - Returns: `nil` when it is neither: with another scheme, from the root on, or leading out of the folder.
    public init?(_ url: String) {
        if url.hasPrefix("https://") || url.hasPrefix("http://") {
            self = .address(url)
            return
        }
        let names = url.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // A colon in the first name would make it a scheme, and a backslash would be Windows' sign between names.
        guard let first = names.first, !first.contains(":"), !url.contains("\\"),
            names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }),
            url.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        self = .file(names)
    }
}
