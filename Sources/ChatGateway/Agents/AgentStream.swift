import ChatContract
import NIOCore

/// One window of an agent.
final class AgentStream: Sendable {
    /// The sign-in that it was opened by.
    let cookie: AgentCookie
    /// Named by the page.
    let connection: String
    let number: UInt64
    let stream: EventStream

    init(cookie: AgentCookie, connection: String, number: UInt64, stream: EventStream) {
        self.cookie = cookie
        self.connection = connection
        self.number = number
        self.stream = stream
    }

    var agent: AgentHandle { cookie.agent }

    /// `ready`: everything published from now on arrives.
    func tellReady() {
        var body = JSONObject()
        body.append("connection", text: connection)
        stream.send(EventFrame.frame("ready", body.json))
    }
}
