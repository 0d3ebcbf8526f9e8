import AMQP
import ChatContract
import ChatCore
import ChatStore
import ChatWorker

/// Sees all that is written, and what of it was kept.
final class StoreWatch {
    /// An event as it stands in the store.
    struct Kept {
        var event: Event
        var body: [UInt8]
        var visitorBody: [UInt8]?
        /// The routing keys of those who are to get it.
        var keys: [String]
        /// The message-id of the command that caused it.
        var cause: String
    }

    /// What a transaction decided about, and when.
    struct Inputs {
        var inputs: DecisionInputs<SimulatedDelivery>
        var at: Timestamp
    }

    /// A transaction that was kept.
    struct Commit {
        var events: [Kept] = []
        /// Whether agents or sessions were written.
        var hasState = false
        var inputs: [Inputs] = []
        var hasAgents = false
        /// Gateways that are held for lost.
        var lostGateways: [String] = []
        /// The message-ids of commands of which failed attempts are forgotten: they are parked, or done after all.
        var parked: [String] = []
    }

    private let engine: Engine
    private var pending = Commit()
    /// The events that are kept, by message-id.
    private(set) var events: [String: Kept] = [:]
    /// What was decided about, in the order of the commits.
    private(set) var journal: [Inputs] = []
    private(set) var commits = 0
    /// The message-ids of commands that were decided, or parked.
    private(set) var done: Set<String> = []
    var onCommit: (Commit) -> Void = { _ in }

    init(_ engine: Engine) {
        self.engine = engine
    }

    func begin() { pending = Commit() }

    func note(_ inputs: Inputs) { pending.inputs.append(inputs) }

    /// A statement is run.
    func see(_ sql: String, _ values: [SQLValue]) {
        if sql.hasPrefix("INSERT INTO event") {
            seeEvent(sql, values)
        } else if sql.hasPrefix("UPDATE session") || sql.hasPrefix("INSERT INTO session") {
            pending.hasState = true
        } else if sql.hasPrefix("DELETE FROM attempt WHERE delivery"), case .text(let name) = values.first {
            // Queue, login and message-id.
            pending.parked.append(String(name.split(separator: " ", maxSplits: 2).last ?? ""))
        } else if sql.hasPrefix("INSERT INTO gateway"), case .text(let gateway) = values.first, values.last == .null {
            pending.lostGateways.append(gateway)
        } else if sql.hasPrefix("INSERT INTO agent") {
            pending.hasState = true
            pending.hasAgents = true
        }
    }

    /// Where the columns stand among the values, by the statement.
    private var columns: [String: [String: Int]] = [:]

    private func columns(of sql: String) -> [String: Int] {
        if let known = columns[sql] { return known }
        let names = sql.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.split(separator: ",")
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() { places[name.filter { !$0.isWhitespace }] = index }
        columns[sql] = places
        return places
    }

    private func seeEvent(_ sql: String, _ values: [SQLValue]) {
        let places = columns(of: sql)
        func value(_ column: String) -> SQLValue {
            places[column].flatMap { $0 < values.count ? values[$0] : nil } ?? .null
        }
        guard case .utf8(let body) = value("body"), case .text(let agents) = value("agents"),
            case .text(let gateways) = value("gateways"), case .integer(let desk) = value("desk"),
            case .text(let cause) = value("cause"), let event = try? WireJSON.decode(Event.self, from: body)
        else {
            engine.fail("events can be read", "an event was written in another form than this simulator knows")
            return
        }
        var visitorBody: [UInt8]?
        if case .utf8(let text) = value("visitor_body") { visitorBody = text }
        let type = event.type.rawValue
        var keys = [RoutingKey.event(event.type, channel: event.channel, session: event.session)]
        keys += agents.split(separator: ",").map { "agent.\($0).\(type)" }
        keys += gateways.split(separator: ",").map { "gateway.\($0).\(type)" }
        if desk != 0 { keys.append(RoutingKey.desk(event.channel, type)) }
        pending.events.append(Kept(event: event, body: body, visitorBody: visitorBody, keys: keys, cause: cause))
    }

    /// The transaction is kept.
    func keep() {
        let commit = pending
        pending = Commit()
        commits += 1
        done.formUnion(commit.parked)
        for record in commit.inputs {
            guard case .commands(let items) = record.inputs else { continue }
            for item in items { done.insert(item.delivery.properties.messageID ?? "") }
        }
        for kept in commit.events { events[kept.event.messageID] = kept }
        if engine.options.sabotage != .forgottenInput || !engine.random.oneIn(20) { journal += commit.inputs }
        onCommit(commit)
    }
}
