/// A script as it goes out: without the comments that stand on lines of their own, and without indentation. That is a
/// quarter of what a visitor would load.
enum ScriptText {
    /// Drops `/* … */` whose beginning is the first thing on its line and whose end is the last on its, and lines whose
    /// first thing is `//`. No text of ours has a line that begins so; a test holds that.
    static func compact(_ script: String) -> String {
        var lines: [Substring] = []
        var isInComment = false
        for line in script.split(separator: "\n", omittingEmptySubsequences: true) {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if isInComment {
                isInComment = !text.hasSuffix("*/")
            } else if text.hasPrefix("/*") {
                isInComment = !text.hasSuffix("*/")
            } else if !text.isEmpty, !text.hasPrefix("//") {
                lines.append(text)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
