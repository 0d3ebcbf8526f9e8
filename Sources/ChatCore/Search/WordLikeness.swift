/// How likely a word of a question and a word of an entry mean the same, by their letters alone.
enum WordLikeness {
    /// From 0 (nothing in common) to 1 (the same stem).
    ///
    /// - Parameters:
    ///   - asked: a stem of the question.
    ///   - term: a stem of an entry.
    static func between(_ asked: String, _ term: String) -> Double {
        if asked == term { return 1 }
        let a = Array(asked.utf8)
        let b = Array(term.utf8)
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard short.count >= 3, !asked.contains(where: \.isNumber) else { return 0 }
        if long.starts(with: short) {
            let rest = long.count - short.count
            // Another form of the word, or the first part of a compound.
            if rest <= 2, short.count >= 4 { return 0.9 }
            if rest == 3, short.count >= 5 { return 0.8 }
            if rest >= 3, short.count >= 4 { return 0.65 }
        }
        if short.count >= 4, long.count - short.count >= 3, long.suffix(short.count).elementsEqual(short) {
            return 0.65
        }
        return typo(a, b)
    }

    /// Two spellings of one word: the first letter is right, and few others are wrong.
    private static func typo(_ a: [UInt8], _ b: [UInt8]) -> Double {
        let length = max(a.count, b.count)
        guard min(a.count, b.count) >= 4, a.first == b.first else { return 0 }
        let allowed = length >= 8 ? 2 : 1
        guard abs(a.count - b.count) <= allowed else { return 0 }
        switch distance(a, b) {
        case 1: return length >= 6 ? 0.85 : 0.7
        case 2 where allowed == 2: return 0.65
        default: return 0
        }
    }

    /// How many letters must be added, removed, replaced or swapped with the next.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}

extension WordLikeness {
    /// Whether one is the beginning of the other: a form of it, or a compound with it.
    static func isForm(_ a: String, _ b: String) -> Bool {
        a.hasPrefix(b) || b.hasPrefix(a) || a.hasSuffix(b) || b.hasSuffix(a)
    }
}
