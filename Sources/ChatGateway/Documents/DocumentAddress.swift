/// Where a document is fetched: an address in parts, put together anew, so that who fetches reads it as who checks it.
struct DocumentAddress: Sendable, Equatable {
    let origin: DocumentOrigin
    /// Path and query, with nothing in it that stands in no request.
    let target: String

    /// - Returns: `nil` when it is no address of HTTP.
    init?(_ text: String) {
        guard let (origin, rest) = DocumentOrigin.split(text) else { return nil }
        self.origin = origin
        var target: [UInt8] = rest.hasPrefix("/") ? [] : [UInt8(ascii: "/")]
        let digits = Array("0123456789ABCDEF".utf8)
        let unfit = Set("\"<>[\\]^`{|}".utf8)
        for byte in rest.prefix(while: { $0 != "#" }).utf8 {
            if (0x21...0x7E).contains(byte), !unfit.contains(byte) {
                target.append(byte)
            } else {
                target += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        self.target = String(decoding: target, as: UTF8.self)
    }

    var url: String { "\(origin.scheme)://\(origin.host):\(origin.port)\(target)" }

    /// What the path ends in, as it is encoded.
    var lastName: Substring? {
        target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).last
    }
}
