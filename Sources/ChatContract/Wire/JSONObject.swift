/// A JSON object that is written field by field, where parts of it are JSON already.
///
/// Stored events go into answers and onto the wire as they are, without being read and written again.
public struct JSONObject {
    private var bytes: [UInt8] = [0x7B]

    public init() {}

    /// Begins an object of about so many bytes.
    public init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Goes on with an object that is written already.
    public init(extending object: [UInt8]) {
        bytes = object.last == 0x7D ? object.dropLast() : object
    }

    /// Adds a field whose value is JSON.
    public mutating func append(_ key: StaticString, json: some Sequence<UInt8>) {
        appendKey(key)
        bytes.append(contentsOf: json)
    }

    /// Adds a field whose value is encoded.
    public mutating func append(_ key: StaticString, _ value: some Encodable) throws {
        append(key, json: try WireJSON.encode(value))
    }

    /// Adds a text that holds neither quotes nor backslashes nor control characters: handles, identifiers, types.
    public mutating func append(_ key: StaticString, plain text: String) {
        appendKey(key)
        bytes.append(0x22)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x22)
    }

    /// Adds any text, escaped as JSON asks.
    public mutating func append(_ key: StaticString, text: String) {
        appendKey(key)
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            // Runs that need no escape, nearly always the whole text, are copied at once.
            var start = 0
            for index in utf8.indices where utf8[index] < 0x20 || utf8[index] == 0x22 || utf8[index] == 0x5C {
                bytes.append(contentsOf: utf8[start..<index])
                appendEscape(utf8[index])
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(0x22)
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += [UInt8(ascii: "u"), 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    /// Adds a number.
    public mutating func append(_ key: StaticString, _ number: Int64) {
        append(key, json: String(number).utf8)
    }

    /// Adds a list whose elements are JSON.
    public mutating func append(_ key: StaticString, list: some Sequence<[UInt8]>) {
        appendKey(key)
        bytes.append(0x5B)
        var isFirst = true
        for element in list {
            if !isFirst { bytes.append(0x2C) }
            isFirst = false
            bytes.append(contentsOf: element)
        }
        bytes.append(0x5D)
    }

    /// The finished object.
    public var json: [UInt8] {
        consuming get {
            bytes.append(0x7D)
            return bytes
        }
    }

    private mutating func appendKey(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(0x2C) }
        bytes.append(0x22)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
    }
}
