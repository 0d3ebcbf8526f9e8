import ChatContract
import NIOCore

/// One window of an agent.
final class AgentStream: Sendable {
    let agent: AgentHandle
    /// Named by the page.
    let connection: String
    let number: UInt64
    let stream: EventStream

    init(agent: AgentHandle, connection: String, number: UInt64, stream: EventStream) {
        self.agent = agent
        self.connection = connection
        self.number = number
        self.stream = stream
    }

    /// `ready`: everything published from now on arrives.
    func tellReady() {
        var body = JSONObject()
        body.append("connection", text: connection)
        stream.send(EventFrame.frame("ready", body.json))
    }
}
