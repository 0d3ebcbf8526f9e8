import ChatContract

/// What happened: the last things in words, and a digest of all of it.
struct Trace {
    private var recent: [String] = []
    private var next = 0
    private(set) var digest = Digest()

    private static let kept = 40

    /// - Returns: the line as it is shown.
    @discardableResult
    mutating func note(_ text: String, at now: Timestamp) -> String {
        digest.update(now.milliseconds)
        digest.update(text)
        let line = "\(now.description.dropFirst(11).dropLast()) \(text)"
        if recent.count < Self.kept { recent.append(line) } else { recent[next] = line }
        next = (next + 1) % Self.kept
        return line
    }

    /// The last things that happened, oldest first.
    var last: [String] {
        recent.count < Self.kept ? recent : Array(recent[next...] + recent[..<next])
    }
}

/// A quick digest of whatever is put in (FNV-1a): tells runs apart, is no secret.
struct Digest: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    mutating func update(_ number: Int64) {
        value = (value ^ UInt64(bitPattern: number)) &* 0x100_0000_01B3
        value ^= value >> 29
    }

    private mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var value = value
        var index = 0
        // Eight bytes at a time: it need not be anybody else's FNV.
        while index + 8 <= bytes.count {
            value = (value ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x100_0000_01B3
            value ^= value >> 29
            index += 8
        }
        while index < bytes.count {
            value = (value ^ UInt64(bytes[index])) &* 0x100_0000_01B3
            index += 1
        }
        self.value = (value ^ 0xFF) &* 0x100_0000_01B3
    }
}
