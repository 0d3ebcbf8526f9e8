import ChatContract
import ChatCore

/// Folders by their path (`Shop/Shipping`), those that a file names for the first time included.
struct FolderPaths {
    private let kind: Folder.Kind
    private var known: [String: FolderID] = [:]
    /// Each behind those that it is in.
    private(set) var made: [(folder: Folder, path: String)] = []

    init(_ kind: Folder.Kind, _ registry: ChannelRegistry) {
        self.kind = kind
        for folder in registry.folders.values.sorted(by: { $0.folder > $1.folder }) where folder.kind == kind {
            known[registry.path(of: folder.folder)] = folder.folder
        }
    }

    /// The folder at a path, made where there is none; `nil` for an empty path.
    mutating func folder(at path: String) -> FolderID? {
        var parent: FolderID?
        var names: [String] = []
        for part in path.split(separator: "/") {
            let name = part.trimmingSpaces
            guard !name.isEmpty else { continue }
            names.append(name)
            let place = names.joined(separator: "/")
            if let id = known[place] {
                parent = id
                continue
            }
            let folder = Folder(
                folder: DeskIdentifier.folder(names, kind), kind: kind, name: name, parent: parent)
            made.append((folder, place))
            known[place] = folder.folder
            parent = folder.folder
        }
        return parent
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
