import BrokerTesting
import ChatClient
import ChatContract
import Synchronization
import Testing

/// All that comes by some routing keys, in the order in which it comes.
final class EventLog: Sendable {
    private let subscription: EventSubscription
    private let received = Mutex<[ReceivedEvent]>([])
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ client: ChatClient, _ routingKeys: [String]) async throws {
        subscription = try await client.subscribe(to: routingKeys)
        let reading = Task { [subscription, weak self] in
            for await event in subscription { self?.received.withLock { $0.append(event) } }
        }
        task.withLock { $0 = reading }
    }

    func close() async {
        await subscription.close()
        await task.withLock { $0 }?.value
    }

    /// The events of sessions, without transient news.
    var events: [Event] { received.withLock { $0 }.compactMap(\.event) }

    /// The types of a session's events, in the order of their numbers, each once.
    func types(of session: SessionID) -> [String] {
        var bySeq: [Int64: String] = [:]
        for event in events where event.session == session { bySeq[event.seq] = event.type.rawValue }
        return bySeq.sorted { $0.key < $1.key }.map(\.value)
    }

    func transients(_ type: TransientType) -> [ReceivedEvent] {
        received.withLock { $0 }.filter { $0.transientType == type }
    }

    /// Waits for an event of the session.
    @discardableResult
    func wait(for type: EventType, of session: SessionID, within limit: Duration = .seconds(120)) async throws -> Event
    {
        var found: Event?
        try await eventually(within: limit, "no \(type.rawValue) came, but \(types(of: session))") {
            found = events.last { $0.type == type && $0.session == session }
            return found != nil
        }
        return try #require(found)
    }
}

extension TestDesk {
    /// What an agent's client hears.
    func hear(_ agent: AgentHandle) async throws -> EventLog { try await EventLog(client, ["agent.\(agent).#"]) }

    /// What a gateway hears for its visitors.
    func hearGateway(_ gateway: GatewayHandle = "edge") async throws -> EventLog {
        try await EventLog(client, ["gateway.\(gateway).#"])
    }

    /// What all agents of a channel hear.
    func hearDesk(_ channel: ChannelHandle = support) async throws -> EventLog {
        try await EventLog(client, ["desk.\(channel).#"])
    }
}

/// Checks what holds of the events of any session: numbers without a gap, the visitor's chain, time that never goes back.
func expectSound(_ events: [Event], sourceLocation: SourceLocation = #_sourceLocation) {
    var visible: Int64 = 0
    for (index, event) in events.enumerated() {
        #expect(event.seq == Int64(index + 1), sourceLocation: sourceLocation)
        if event.visibility == .visitor {
            #expect(event.previous == visible, sourceLocation: sourceLocation)
            visible = event.seq
        }
        if index > 0 { #expect(event.at >= events[index - 1].at, sourceLocation: sourceLocation) }
    }
}
