import ChatContract
import ChatCore

/// An agent's row.
enum AgentRow {
    static let columns = "agent, removed, profile, wanted, live, silent_since, leases, held, interval, state"

    /// What a row says of an agent.
    enum Result {
        case there(AgentState)
        case removed(nextInterval: Int64)
    }

    /// What routing remembers of him.
    private struct RoutingState: Codable {
        /// Session and channel of each chat that he is asked to take.
        var offered: [String: ChannelHandle]?
        var isNotResponding: Bool?
        var lastTurn: Int64?
        var freeSince: Timestamp?
    }

    static func write(_ state: AgentState, revision: Int64, _ sql: any SQLConnection) throws(StoreError) {
        var held: [String: AgentState.Hold] = [:]
        for (session, hold) in state.held { held[session.description] = hold }
        var routing = RoutingState(lastTurn: state.lastTurn, freeSince: state.freeSince)
        if state.isNotResponding { routing.isNotResponding = true }
        if !state.offered.isEmpty {
            var offered: [String: ChannelHandle] = [:]
            for (session, channel) in state.offered { offered[session.description] = channel }
            routing.offered = offered
        }
        try sql.execute(
            """
            INSERT INTO agent (agent, revision, removed, profile, wanted, live, silent_since, leases, held, interval,
              state)
            VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agent) DO UPDATE SET revision = excluded.revision, removed = 0, profile = excluded.profile,
              wanted = excluded.wanted, live = excluded.live, silent_since = excluded.silent_since,
              leases = excluded.leases, held = excluded.held, interval = excluded.interval, state = excluded.state
            """,
            .text(state.agent.text), .integer(revision), try JSONColumn.encode(state.profile),
            .text(state.wanted.rawValue), SQLValue(state.isLive), SQLValue(state.silentSince),
            try JSONColumn.encode(state.leases), try JSONColumn.encode(held), try JSONColumn.encode(state.interval),
            try JSONColumn.encode(routing))
    }

    /// Marks an agent as removed, so that other workers see it.
    static func remove(_ agent: AgentHandle, revision: Int64, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute(
            "UPDATE agent SET removed = 1, revision = ? WHERE agent = ?", .integer(revision), .text(agent.text))
    }

    /// Reads a row of ``columns``; of an agent who was removed only the number of the next stretch of his time.
    static func read(_ row: any SQLRow) throws(StoreError) -> (agent: AgentHandle, Result) {
        let agent: AgentHandle = try row.handle(0)
        let interval: AgentState.Interval = try JSONColumn.decode(row, 8)
        guard !row.bool(1) else { return (agent, .removed(nextInterval: interval.n + 1)) }
        let stored: [String: AgentState.Hold] = try JSONColumn.decode(row, 7)
        var held: [SessionID: AgentState.Hold] = [:]
        for (text, hold) in stored {
            guard let session = SessionID(text) else { throw StoreError(.corrupt, "\"\(text)\" is no session") }
            held[session] = hold
        }
        let routing: RoutingState = try JSONColumn.decode(row, 9)
        var state = AgentState(
            agent: agent, profile: try JSONColumn.decode(row, 2), wanted: try row.name(3),
            leases: try JSONColumn.decode(row, 6), isLive: row.bool(4), silentSince: row.timeIfPresent(5), held: held,
            freeSince: routing.freeSince ?? interval.since, interval: interval)
        for (text, channel) in routing.offered ?? [:] {
            guard let session = SessionID(text) else { throw StoreError(.corrupt, "\"\(text)\" is no session") }
            state.offered[session] = channel
        }
        state.isNotResponding = routing.isNotResponding ?? false
        state.lastTurn = routing.lastTurn ?? 0
        return (agent, .there(state))
    }
}
