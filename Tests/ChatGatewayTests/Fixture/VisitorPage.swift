import BrokerTesting
import ChatContract
import Foundation
import WebClient

/// What a visitor's page does, at one gateway after the other.
struct VisitorPage: Sendable {
    let gateway: RunningGateway
    let session: String
    let key: String
    var channel: ChannelHandle
    /// The browser's secret.
    let visitorID: String

    static func newVisitorID() -> String { UUID().uuidString.filter { $0 != "-" } }

    /// Opens a session; with a question the visitor waits in the queue.
    static func open(
        at gateway: RunningGateway, on channel: ChannelHandle = GatewayDesk.support, name: String = "Ola",
        question: String? = "Hello?"
    ) async throws -> VisitorPage {
        let visitorID = newVisitorID()
        var body: [String: JSONValue] = [
            "visitorId": .string(visitorID), "name": .string(name), "email": "ola@example.com",
        ]
        if let question { body["question"] = .string(question) }
        let opened = try await gateway.ask(
            "POST", "/api/channels/\(channel)/sessions",
            body: ["id": .string(UUID().uuidString), "body": .object(body)]
        ).done()
        guard let session = opened["session"]?.stringValue, let key = opened["key"]?.stringValue else {
            throw TestFailure("no session: \(opened)")
        }
        return VisitorPage(gateway: gateway, session: session, key: key, channel: channel, visitorID: visitorID)
    }

    /// The same visitor at another gateway.
    func moved(to gateway: RunningGateway) -> VisitorPage {
        VisitorPage(gateway: gateway, session: session, key: key, channel: channel, visitorID: visitorID)
    }

    var authorization: (name: String, value: String) { ("Authorization", "Bearer \(key)") }

    func send(_ type: String, _ body: JSONValue = [:], id: String = UUID().uuidString) async throws -> Reply {
        try await gateway.ask(
            "POST", "/api/sessions/\(session)/commands", headers: [authorization],
            body: [
                "id": .string(id), "channel": .string(channel.text), "type": .string(type), "body": body,
            ])
    }

    @discardableResult
    func post(_ text: String, id: String = UUID().uuidString) async throws -> Int {
        let result = try await send("message.post", ["text": .string(text)], id: id).done()
        guard let seq = result["seq"]?.integerValue else { throw TestFailure("no number: \(result)") }
        return seq
    }

    /// - Parameter after: What the page has already, as `Last-Event-ID`.
    func stream(after: Int? = nil) async throws -> StreamLog {
        var headers = [authorization]
        if let after { headers.append((name: "Last-Event-ID", value: String(after))) }
        return try await gateway.stream("/api/sessions/\(session)/events?channel=\(channel)", headers: headers)
    }
}
