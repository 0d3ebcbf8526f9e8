import ChatContract

/// JSON in one line, as it travels.
enum WireText {
    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireJSON.encode(value), as: UTF8.self)
    }
}
