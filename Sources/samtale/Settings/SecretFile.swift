import Foundation

/// A file that holds a secret and nothing else, so that it stands in no settings.
enum SecretFile {
    /// - Parameters:
    ///   - path: The file.
    ///   - name: The setting that names it, as it was given.
    /// - Returns: the secret, without blanks and line ends around it.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    static func read(_ path: String, _ name: String) throws(CommandFailure) -> String {
        guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(
                .configuration, "\(name) names \"\(path)\", which cannot be read",
                remedy: "check the path and the rights on the file")
        }
        return content.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
