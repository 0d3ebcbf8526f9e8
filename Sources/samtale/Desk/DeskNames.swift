import ChatContract
import ChatCore

/// What the names in a desk file stand for: things of the file itself, else of the store.
struct DeskNames {
    private(set) var categories: [String: CategoryID] = [:]
    private(set) var priorities: [String: PriorityID] = [:]
    /// By path: `Shop/Shipping`.
    private(set) var folders: [String: FolderID] = [:]

    init(_ registry: ChannelRegistry) {
        for category in registry.categories.values.sorted(by: { $0.category > $1.category }) {
            categories[category.name] = category.category
        }
        for priority in registry.priorities.values.sorted(by: { $0.priority > $1.priority }) {
            priorities[priority.name] = priority.priority
        }
        for folder in registry.folders.values.sorted(by: { $0.folder > $1.folder }) where folder.kind == .faq {
            folders[registry.path(of: folder.folder)] = folder.folder
        }
    }

    init(_ registry: ChannelRegistry, _ desk: DeskFile) {
        self.init(registry)
        for item in desk.categories { categories[item.value.name] = item.value.category }
        for item in desk.priorities { priorities[item.value.name] = item.value.priority }
        for folder in desk.folders where folder.value.folder.kind == .faq {
            folders[folder.value.path] = folder.value.folder.folder
        }
    }
}

extension ChannelRegistry {
    /// A folder's name behind those of the folders that it is in.
    func path(of folder: FolderID) -> String {
        var names: [String] = []
        var next: FolderID? = folder
        while let id = next, let found = folders[id], names.count < 100 {
            names.insert(found.name, at: 0)
            next = found.parent
        }
        return names.joined(separator: "/")
    }
}
