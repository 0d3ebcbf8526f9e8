/// A JSON object whose values are all texts: read in one pass, for the one command that makes up the traffic.
///
/// Whatever is not such an object, or is not JSON at all, is left to the general decoder, which knows what is wrong.
struct FlatJSON {
    private var fields: [(key: String, value: String)] = []

    /// The text of a field.
    subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

    /// Reads an object; `nil` when it holds anything but texts, or a key twice.
    init?(_ json: [UInt8]) {
        var reader = Reader(bytes: json)
        reader.skipSpace()
        guard reader.take(0x7B) else { return nil }
        reader.skipSpace()
        if !reader.take(0x7D) {
            repeat {
                reader.skipSpace()
                guard let key = reader.text() else { return nil }
                reader.skipSpace()
                guard reader.take(0x3A) else { return nil }
                reader.skipSpace()
                guard self[key] == nil, let value = reader.text() else { return nil }
                fields.append((key, value))
                reader.skipSpace()
            } while reader.take(0x2C)
            guard reader.take(0x7D) else { return nil }
        }
        reader.skipSpace()
        guard reader.isAtEnd else { return nil }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func skipSpace() {
            while position < bytes.count {
                switch bytes[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                default: return
                }
            }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        /// A text without escapes is taken as it stands; with `\u` the general decoder is asked.
        mutating func text() -> String? {
            guard take(0x22) else { return nil }
            let start = position
            var unescaped: [UInt8]?
            while position < bytes.count {
                let byte = bytes[position]
                switch byte {
                case 0x22:
                    let text = unescaped ?? Array(bytes[start..<position])
                    position += 1
                    return String(validating: text, as: UTF8.self)
                case 0x5C:
                    var text = unescaped ?? Array(bytes[start..<position])
                    guard position + 1 < bytes.count, let character = Self.escapes[bytes[position + 1]] else {
                        return nil
                    }
                    text.append(character)
                    unescaped = text
                    position += 2
                case 0..<0x20:
                    return nil
                default:
                    unescaped?.append(byte)
                    position += 1
                }
            }
            return nil
        }

        private static let escapes: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
    }
}
