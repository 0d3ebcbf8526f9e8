import Foundation

/// The program that speaks SMTP.
public enum CurlProgram {
    /// Where it is, by `PATH`.
    public static var path: String? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/curl" }.first(where: FileManager.default.isExecutableFile)
    }
}
