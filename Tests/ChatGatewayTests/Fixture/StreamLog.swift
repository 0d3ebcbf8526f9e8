import BrokerTesting
import ChatContract
import Synchronization
import WebClient

/// What came on one stream, and what is still to come.
final class StreamLog: Sendable {
    private struct State {
        var items: [ServerSentItem] = []
        var isEnded = false
    }

    private let state: Mutex<State>
    private let reader: EventStreamReader

    private init(_ reader: EventStreamReader, _ log: Log) {
        self.reader = reader
        state = Mutex(State())
        log.begin { [weak self] item in
            self?.state.withLock { state in
                if let item { state.items.append(item) } else { state.isEnded = true }
            }
        }
    }

    /// - Parameter receiveBuffer: how much the kernel keeps for a reader that does not read, in bytes.
    static func open(_ request: WebRequest, _ port: Int, receiveBuffer: Int? = nil) async throws -> StreamLog {
        let log = Log()
        let reader = try await EventStreamReader.open(
            request, at: "127.0.0.1", port, receiveBuffer: receiveBuffer, onEnd: { log.note(nil) },
            onItem: { log.note($0) })
        return StreamLog(reader, log)
    }

    var items: [ServerSentItem] { state.withLock { $0.items } }
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// The data of all events of this name, in order.
    func all(_ name: String) -> [JSONValue] {
        items.compactMap { item in
            guard case .event(let event) = item, event.event == name else { return nil }
            return try? WireJSON.decode(JSONValue.self, from: event.data)
        }
    }

    /// The names of all events, in order.
    var names: [String] {
        items.compactMap { item in
            if case .event(let event) = item { event.event } else { nil }
        }
    }

    /// The numbers that stand as ids on the stream.
    var ids: [Int] {
        items.compactMap { item in
            guard case .event(let event) = item else { return nil }
            return event.id.flatMap { Int($0) }
        }
    }

    /// The texts of all messages, in order.
    var texts: [String] {
        all("event").filter { $0["type"]?.stringValue == "message.posted" }
            .compactMap { $0["data"]?["text"]?.stringValue }
    }

    /// Waits until a condition on what came holds.
    func wait(
        within limit: Duration = .seconds(120), _ what: String, file: String = #fileID, line: Int = #line,
        _ condition: (StreamLog) -> Bool
    ) async throws {
        do {
            try await eventually(within: limit, file: file, line: line) { condition(self) }
        } catch {
            throw TestFailure("\(file):\(line): no \(what) within \(limit); what came: \(summary)")
        }
    }

    /// Waits for an event of this name on the stream.
    @discardableResult
    func first(
        _ name: String, file: String = #fileID, line: Int = #line, where condition: (JSONValue) -> Bool = { _ in true }
    ) async throws -> JSONValue {
        try await wait("event: \(name)", file: file, line: line) { $0.all(name).contains(where: condition) }
        return all(name).first(where: condition) ?? .null
    }

    /// Waits for a message with this text.
    @discardableResult
    func message(_ text: String, file: String = #fileID, line: Int = #line) async throws -> JSONValue {
        try await first("event", file: file, line: line) {
            $0["type"]?.stringValue == "message.posted" && $0["data"]?["text"]?.stringValue == text
        }
    }

    func ended(file: String = #fileID, line: Int = #line) async throws {
        try await wait("end of the stream", file: file, line: line) { $0.isEnded }
    }

    func pause() async { await reader.pause() }
    func resume() async { await reader.resume() }
    func close() async { await reader.close() }

    private var summary: String {
        let items = items
        return "\(items.count) items, the last ones:\n"
            + items.suffix(12).map { item in
                switch item {
                case .comment: ":"
                case .retry(let time): "retry \(time)"
                case .event(let event): "\(event.event) \(event.id ?? "") \(event.text.prefix(200))"
                }
            }.joined(separator: "\n")
    }

    /// Keeps what comes before the log listens.
    private final class Log: Sendable {
        private struct State {
            var early: [ServerSentItem?] = []
            var listener: (@Sendable (ServerSentItem?) -> Void)?
        }

        private let state = Mutex(State())

        /// `nil` is the end.
        func note(_ item: ServerSentItem?) {
            state.withLock { state in
                guard let listener = state.listener else { return state.early.append(item) }
                listener(item)
            }
        }

        func begin(_ listener: @escaping @Sendable (ServerSentItem?) -> Void) {
            state.withLock { state in
                for item in state.early { listener(item) }
                state.early = []
                state.listener = listener
            }
        }
    }
}
