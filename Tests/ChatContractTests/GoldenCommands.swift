import ChatContract

/// A command of each type with all its fields, and the golden text of its body.
enum GoldenCommands {
    typealias Entry = (type: CommandType, command: Command, json: String)

    static let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
    static let folder: FolderID = "31111111-2222-8333-8444-555555555555"
    static let entry: FAQEntryID = "41111111-2222-8333-8444-555555555555"
    static let category: CategoryID = "51111111-2222-8333-8444-555555555555"
    static let priority: PriorityID = "61111111-2222-8333-8444-555555555555"
    static let request: RequestID = "21111111-2222-8333-8444-555555555555"

    /// All, in the order of ``CommandType``.
    static let all = (channel + control + queries + customers).sorted { place($0.type) < place($1.type) }

    private static func place(_ type: CommandType) -> Int { CommandType.allCases.firstIndex(of: type) ?? .max }
}
