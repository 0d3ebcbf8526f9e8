/// A JSON object that is written field by field, where parts of it are JSON already.
///
/// Stored events go into answers and onto the wire as they are, without being read and written again.
public struct JSONObject {
    private var bytes: [UInt8] = [0x7B]

    public init() {}

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
    public var json: [UInt8] { bytes + [0x7D] }

    private mutating func appendKey(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(0x2C) }
        bytes.append(0x22)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
    }
}
