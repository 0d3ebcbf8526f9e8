import ChatContract

/// What of the FAQ everybody may read, by folder, each in the order in which it was written.
struct FAQIndex: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        /// The folder's path, such as `Shop / Shipping`; empty for entries that are in none.
        var path: String
        var entries: [FAQEntry]
    }

    let parts: [Part]

    init(_ entries: [FAQEntry], folders: [Folder]) {
        let known = Dictionary(folders.map { ($0.folder, $0) }, uniquingKeysWith: { first, _ in first })
        let shown = entries.filter { $0.published && $0.public }
        parts = Dictionary(grouping: shown) { Self.path(of: $0.folder, known) }
            .map { Part(path: $0.key, entries: $0.value) }
            .sorted { $0.path < $1.path }
    }

    private static func path(of folder: FolderID?, _ known: [FolderID: Folder]) -> String {
        var names: [String] = []
        var next = folder
        // Folders that stand in one another, which the worker does not let in, would never end.
        while let id = next, names.count < 32, let found = known[id] {
            names.insert(found.name, at: 0)
            next = found.parent
        }
        return names.joined(separator: " / ")
    }
}
