import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Who comes, goes and is lost (guarantees 9, 15 and 16): real leases, short settings.
@Suite("Presence", .enabled(if: TestBroker.isAvailable))
struct PresenceTests {
    /// Everything that counts silence, as short as it may be.
    private static let impatient = Channel(
        channel: TestDesk.support, name: "Support",
        idle: Channel.Idle(disconnectedSeconds: 1, goneSeconds: 10, agentLostSeconds: 1, agentReturnSeconds: 2))

    @Test("an agent who is not heard of is lost, his visitor is told, and the chat returns to the front of its queue")
    func lostAgent() async throws {
        try await TestDesk.open([Self.impatient], arePresent: false) { desk in
            let visitor = try await desk.hearGateway()
            let team = try await desk.hearDesk()
            _ = try await desk.caller.ask(
                .gatewayRenew, as: .system("edge"), GatewayRenew(gateway: "edge", leaseSeconds: 120))
            try await desk.renewPresence(of: ["anna", "ben"], seconds: 5)
            let session = try await desk.caller.open()
            try await desk.renewPresence(of: ["ben"])
            let waiting = try await desk.caller.open("kari")
            #expect(try await desk.caller.pickUp(session, by: "anna").ok)
            // His commands count as a lease of a minute: a connection that goes takes it along.
            try await desk.renewPresence(of: ["anna"], seconds: 5)
            let drop = PresenceDrop(connection: "another")
            #expect(try await desk.caller.ask(.presenceDrop, as: .agent("anna"), drop).ok)
            try await team.wait(for: .sessionAgentLost, of: session.id)
            try await visitor.wait(for: .sessionAgentLost, of: session.id)
            let anna = try desk.store.look { reader throws(StoreError) in try reader.roster() }.agents["anna"]
            #expect(anna?.effective == .disconnected)
            try await eventually("the chat did not return") {
                try desk.session(session.id).status == .inQueue
            }
            try await eventually("the visitor was not told of his place in front") {
                visitor.events.contains { event in
                    guard event.session == session.id, case .queued(let queued) = event.data else { return false }
                    return queued.reason == .agentLost && queued.position == 1
                }
            }
            // In front of who has waited longer.
            let next = try await desk.caller.ask(
                .sessionPickUpNext, as: .agent("ben"), SessionPickUpNext(), returning: SessionTaken.self)
            #expect(try next.get().session == session.id)
            #expect(try desk.session(waiting.id).status == .inQueue)
            expectSound(try desk.events(of: session.id))
            try await desk.waitUntilPublished()
            try await desk.tap.validate()
        }
    }

    @Test("an agent who drops his connection is disconnected at once, and back with the next")
    func dropped() async throws {
        try await TestDesk.open([Self.impatient]) { desk in
            let team = try await desk.hearDesk()
            let caller = desk.caller
            #expect(try await caller.ask(.presenceDrop, as: .agent("anna"), PresenceDrop(connection: "desk")).ok)
            try await eventually("nobody was told") {
                team.transients(.presenceChanged).contains {
                    $0.data(as: PresenceChanged.self)?.effective == .disconnected
                }
            }
            let presence = try await caller.ask(
                .presenceSet, as: .agent("anna"), PresenceSet(status: .present), returning: PresenceIs.self)
            #expect(try presence.get().effective == .present)
            let away = try await caller.ask(
                .presenceSet, as: .agent("mia"), PresenceSet(status: .away, agents: ["anna"]),
                returning: PresenceIs.self)
            #expect(try away.get().wanted == .away)
            #expect(try away.get().effective == .away)
            let forbidden = try await caller.ask(
                .presenceSet, as: .agent("ben"), PresenceSet(status: .present, agents: ["anna"]))
            #expect(forbidden.refusal?.code == .forbidden)
        }
    }

    @Test("a visitor who closes his last window is marked, and his session ends")
    func goneVisitor() async throws {
        try await TestDesk.open([Self.impatient]) { desk in
            let anna = try await desk.hear("anna")
            let session = try await desk.caller.open()
            let back = try await desk.caller.open("kari")
            for chat in [session, back] { _ = try await desk.caller.pickUp(chat, by: "anna") }
            for (chat, visitor) in [(session, "ola"), (back, "kari")] {
                let detach = SessionDetach(session: chat.id, gateway: "edge", connection: "of-\(visitor)")
                let answer = try await desk.caller.ask(
                    .sessionDetach, to: chat.channel, as: .visitor, detach, key: chat.key)
                #expect(answer.ok)
            }
            try await anna.wait(for: .sessionDisconnected, of: back.id)
            let attach = SessionAttach(session: back.id, gateway: "edge", connection: "new", after: 3)
            let attached = try await desk.caller.ask(
                .sessionAttach, to: back.channel, as: .visitor, attach, key: back.key,
                returning: EventPage<VisitorView>.self
            ).get()
            #expect(attached.events.map(\.type.rawValue) == ["session.disconnected", "session.reconnected"])
            try await anna.wait(for: .sessionReconnected, of: back.id)
            try await anna.wait(for: .sessionClosed, of: session.id)
            guard case .finished(let finished)? = try desk.events(of: session.id).dropLast().last?.data else {
                throw TestFailure("the session did not finish")
            }
            #expect(finished.by == .gone)
            #expect(try desk.session(back.id).status.isLive)
            try await desk.waitUntilPublished()
            try await desk.tap.validate()
        }
    }

    @Test("a gateway that is not heard of takes its visitors along")
    func lostGateway() async throws {
        try await TestDesk.open([Self.impatient]) { desk in
            let anna = try await desk.hear("anna")
            let renew = GatewayRenew(gateway: "edge", leaseSeconds: 5)
            #expect(try await desk.caller.ask(.gatewayRenew, as: .system("edge"), renew).ok)
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            try await anna.wait(for: .sessionDisconnected, of: session.id)
            let refused = try await desk.caller.ask(.gatewayRenew, as: .agent("anna"), renew)
            #expect(refused.refusal?.code == .forbidden)
        }
    }

    @Test("a transfer that nobody answers expires, and the source keeps the chat")
    func transferExpiry() async throws {
        try await TestDesk.open { desk in
            let anna = try await desk.hear("anna")
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let request = TransferRequest(session: session.id, agent: "ben")
            let asked = try await desk.caller.ask(.transferRequest, to: session.channel, as: .agent("anna"), request)
            #expect(asked.ok)
            // A minute is long: the session's and the timer's clocks are put forward in the database.
            try desk.store.write { sql throws(StoreError) in
                let now = SQLValue.integer(Timestamp.now.milliseconds)
                try sql.execute("UPDATE timer SET due_at = ? WHERE kind = 'transferExpiry'", [now])
                try sql.execute("UPDATE channel SET version = version + 1", [])
                try sql.execute(
                    "UPDATE session SET transfer_expires_at = ?, version = (SELECT max(version) FROM channel)", [now])
            }
            try await anna.wait(for: .transferExpired, of: session.id)
            #expect(try desk.session(session.id).owner == "anna")
            let late = try await desk.caller.ask(.transferAccept, session, by: .agent("ben"))
            #expect(late.refusal?.code == .noTransferPending)
        }
    }
}
