import ChatContract
import Logging

/// Writes one JSON object a line: `ts`, `level`, `msg`, `logger` and the metadata beside them.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    /// The names that metadata may not take.
    private static let own: Set<String> = ["ts", "level", "msg", "logger"]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        LogLine.write(
            Self.line(
                event.level, event.message.description, label,
                LogLine.merge(metadata, metadataProvider, event.metadata), at: LogLine.now))
    }

    /// The line, without its end.
    static func line(
        _ level: Logger.Level, _ message: String, _ label: String, _ metadata: Logger.Metadata, at time: Timestamp
    ) -> String {
        var fields: [(name: String, json: String)] = [
            ("ts", quoted(time.description)), ("level", quoted(level.rawValue)),
            ("msg", quoted(message)), ("logger", quoted(label)),
        ]
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            fields.append((own.contains(key) ? key + "_" : key, json(value)))
        }
        return "{" + fields.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value):
            // Numbers and truth values stay what they are.
            value is any BinaryInteger || value is Bool ? value.description : quoted(value.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{"
                + values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(json($0.value))" }
                .joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        guard let json = try? WireJSON.encode(text) else { return "\"\"" }
        return String(decoding: json, as: UTF8.self)
    }
}
