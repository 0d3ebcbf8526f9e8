import ChatContract

extension FileRules {
    /// Whether an actor may share this file.
    static func check(_ file: File, by actor: ActorKind) throws(Refusal) {
        try FieldRules.text(file.contentType, 127, "file.contentType")
        if let image = file.image, !(1...100_000).contains(image.width) || !(1...100_000).contains(image.height) {
            throw Refusal(.invalidField, "an image has 1 to 100000 pixels each way", field: "file.image")
        }
        try check(name: file.name, size: file.size, by: actor)
    }
}
