import ChatContract

/// The folder that a bot is limited to, as its command line names it.
enum BotFolder {
    /// - Parameter text: an id, or the path that a desk file or an import makes it under (`Shop/Shipping`).
    static func id(_ text: String) -> FolderID {
        FolderID(text.lowercased())
            ?? DeskIdentifier.folder(text.split(separator: "/").map(String.init), .faq)
    }
}
