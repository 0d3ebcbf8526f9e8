import ChatGateway

/// Looks whether a gateway with these settings could keep files, where they say that it should.
struct FileExamination {
    let settings: Settings

    func run() async -> [Finding] {
        let name = "files"
        let place: FilePlace
        do {
            guard let told = try settings.gateway.filePlace() else { return [] }
            place = told
        } catch {
            return [.fail(name, error)]
        }
        if let problem = await place.problem() {
            let remedy = "see gateway.files and s3.… (samtale config)"
            return [.fail(name, "files cannot be kept in \(settings.gateway.files ?? ""): \(problem)", remedy)]
        }
        return [.ok(name, "\(settings.gateway.files ?? ""): put, read, listed and deleted a file")]
    }
}
