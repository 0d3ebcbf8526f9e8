import ChatGateway

/// Looks whether a gateway with these settings could send documents of the directory, where they say from where.
struct DocumentExamination {
    let settings: Settings

    func run() -> [Finding] {
        let name = "documents"
        let told = settings.gateway.documents
        guard told.folder != nil || !told.origins.isEmpty else { return [] }
        do {
            let documents = try told.configuration()
            let places =
                (documents.folder.map { ["the folder \($0) can be read"] } ?? [])
                + (documents.origins.isEmpty
                    ? []
                    : [
                        "they are fetched from \(documents.origins.map(\.description).joined(separator: ", "))"
                            + (documents.token == nil ? " without a token" : " with a token")
                    ])
            return [.ok(name, places.joined(separator: "; "))]
        } catch {
            return [.fail(name, error)]
        }
    }
}
