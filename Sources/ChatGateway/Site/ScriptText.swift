/// A script as it goes out: without the comments that stand on lines of their own, and without indentation. That is a
/// quarter of what a visitor would load.
enum ScriptText {
    /// Drops lines whose first thing is `//`, and `/* … */` that begin a line, unless code follows on the line of their end:
    /// such a line stays as it is. The only texts of several lines are styles; a test holds that.
    static func compact(_ script: String) -> String {
        var lines: [Substring] = []
        var isInComment = false
        for line in script.split(separator: "\n", omittingEmptySubsequences: true) {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if isInComment || text.hasPrefix("/*") {
                let begin = isInComment ? text.startIndex : text.index(text.startIndex, offsetBy: 2)
                guard let end = text[begin...].firstRange(of: "*/")?.upperBound else {
                    isInComment = true
                    continue
                }
                let rest = text[end...].drop { $0 == " " || $0 == "\t" }
                if !rest.isEmpty { lines.append(isInComment ? rest : text) }
                isInComment = false
            } else if !text.isEmpty, !text.hasPrefix("//") {
                lines.append(text)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
