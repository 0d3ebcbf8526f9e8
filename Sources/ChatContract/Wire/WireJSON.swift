#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON as it travels: one encoder and one decoder for all, keys in a fixed order, slashes as they are.
public enum WireJSON {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    private static let decoder = JSONDecoder()

    /// The JSON form of `value`, UTF-8.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        Array(try encoder.encode(value))
    }

    /// Reads a value from its JSON form.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from json: some Sequence<UInt8>) throws
        -> Value
    {
        try decoder.decode(type, from: Data(json))
    }

    /// A JSON text whose type becomes known where it is read.
    struct Source {
        private let json: Data

        init(_ bytes: [UInt8]) {
            json = Data(bytes)
        }

        func decode<Value: Decodable>() throws -> Value {
            try WireJSON.decoder.decode(Value.self, from: json)
        }
    }
}
