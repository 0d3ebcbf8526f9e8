import ChatContract

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The fields of a JSON object, each as the bytes that stand there: so that bodies and answers pass through unread.
///
/// Only brackets and texts are understood; whether values are what they should be is for the worker to say. What is cut
/// out is always balanced, so it can stand inside another object without becoming part of it.
struct JSONFields: Sendable {
    private let bytes: [UInt8]
    private var fields: [(key: String, range: Range<Int>)] = []

    /// How deep brackets may be nested.
    static let depthLimit = 64
    /// How many keys an object may have: no body has more, and each is compared to those before it.
    static let keyLimit = 256

    /// Reads an object; `nil` when it is none, or holds a key twice, one with escapes, or too many.
    init?(_ bytes: [UInt8]) {
        self.init(bytes, in: bytes.indices)
    }

    private init?(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        var scanner = Scanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
        scanner.skipSpace()
        guard scanner.take(0x7B) else { return nil }
        scanner.skipSpace()
        if !scanner.take(0x7D) {
            repeat {
                scanner.skipSpace()
                guard let key = scanner.key(), fields.count < Self.keyLimit, self.range(of: key) == nil else {
                    return nil
                }
                scanner.skipSpace()
                guard scanner.take(0x3A) else { return nil }
                scanner.skipSpace()
                let start = scanner.position
                guard scanner.skipValue() else { return nil }
                fields.append((key, start..<scanner.position))
                scanner.skipSpace()
            } while scanner.take(0x2C)
            guard scanner.take(0x7D) else { return nil }
        }
        scanner.skipSpace()
        guard scanner.isAtEnd else { return nil }
    }

    var keys: [String] { fields.map(\.key) }

    /// A value as it stands there.
    subscript(key: String) -> ArraySlice<UInt8>? { range(of: key).map { bytes[$0] } }

    /// A text.
    func text(_ key: String) -> String? {
        guard let value = self[key], value.count >= 2, value.first == 0x22 else { return nil }
        if !value.contains(0x5C) { return String(validating: value.dropFirst().dropLast(), as: UTF8.self) }
        return try? JSONDecoder().decode(String.self, from: Data(value))
    }

    /// A whole number.
    func number(_ key: String) -> Int64? {
        self[key].flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    /// Whether the value is `true`.
    func isTrue(_ key: String) -> Bool { self[key]?.elementsEqual("true".utf8) ?? false }

    /// An object inside.
    func object(_ key: String) -> JSONFields? { range(of: key).flatMap { JSONFields(bytes, in: $0) } }

    /// The elements of a list.
    func elements(_ key: String) -> [[UInt8]]? {
        guard let range = range(of: key) else { return nil }
        var scanner = Scanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
        guard scanner.take(0x5B) else { return nil }
        var elements: [[UInt8]] = []
        scanner.skipSpace()
        if scanner.take(0x5D) { return elements }
        repeat {
            scanner.skipSpace()
            let start = scanner.position
            guard scanner.skipValue() else { return nil }
            elements.append(Array(bytes[start..<scanner.position]))
            scanner.skipSpace()
        } while scanner.take(0x2C)
        return scanner.take(0x5D) ? elements : nil
    }

    private func range(of key: String) -> Range<Int>? { fields.first { $0.key == key }?.range }

    private struct Scanner {
        let bytes: [UInt8]
        var position: Int
        let end: Int

        var isAtEnd: Bool { position == end }

        mutating func skipSpace() {
            while position < end {
                switch bytes[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                default: return
                }
            }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard position < end, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func key() -> String? {
            let start = position + 1
            guard skipText() else { return nil }
            let key = bytes[start..<position - 1]
            // An escape could hide a name from whoever looks for it.
            guard !key.contains(0x5C) else { return nil }
            return String(validating: key, as: UTF8.self)
        }

        mutating func skipText() -> Bool {
            guard take(0x22) else { return false }
            while position < end {
                switch bytes[position] {
                case 0x22:
                    position += 1
                    return true
                case 0x5C: position += 2
                case 0..<0x20: return false
                default: position += 1
                }
            }
            return false
        }

        mutating func skipValue() -> Bool {
            guard position < end else { return false }
            switch bytes[position] {
            case 0x22: return skipText()
            case 0x7B, 0x5B: return skipBrackets()
            default:
                let start = position
                while position < end, Self.isOfWord(bytes[position]) { position += 1 }
                return position > start
            }
        }

        private mutating func skipBrackets() -> Bool {
            var closing: [UInt8] = []
            while position < end {
                let byte = bytes[position]
                switch byte {
                case 0x22:
                    guard skipText() else { return false }
                    continue
                case 0x7B, 0x5B:
                    guard closing.count < JSONFields.depthLimit else { return false }
                    closing.append(byte + 2)
                case 0x7D, 0x5D:
                    guard closing.popLast() == byte else { return false }
                    if closing.isEmpty {
                        position += 1
                        return true
                    }
                default: break
                }
                position += 1
            }
            return false
        }

        /// Numbers, `true`, `false`, `null`.
        private static func isOfWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E
                || byte == 0x45
        }
    }
}
