import ChatContract
import ChatCore
import Foundation
import Testing

@testable import ChatStore

/// A store in a folder of its own, with a small company in it, and a clock that stands until it is moved.
///
/// The channels `support` and `sales` have the agents `anna`, `ben` and `cleo`, who respond, and `mia`, who manages and
/// listens. All are Present.
final class StoreFixture {
    static let channels: [ChannelHandle] = ["support", "sales"]
    static let agents: [AgentHandle] = ["anna", "ben", "cleo", "mia"]

    let path: String
    let store: Store
    let view = StoreView()
    var now: Timestamp = "2026-11-22T12:00:00.000Z"
    private let folder: URL
    private var commands = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "samtale-store-\(UUID().uuidString)")
        path = folder.appending(path: "chat.sqlite").path
        store = try Store(path: path)
        for agent in Self.agents { try apply(.saveAgent(AgentSave(agent: agent, nickname: agent.text.capitalized))) }
        for channel in Self.channels {
            try apply(.saveChannel(Channel(channel: channel, name: channel.text.capitalized)))
            for agent in Self.agents {
                try apply(
                    .saveMember(
                        Member(
                            channel: channel, agent: agent, respond: agent != "mia", listen: agent == "mia",
                            manage: agent == "mia")))
            }
        }
        try apply(.setPresence(PresenceSet(status: .present, agents: Self.agents)))
        for agent in Self.agents {
            let renew = PresenceRenew(connection: "desk", leaseSeconds: 120)
            #expect(try control(.renewPresence(renew), by: .agent(agent)).isDone)
        }
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The same file, opened once more.
    func secondStore() throws -> Store { try Store(path: path) }

    // MARK: - Deciding

    func key(_ address: String, _ actor: Actor, _ subject: String = "", id: String? = nil) -> CommandKey {
        commands += 1
        return CommandKey(
            address: address, login: "worker", actor: actor, subject: subject, messageID: id ?? "m\(commands)")
    }

    @discardableResult
    func commit<Value>(
        worker: String = "a", _ body: (Transaction) throws(StoreError) -> Value
    ) throws(StoreError) -> Committed<Value> {
        try store.transaction(view, worker: worker, at: now, body)
    }

    /// Decides a command to a channel, as the worker does.
    func decide(
        _ command: ChannelCommand, by actor: Actor, on channel: ChannelHandle = "support", in transaction: Transaction
    ) throws(StoreError) -> CommandOutcome {
        guard try transaction.refresh(channel) else {
            return .refused(status: nil, Refusal(.unknownChannel, "there is no channel \(channel)"))
        }
        let key = key(channel.text, actor, command.session?.description ?? "")
        var request = CommandRequest(actor: actor, key: key, command: command)
        if let session = command.session, transaction.view.desk(channel)?[session] == nil {
            request.archived = try transaction.archived(session, on: channel)
        }
        return try transaction.decide(request, on: channel, cause: Transaction.Cause(messageID: "m\(commands)"))
    }

    @discardableResult
    func send(
        _ command: ChannelCommand, by actor: Actor, on channel: ChannelHandle = "support"
    ) throws -> CommandOutcome {
        try commit { transaction throws(StoreError) in
            try decide(command, by: actor, on: channel, in: transaction)
        }.value
    }

    @discardableResult
    func control(_ command: ControlCommand, by actor: Actor) throws -> CommandOutcome {
        try commit { transaction throws(StoreError) in
            try transaction.decide(
                command, by: actor, key: key("control", actor), cause: Transaction.Cause(messageID: "m\(commands)"))
        }.value
    }

    func apply(_ command: ControlCommand) throws {
        let outcome = try control(command, by: .system("apply"))
        guard outcome.isDone else { throw StoreError(.internal, "\(outcome)") }
    }

    func open(
        _ visitor: String = "ola", on channel: ChannelHandle = "support", question: String? = nil
    ) throws -> SessionID {
        let body = SessionOpen(
            visitorId: "browser-secret-of-\(visitor)".padding(toLength: 40, withPad: "-", startingAt: 0),
            gateway: "edge", connection: "of-\(visitor)", name: visitor, email: "\(visitor)@example.com",
            question: question)
        guard case .done(_, let facts) = try send(.open(body), by: .visitor, on: channel) else {
            throw StoreError(.internal, "no session was opened")
        }
        return try #require(facts.session)
    }

    // MARK: - Looking

    func number(_ query: String) throws -> Int64 {
        try #require(try store.read { sql throws(StoreError) in try sql.first(query) { $0.integer(0) } })
    }

    func session(_ id: SessionID) throws -> Session {
        try #require(try store.look { reader throws(StoreError) in try reader.session(id) })
    }

    func run(_ statement: String) throws {
        try store.write { sql throws(StoreError) in try sql.execute(statement, []) }
    }
}

extension CommandOutcome {
    var isDone: Bool {
        if case .done = self { true } else { false }
    }
}
