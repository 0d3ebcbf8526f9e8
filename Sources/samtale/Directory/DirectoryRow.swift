import ChatStore

/// What stands on a line of an import: fields that are known, or why it cannot be read; and what it was, for the file of
/// rejected lines.
struct DirectoryRow {
    enum Content {
        case line(DirectoryLine)
        case problem(field: String?, String)
    }

    enum Source {
        case csv([String])
        case json([UInt8])
    }

    var number: Int
    var content: Content
    var source: Source
}
