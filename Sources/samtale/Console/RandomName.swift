import ChatClient

/// Names for what the command line does.
enum RandomName {
    /// Sixteen characters that nobody else has.
    static func make() -> String { String(ChatClient.messageID().filter { $0 != "-" }.prefix(16)) }
}
