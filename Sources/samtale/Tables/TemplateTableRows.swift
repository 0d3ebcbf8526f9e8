import ChatContract

/// From a table to reply templates.
struct TemplateTableRows {
    static let columns = ["id", "folder", "name", "text", "format", "language", "published"]

    /// The templates of a file, against what is there: as ``FAQTableRows`` does it, by `name` in place of `title`.
    static func steps(_ file: TableFile, _ state: DeskState) throws -> [ControlTransaction.Step] {
        var problems: [DeskProblem] = []
        var folders = FolderPaths(.template, state.registry)
        var byName: [[String]: ReplyTemplate] = [:]
        for template in state.templates.values {
            byName[[template.folder?.description ?? "", template.name]] = template
        }
        var lines: [TemplateID: Int] = [:]
        var steps: [ControlTransaction.Step] = []
        try file.forEach(required: ["name", "text"], &problems) { record, problems in
            let before = problems.count
            let path = record["folder"] ?? ""
            let folder = folders.folder(at: path)
            let name = record.text("name", atMost: 255, &problems)
            let text = record.text("text", atMost: 8000, &problems)
            var current: ReplyTemplate?
            var id: TemplateID?
            if let given = record["id"], !given.isEmpty {
                id = TemplateID(given.lowercased())
                if id == nil { problems.append(DeskProblem(record.line, "id is \"\(given.prefix(60))\", no UUID")) }
                current = id.flatMap { state.templates[$0] }
            } else if let name {
                current = byName[[folder?.description ?? "", name]]
                id =
                    current?.template
                    ?? DeskIdentifier.make("template", path.split(separator: "/").map(String.init) + [name])
            }
            let format = record.format(or: current?.format ?? .text, &problems)
            let language = record.text("language", or: current?.language, atMost: 35, &problems)
            let published = record.flag("published", or: current?.published ?? true, &problems)
            guard problems.count == before, let id, let name, let text else { return }
            if let line = lines.updateValue(record.line, forKey: id) {
                return problems.append(DeskProblem(record.line, "is the same template as line \(line): \"\(name)\""))
            }
            let template = ReplyTemplate(
                template: id, folder: record["folder"] == nil ? current?.folder : folder, name: name, text: text,
                format: format, language: language, published: published)
            steps.append(
                ControlTransaction.Step(
                    command: .saveTemplate(template), subject: .template(id, name: name), line: record.line))
        }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: file.name) }
        return folders.steps + steps
    }
}

extension TableFile.Record {
    /// Text or HTML; `current` where it is empty.
    func format(or current: TextFormat, _ problems: inout [DeskProblem]) -> TextFormat {
        guard let text = self["format"]?.lowercased(), !text.isEmpty else { return current }
        guard let format = TextFormat(rawValue: text) else {
            problems.append(DeskProblem(line, "format is \"\(text.prefix(40))\", neither text nor html"))
            return current
        }
        return format
    }
}
