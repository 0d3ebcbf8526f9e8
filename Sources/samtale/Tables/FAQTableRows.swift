import ChatContract

/// From a table to entries of the FAQ.
struct FAQTableRows {
    static let columns = ["id", "folder", "title", "text", "keywords", "url", "language", "published", "public"]

    /// The entries of a file, against what is there.
    ///
    /// A row with an `id` is that entry. Without one it is the entry with its title in its folder, or a new one. What
    /// the file has no column for stays as it is; an empty cell takes a text away.
    ///
    /// - Throws: ``CommandFailure`` with every mistake and its line.
    static func steps(_ file: TableFile, _ state: DeskState) throws -> [ControlTransaction.Step] {
        var problems: [DeskProblem] = []
        var folders = FolderPaths(.faq, state.registry)
        var byTitle: [[String]: FAQEntry] = [:]
        for entry in state.entries.values { byTitle[[entry.folder?.description ?? "", entry.title]] = entry }
        var lines: [FAQEntryID: Int] = [:]
        var steps: [ControlTransaction.Step] = []
        try file.forEach(required: ["title", "text"], &problems) { record, problems in
            let before = problems.count
            let path = record["folder"] ?? ""
            let folder = folders.folder(at: path)
            let title = record.text("title", atMost: 255, &problems)
            let text = record.text("text", atMost: 32_000, &problems)
            var current: FAQEntry?
            var id: FAQEntryID?
            if let given = record["id"], !given.isEmpty {
                id = FAQEntryID(given.lowercased())
                if id == nil { problems.append(DeskProblem(record.line, "id is \"\(given.prefix(60))\", no UUID")) }
                current = id.flatMap { state.entries[$0] }
            } else if let title {
                current = byTitle[[folder?.description ?? "", title]]
                id = current?.entry ?? DeskIdentifier.make("faq", path.split(separator: "/").map(String.init) + [title])
            }
            if let url = record["url"], !url.isEmpty, !(url.hasPrefix("https://") || url.hasPrefix("/")) {
                problems.append(DeskProblem(record.line, "url is \"\(url.prefix(60))\"; it begins with https:// or /"))
            }
            let url = record.text("url", or: current?.url, atMost: 2048, &problems)
            let keywords = record.text("keywords", or: current?.keywords, atMost: 1024, &problems)
            let language = record.text("language", or: current?.language, atMost: 35, &problems)
            let published = record.flag("published", or: current?.published ?? true, &problems)
            let isPublic = record.flag("public", or: current?.public ?? true, &problems)
            guard problems.count == before, let id, let title, let text else { return }
            if let line = lines.updateValue(record.line, forKey: id) {
                return problems.append(DeskProblem(record.line, "is the same entry as line \(line): \"\(title)\""))
            }
            let entry = FAQEntry(
                entry: id, folder: record["folder"] == nil ? current?.folder : folder, title: title, text: text,
                keywords: keywords, url: url, language: language, published: published, public: isPublic)
            steps.append(
                ControlTransaction.Step(
                    command: .saveFAQ(entry), subject: .entry(id, title: title), line: record.line))
        }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: file.name) }
        return folders.steps + steps
    }
}

extension FolderPaths {
    /// What makes the folders that are not there yet.
    var steps: [ControlTransaction.Step] {
        made.map {
            ControlTransaction.Step(
                command: .saveFolder($0.folder), subject: .folder($0.folder.folder, $0.folder.kind, path: $0.path))
        }
    }
}
