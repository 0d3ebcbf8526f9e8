import ChatContract

/// A section of a desk file that is taken without the others.
struct DeskPart {
    private let file: String
    private let section: String
    var folders: [DeskFile.Item<DeskFile.NamedFolder>] = []
    var entries: [DeskFile.Item<FAQEntry>] = []
    var templates: [DeskFile.Item<ReplyTemplate>] = []

    init(_ desk: DeskFile, only section: String) {
        file = desk.path
        self.section = section
    }

    /// - Throws: ``CommandFailure`` when there is nothing to take.
    func check() throws {
        guard entries.isEmpty, templates.isEmpty else { return }
        throw CommandFailure(
            .dataError, "\(file) has nothing in a section \"\(section)\"",
            remedy: "the form is that of config/demo.yaml")
    }

    var steps: [ControlTransaction.Step] {
        let kind: Folder.Kind = templates.isEmpty ? .faq : .template
        return folders.filter { $0.value.folder.kind == kind }.map { item in
            ControlTransaction.Step(
                command: .saveFolder(item.value.folder),
                subject: .folder(item.value.folder.folder, kind, path: item.value.path), path: item.path)
        }
            + entries.map { item in
                ControlTransaction.Step(
                    command: .saveFAQ(item.value), subject: .entry(item.value.entry, title: item.value.title),
                    path: item.path)
            }
            + templates.map { item in
                ControlTransaction.Step(
                    command: .saveTemplate(item.value), subject: .template(item.value.template, name: item.value.name),
                    path: item.path)
            }
    }
}
