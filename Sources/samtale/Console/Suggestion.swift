/// Finds what somebody probably meant.
enum Suggestion {
    /// The candidate that is nearest to `text`, when one is near enough.
    static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let best = candidates.map { ($0, distance(text.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(1, text.count / 3) else { return nil }
        return best.0
    }

    /// `" (did you mean …?)"`, or a list of what there is when it is short.
    static func hint(for text: String, among candidates: some Collection<String>) -> String {
        if let nearest = nearest(to: text, among: candidates) { return " (did you mean \"\(nearest)\"?)" }
        guard !candidates.isEmpty, candidates.count <= 12 else { return "" }
        return " (there is: \(candidates.sorted().joined(separator: ", ")))"
    }

    /// How many characters must be added, removed or replaced (Levenshtein).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
