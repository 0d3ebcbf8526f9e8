/// Reads a stream of server-sent events as the HTML standard says (9.2.6), from pieces cut anywhere.
struct ServerSentParser {
    private var line: [UInt8] = []
    private var lastWasReturn = false
    private var event: [UInt8] = []
    private var id: String?
    private var data: [UInt8] = []
    private var hasData = false

    /// Takes a piece.
    ///
    /// - Returns: what is complete with it.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerSentItem] {
        var items: [ServerSentItem] = []
        for byte in bytes {
            switch byte {
            case 0x0A where lastWasReturn: lastWasReturn = false
            case 0x0A, 0x0D:
                lastWasReturn = byte == 0x0D
                if let item = endLine() { items.append(item) }
                line.removeAll(keepingCapacity: true)
            default:
                lastWasReturn = false
                line.append(byte)
            }
        }
        return items
    }

    private mutating func endLine() -> ServerSentItem? {
        guard let first = line.first else { return endEvent() }
        // ":"
        guard first != 0x3A else { return .comment }
        let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": event = Array(value)
        case "data":
            if hasData { data.append(0x0A) }
            hasData = true
            data += value
        case "id": id = String(decoding: value, as: UTF8.self)
        case "retry": return Int(String(decoding: value, as: UTF8.self)).map { .retry($0) }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentItem? {
        defer {
            event = []
            id = nil
            data = []
            hasData = false
        }
        guard hasData else { return nil }
        let name = event.isEmpty ? "message" : String(decoding: event, as: UTF8.self)
        return .event(ServerSentEvent(event: name, id: id, data: data))
    }
}
