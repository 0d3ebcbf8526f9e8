extension TableFile.Record {
    /// What must be there.
    func text(_ column: String, atMost limit: Int, _ problems: inout [DeskProblem]) -> String? {
        guard let text = self[column], !text.isEmpty else {
            problems.append(DeskProblem(line, "\(column) is missing"))
            return nil
        }
        return within(text, column, limit, &problems)
    }

    /// What may be there: `current` where there is no such column, `nil` where it is empty.
    func text(
        _ column: String, or current: String?, atMost limit: Int, _ problems: inout [DeskProblem]
    ) -> String? {
        guard let text = self[column] else { return current }
        return text.isEmpty ? nil : within(text, column, limit, &problems)
    }

    /// Yes or no; `current` where it is empty.
    func flag(_ column: String, or current: Bool, _ problems: inout [DeskProblem]) -> Bool {
        switch (self[column] ?? "").lowercased() {
        case "": return current
        case "yes", "y", "true", "1", "x": return true
        case "no", "n", "false", "0": return false
        case let other:
            problems.append(DeskProblem(line, "\(column) is \"\(other.prefix(40))\", neither yes nor no"))
            return current
        }
    }

    private func within(_ text: String, _ column: String, _ limit: Int, _ problems: inout [DeskProblem]) -> String {
        let count = text.unicodeScalars.count
        if count > limit { problems.append(DeskProblem(line, "\(column) has \(count) characters; at most \(limit)")) }
        return text
    }
}
