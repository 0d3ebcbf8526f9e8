/// Damages JSON as lines, programs and people do: flipped bits, lost ends, wrong types, pieces of something else.
struct Mutation {
    /// What pieces are taken from.
    let others: [[UInt8]]

    private static let fragments: [[UInt8]] = texts.map { Array($0.utf8) } + broken
    private static let broken: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0x00], [0xFE, 0xFF],
    ]
    private static let texts = [
        "1e400", "-0", "1E-400", "99999999999999999999999999", "0.1", "-", "00", "NaN", "nul", "true", "null",
        "\\u0000", "\\ud800", "\\udfff\\ud800", "\\", "\"", "{", "}", "[", "]", ":", ",", "\u{FEFF}", "{\"\":",
        "[[[[[[[[", "]]]]", "/**/", "//", "'", "\u{0600}", "\u{200D}", "e\u{301}",
    ]

    /// `seed`, damaged once or twice.
    func mutate(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var body = seed
        for _ in 0..<random.number(1...2) {
            let place = random.number(0...max(body.count - 1, 0))
            switch random.number(0...7) {
            case 0 where !body.isEmpty:
                body[place] ^= 1 << UInt8(random.number(0...7))
            case 1:
                body = Array(body.prefix(place))
            case 2:
                body.insert(contentsOf: random.pick(Self.fragments), at: min(place, body.count))
            case 3 where !body.isEmpty:
                body.remove(at: place)
            case 6 where !body.isEmpty:
                body[place] = UInt8(random.number(0x20...0x7E))
            case 4 where body.first == 0x7B:
                let nested = random.number(1...40)
                let front = Array("{\"zz\":".utf8)
                let value = [UInt8](repeating: 0x5B, count: nested) + [UInt8](repeating: 0x5D, count: nested)
                body.replaceSubrange(0..<1, with: front + value + (body.count > 2 ? [0x2C] : []))
            case 5:
                // A piece of another body.
                let other = random.pick(others)
                let start = random.number(0...(other.count - 1))
                body.insert(contentsOf: other[start...].prefix(20), at: min(place, body.count))
            default:
                // A value is replaced: any of them, so that deep fields have their turn too.
                let colons = body.indices.filter { body[$0] == 0x3A }
                guard !colons.isEmpty else { continue }
                let colon = random.pick(colons)
                let end = body[colon...].firstIndex { $0 == 0x2C || $0 == 0x7D } ?? body.endIndex
                body.replaceSubrange((colon + 1)..<end, with: random.pick(Self.fragments))
            }
        }
        return body
    }
}
