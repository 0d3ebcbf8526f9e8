/// What the doctor found about one thing.
struct Finding: Encodable {
    enum Level: String, Encodable { case ok, warn, fail }

    var name: String
    var level: Level
    var detail: String
    /// What to do about it.
    var remedy: String?

    static func ok(_ name: String, _ detail: String) -> Finding {
        Finding(name: name, level: .ok, detail: detail)
    }

    static func warn(_ name: String, _ detail: String, _ remedy: String) -> Finding {
        Finding(name: name, level: .warn, detail: detail, remedy: remedy)
    }

    static func fail(_ name: String, _ detail: String, _ remedy: String?) -> Finding {
        Finding(name: name, level: .fail, detail: detail, remedy: remedy)
    }

    static func fail(_ name: String, _ error: any Error) -> Finding {
        let failure = CommandFailure(error)
        return .fail(name, failure?.message ?? "\(error)", failure?.remedy)
    }
}
