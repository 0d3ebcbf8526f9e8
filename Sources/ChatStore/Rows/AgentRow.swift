import ChatContract
import ChatCore

/// An agent's row.
enum AgentRow {
    static let columns = "agent, removed, profile, wanted, live, silent_since, leases, held, interval"

    static func write(_ state: AgentState, revision: Int64, _ sql: any SQLConnection) throws(StoreError) {
        var held: [String: AgentState.Hold] = [:]
        for (session, hold) in state.held { held[session.description] = hold }
        try sql.execute(
            """
            INSERT INTO agent (agent, revision, removed, profile, wanted, live, silent_since, leases, held, interval)
            VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agent) DO UPDATE SET revision = excluded.revision, removed = 0, profile = excluded.profile,
              wanted = excluded.wanted, live = excluded.live, silent_since = excluded.silent_since,
              leases = excluded.leases, held = excluded.held, interval = excluded.interval
            """,
            .text(state.agent.text), .integer(revision), try JSONColumn.encode(state.profile),
            .text(state.wanted.rawValue), SQLValue(state.isLive), SQLValue(state.silentSince),
            try JSONColumn.encode(state.leases), try JSONColumn.encode(held), try JSONColumn.encode(state.interval))
    }

    /// Marks an agent as removed, so that other workers see it.
    static func remove(_ agent: AgentHandle, revision: Int64, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute(
            "UPDATE agent SET removed = 1, revision = ? WHERE agent = ?", .integer(revision), .text(agent.text))
    }

    /// Reads a row of ``columns``; no state when the agent was removed.
    static func read(_ row: any SQLRow) throws(StoreError) -> (agent: AgentHandle, state: AgentState?) {
        let agent: AgentHandle = try row.handle(0)
        guard !row.bool(1) else { return (agent, nil) }
        let stored: [String: AgentState.Hold] = try JSONColumn.decode(row, 7)
        var held: [SessionID: AgentState.Hold] = [:]
        for (text, hold) in stored {
            guard let session = SessionID(text) else { throw StoreError(.corrupt, "\"\(text)\" is no session") }
            held[session] = hold
        }
        return (
            agent,
            AgentState(
                agent: agent, profile: try JSONColumn.decode(row, 2), wanted: try row.name(3),
                leases:
                    try JSONColumn.decode(row, 6), isLive: row.bool(4), silentSince: row.timeIfPresent(5), held: held,
                interval: try JSONColumn.decode(row, 8))
        )
    }
}
