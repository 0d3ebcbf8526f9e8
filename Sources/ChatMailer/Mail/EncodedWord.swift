import Foundation

/// Texts of headers that are not plain ASCII, as encoded words (RFC 2047), each at most 75 characters in a line.
enum EncodedWord {
    /// A text without structure: the subject.
    static func unstructured(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain && text.utf8.count <= 60 && !text.contains("=?") ? text : encoded(text)
    }

    /// A name before an address: there punctuation has a meaning, and is encoded too.
    static func phrase(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x20 || byte == 0x2D
        }
        return isPlain && text.utf8.count <= 60 ? text : encoded(text)
    }

    /// Each word holds whole characters; the blank that folds between two of them is not read.
    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > 36 {
                words.append(word(bytes))
                bytes = []
            }
            bytes += next
        }
        if !bytes.isEmpty { words.append(word(bytes)) }
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(Data(bytes).base64EncodedString())?=" }
}
