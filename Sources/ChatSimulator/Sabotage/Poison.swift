import ChatStore

#if canImport(Glibc)
    import Glibc
#endif

/// A message that no store takes: the command that brings it fails, whoever works on it.
enum Poison {
    static let mark = "poison"
    private static let bytes = Array(mark.utf8)

    static func isIn(_ values: [SQLValue]) -> Bool {
        values.contains { value in
            guard case .utf8(let text) = value else { return false }
            return text.withUnsafeBytes(isIn)
        }
    }

    private static func isIn(_ text: UnsafeRawBufferPointer) -> Bool {
        guard var rest = text.baseAddress else { return false }
        let end = rest + text.count
        while let found = memchr(rest, Int32(bytes[0]), end - rest), UnsafeRawPointer(found) + bytes.count <= end {
            if memcmp(found, bytes, bytes.count) == 0 { return true }
            rest = UnsafeRawPointer(found) + 1
        }
        return false
    }
}
