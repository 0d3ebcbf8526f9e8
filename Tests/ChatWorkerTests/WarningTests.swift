import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Spec section 3.4 and decisions, "Warnings": due times are timers (guarantee 27), over the real broker.
@Suite("Warnings over a real broker", .enabled(if: TestBroker.isAvailable))
struct WarningTests {
    private static func warning(_ warnings: Channel.Warnings) -> Channel {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.warnings = warnings
        return channel
    }

    /// The warnings of a session: kind, level, and who was warned.
    private static func warnings(_ desk: TestDesk, _ session: OpenSession) throws -> [EventData.Warning] {
        try desk.events(of: session.id).compactMap { if case .warned(let warning) = $0.data { warning } else { nil } }
    }

    @Test("nobody takes the chat: agents, then managers; nobody answers: the owner; each once a wait")
    func newChatAndMessage() async throws {
        let second = 1.0 / 60
        let channel = Self.warning(
            Channel.Warnings(
                agentNewChat: second, managerNewChat: 2 * second, agentNewMessage: second, managerNewMessage: 0))
        try await TestDesk.open([channel]) { desk in
            let anna = try await desk.hear("anna")
            let mia = try await desk.hear("mia")
            let session = try await desk.caller.open("ola", question: "Hi")
            try await anna.wait(for: .warningRaised, of: session.id)
            try await eventually { try Self.warnings(desk, session).count == 2 }
            let found = try Self.warnings(desk, session)
            #expect(found.map(\.kind) == [.newChat, .newChat])
            #expect(found.map(\.level) == [.agent, .manager])
            #expect(found.first?.recipients == ["anna", "ben", "cleo", "mia"])
            #expect(found.last?.recipients == ["mia"])
            try await mia.wait(for: .warningRaised, of: session.id)
            _ = try await desk.caller.pickUp(session, by: "anna").get()
            try await eventually { try Self.warnings(desk, session).count == 3 }
            let message = try #require(try Self.warnings(desk, session).last)
            #expect(message.kind == .newMessage)
            #expect(message.recipients == ["anna"])
            _ = try await desk.caller.post("Here I am", in: session, by: .agent("anna"))
            try await desk.waitForTurns(3)
            #expect(try Self.warnings(desk, session).count == 3, "an answer ends the wait")
            try await desk.tap.validate()
        }
    }

    @Test("a warning that falls due while no worker runs comes once, late by the restart")
    func restart() async throws {
        let channel = Self.warning(
            Channel.Warnings(agentNewChat: 10.0 / 60, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0))
        try await TestDesk.open([channel]) { desk in
            let session = try await desk.caller.open("ola", question: "Hi")
            await (try desk.worker()).stop()
            #expect(try Self.warnings(desk, session).isEmpty)
            try desk.startWorker(named: "later")
            try await eventually { try Self.warnings(desk, session).count == 1 }
            try await desk.waitForTurns(3)
            #expect(try Self.warnings(desk, session).count == 1)
        }
    }
}
