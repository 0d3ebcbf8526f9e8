import BrokerTesting
import ChatContract
import WebClient

/// An answer of the API.
struct Reply: Sendable, CustomStringConvertible {
    let answer: WebAnswer
    let json: JSONValue

    init(_ answer: WebAnswer) {
        self.answer = answer
        json = (try? WireJSON.decode(JSONValue.self, from: answer.body)) ?? .null
    }

    var status: Int { answer.status }
    var ok: Bool { json["ok"]?.booleanValue == true }
    /// The error's code, where there is one.
    var code: String? { json["error"]?["code"]?.stringValue }
    func header(_ name: String) -> String? { answer.header(name) }
    var text: String { answer.text }
    var result: JSONValue { json["result"] ?? .null }
    var description: String { "\(answer.status) \(answer.text)" }

    /// - Throws: a failure with the whole answer when it is a refusal.
    @discardableResult
    func done() throws -> JSONValue {
        guard ok else { throw TestFailure("refused: \(self)") }
        return result
    }
}

extension RunningGateway {
    /// Sends a request on a connection of its own.
    func ask(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: JSONValue? = nil
    ) async throws -> Reply {
        var request = WebRequest(method, path, headers: headers)
        if let body { request = .json(method, path, headers: headers, try WireJSON.encode(body)) }
        let reply = Reply(try await WebConnection.send(request, to: "127.0.0.1", port))
        record.note(request, reply)
        return reply
    }

    /// Opens a stream of events.
    func stream(_ path: String, headers: [(name: String, value: String)] = []) async throws -> StreamLog {
        let log = try await StreamLog.open(WebRequest("GET", path, headers: headers), port)
        record.note(path, log)
        return log
    }
}
