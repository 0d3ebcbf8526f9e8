import ChatContract

/// What administrators keep for all channels: folders, the FAQ, categories and priorities of requests.
extension Control {
    mutating func save(_ folder: Folder, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(folder.name, 255, "name")
        if let current = registry.folders[folder.folder], current.kind != folder.kind {
            throw Refusal(.conflict, "the folder is for \(current.kind.rawValue) and stays so", field: "kind")
        }
        var above = folder.parent
        while let id = above {
            guard id != folder.folder else {
                throw Refusal(.invalidField, "a folder cannot be inside itself", field: "parent")
            }
            guard let parent = registry.folders[id], parent.kind == folder.kind else {
                throw Refusal(.notFound, "there is no folder \(id) of this kind", field: "parent")
            }
            above = parent.parent
        }
        guard registry.folders[folder.folder] != folder else { return }
        registry.folders[folder.folder] = folder
        note(.folderSaved(folder))
    }

    mutating func remove(_ body: FolderReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        guard registry.folders[body.folder] != nil else {
            throw Refusal(.notFound, "there is no folder \(body.folder)", field: "folder")
        }
        if let inside = registry.folders.values.filter({ $0.parent == body.folder }).map(\.name).min() {
            throw Refusal(.conflict, "the folder \"\(inside)\" is inside; remove it first", field: "folder")
        }
        let users = registry.channels.values.filter { $0.faqSuggestions.folder == body.folder }.map(\.channel)
        if let channel = users.min() {
            throw Refusal(
                .conflict, "the channel \(channel) suggests entries of it; change that first", field: "folder")
        }
        registry.folders[body.folder] = nil
        note(.folderRemoved(body.folder))
    }

    mutating func save(_ entry: FAQEntry, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(entry.title, 255, "title")
        try FieldRules.text(entry.text, 32_000, "text")
        try FieldRules.limit(entry.keywords, 1024, "keywords")
        try FieldRules.language(entry.language)
        try entry.url.map(FieldRules.link)
        if let folder = entry.folder, registry.folders[folder]?.kind != .faq {
            throw Refusal(.notFound, "there is no folder \(folder) for the FAQ", field: "folder")
        }
        note(.faqSaved(entry))
    }

    mutating func remove(_ body: FAQEntryReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        note(.faqRemoved(body.entry))
    }

    mutating func save(_ category: RequestCategory, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(category.name, 255, "name")
        guard registry.categories[category.category] != category else { return }
        registry.categories[category.category] = category
        note(.categorySaved(category))
    }

    mutating func remove(_ body: CategoryReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        guard registry.categories[body.category] != nil else {
            throw Refusal(.notFound, "there is no category \(body.category)", field: "category")
        }
        let users = registry.channels.values.filter { $0.offlineForm.category == body.category }.map(\.channel)
        if let channel = users.min() {
            throw Refusal(.conflict, "the channel \(channel) uses this category; change that first", field: "category")
        }
        registry.categories[body.category] = nil
        note(.categoryRemoved(body.category))
    }

    mutating func save(_ priority: RequestPriority, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(priority.name, 255, "name")
        guard registry.priorities[priority.priority] != priority else { return }
        registry.priorities[priority.priority] = priority
        note(.prioritySaved(priority))
    }

    mutating func remove(_ body: PriorityReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        guard registry.priorities[body.priority] != nil else {
            throw Refusal(.notFound, "there is no priority \(body.priority)", field: "priority")
        }
        let users = registry.channels.values.filter { $0.offlineForm.priority == body.priority }.map(\.channel)
        if let channel = users.min() {
            throw Refusal(.conflict, "the channel \(channel) uses this priority; change that first", field: "priority")
        }
        registry.priorities[body.priority] = nil
        note(.priorityRemoved(body.priority))
    }
}
