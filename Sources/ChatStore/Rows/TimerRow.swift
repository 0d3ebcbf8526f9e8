import ChatContract
import ChatCore

/// A timer's row.
enum TimerRow {
    static let columns = "kind, subject, channel, due_at, silence"

    private static func subject(_ timer: Timer) -> String {
        switch timer.subject {
        case .session(let session, _): session.description
        case .agent(let agent): agent.text
        case .gateway(let gateway): gateway.text
        }
    }

    private static func id(_ timer: Timer) -> String { "\(timer.kind.rawValue):\(subject(timer))" }

    static func write(_ timer: Timer, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute(
            """
            INSERT INTO timer (id, channel, kind, subject, due_at, silence) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, silence = excluded.silence,
              channel = excluded.channel
            """,
            .text(id(timer)), SQLValue(timer.channel?.text), .text(timer.kind.rawValue), .text(subject(timer)),
            SQLValue(timer.dueAt), SQLValue(timer.silence))
    }

    /// Takes the timer away; `false` when somebody else did, or it was set anew, or went to another channel with its
    /// session.
    static func take(_ timer: Timer, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        try sql.execute(
            "DELETE FROM timer WHERE id = ? AND due_at = ? AND channel IS ?", .text(id(timer)), SQLValue(timer.dueAt),
            SQLValue(timer.channel?.text)) == 1
    }

    static func read(_ row: any SQLRow) throws(StoreError) -> Timer {
        let kind: Timer.Kind = try row.name(0)
        let subject: Timer.Subject =
            switch kind {
            case .transferExpiry, .visitorAbsent, .agentAbsent, .offerExpiry, .routeAgain, .attention, .idle,
                .postChatForm, .botSilence, .scheduledMessage:
                .session(try row.identifier(1), channel: try row.handle(2))
            case .agentLease: .agent(try row.handle(1))
            case .gatewayLease: .gateway(try row.handle(1))
            }
        return Timer(kind, subject, at: row.time(3), silence: row.spanIfPresent(4))
    }
}
