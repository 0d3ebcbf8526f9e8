import BrokerTesting
import ChatContract
import Foundation
import WebClient

/// What an agent's page does, at one gateway after the other.
struct AgentPage: Sendable {
    let gateway: RunningGateway
    let agent: AgentHandle
    /// `samtale=…`
    let cookie: String
    let csrf: String

    static func login(_ agent: AgentHandle, at gateway: RunningGateway) async throws -> AgentPage {
        let reply = try await gateway.ask(
            "POST", "/api/login", body: ["name": .string(agent.text), "password": .string(GatewayDesk.password)])
        let result = try reply.done()
        guard let cookie = reply.answer.header("Set-Cookie")?.split(separator: ";").first,
            let csrf = result["csrf"]?.stringValue
        else { throw TestFailure("no cookie: \(reply)") }
        return AgentPage(gateway: gateway, agent: agent, cookie: String(cookie), csrf: csrf)
    }

    /// The same agent at another gateway.
    func moved(to gateway: RunningGateway) -> AgentPage {
        AgentPage(gateway: gateway, agent: agent, cookie: cookie, csrf: csrf)
    }

    var headers: [(name: String, value: String)] { [("Cookie", cookie), ("X-CSRF-Token", csrf)] }

    func send(
        _ type: String, on channel: ChannelHandle? = nil, _ body: JSONValue = [:], id: String = UUID().uuidString
    ) async throws -> Reply {
        var fields: [String: JSONValue] = ["id": .string(id), "type": .string(type), "body": body]
        if let channel { fields["channel"] = .string(channel.text) }
        return try await gateway.ask("POST", "/api/agent", headers: headers, body: .object(fields))
    }

    @discardableResult
    func post(_ text: String, in page: VisitorPage, id: String = UUID().uuidString) async throws -> Int {
        let body: JSONValue = ["session": .string(page.session), "text": .string(text)]
        let result = try await send("message.post", on: page.channel, body, id: id).done()
        guard let seq = result["seq"]?.integerValue else { throw TestFailure("no number: \(result)") }
        return seq
    }

    func pickUp(_ page: VisitorPage) async throws {
        try await send("session.pickUp", on: page.channel, ["session": .string(page.session)]).done()
    }

    /// Opens a window and waits until it is ready.
    func window(_ connection: String = UUID().uuidString) async throws -> StreamLog {
        let log = try await gateway.stream(
            "/api/agent/events?connection=\(connection)", headers: [(name: "Cookie", value: cookie)])
        try await log.first("ready")
        return log
    }
}
