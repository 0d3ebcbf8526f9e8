/// Something that is wrong in a desk file, and where.
struct DeskProblem: CustomStringConvertible {
    let line: Int?
    let message: String

    init(_ line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }

    var description: String { line.map { "line \($0): \(message)" } ?? message }

    /// Everything that is wrong with a file, for the person who wrote it.
    static func failure(_ problems: [DeskProblem], in path: String) -> CommandFailure {
        let sorted = problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        guard sorted.count > 1 else {
            return CommandFailure(
                .dataError, "\(path), \(sorted.first?.description ?? "")", remedy: "nothing was changed")
        }
        let list = sorted.map { "\n  \($0)" }.joined()
        return CommandFailure(
            .dataError, "\(path) has \(sorted.count) mistakes:\(list)", remedy: "nothing was changed")
    }
}
