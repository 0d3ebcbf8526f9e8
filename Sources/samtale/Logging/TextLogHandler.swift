import ChatContract
import Logging

/// Writes lines for people: time, level, message and metadata.
struct TextLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = LogLine.merge(metadata, metadataProvider, event.metadata)
        var line = "\(LogLine.now) \(event.level.rawValue.uppercased()) \(event.message)"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
        LogLine.write(line.replacing("\n", with: " "))
    }
}
