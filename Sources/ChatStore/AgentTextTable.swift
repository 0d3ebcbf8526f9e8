import ChatContract
import ChatCore

/// Templates of all agents; quick replies and shortcuts of each.
enum AgentTextTable {
    static func write(_ change: AgentTextChange, _ sql: any SQLConnection) throws(StoreError) {
        switch change {
        case .templateSaved(let template):
            try sql.execute(
                """
                INSERT INTO template (template, folder, name, published, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (template) DO UPDATE SET folder = excluded.folder, name = excluded.name,
                  published = excluded.published, body = excluded.body
                """, .text(template.template.description), SQLValue(template.folder?.description),
                .text(template.name), SQLValue(template.published), try JSONColumn.encode(template))
        case .templateRemoved(let template):
            try sql.execute("DELETE FROM template WHERE template = ?", .text(template.description))
            try forget("template", template.description, sql)
        case .quickReplySaved(let reply, let agent):
            try sql.execute(
                """
                INSERT INTO quick_reply (agent, quick_reply, rank, body) VALUES (?, ?, ?, ?)
                ON CONFLICT (agent, quick_reply) DO UPDATE SET rank = excluded.rank, body = excluded.body
                """, .text(agent.text), .text(reply.quickReply.description), .integer(Int64(reply.rank)),
                try JSONColumn.encode(reply))
        case .quickReplyRemoved(let reply, let agent):
            try sql.execute(
                "DELETE FROM quick_reply WHERE agent = ? AND quick_reply = ?", .text(agent.text),
                .text(reply.description))
            try forget("quickReply", reply.description, sql)
        case .favouriteSet(let body, let agent):
            try sql.execute(
                """
                INSERT INTO shortcut (agent, kind, id, favourite) VALUES (?, ?, ?, ?)
                ON CONFLICT (agent, kind, id) DO UPDATE SET favourite = excluded.favourite
                """, .text(agent.text), .text(body.kind.rawValue), .text(body.id), SQLValue(body.favourite))
        case .used(let body, let agent, let at):
            try sql.execute(
                """
                INSERT INTO shortcut (agent, kind, id, used_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (agent, kind, id) DO UPDATE SET used_at = excluded.used_at
                """, .text(agent.text), .text(body.kind.rawValue), .text(body.id), SQLValue(at))
            // A history holds the last fifty.
            try sql.execute(
                """
                DELETE FROM shortcut WHERE agent = ? AND kind = ? AND favourite = 0 AND id NOT IN
                  (SELECT id FROM shortcut WHERE agent = ? AND kind = ? ORDER BY used_at DESC LIMIT 50)
                """, .text(agent.text), .text(body.kind.rawValue), .text(agent.text), .text(body.kind.rawValue))
        }
    }

    /// What was removed leads nowhere any more.
    static func forget(_ kind: String, _ id: String, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute("DELETE FROM shortcut WHERE kind = ? AND id = ?", .text(kind), .text(id))
    }

    /// An agent was removed: nobody else sees what was his own.
    static func forget(_ agent: AgentHandle, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute("DELETE FROM quick_reply WHERE agent = ?", .text(agent.text))
        try sql.execute("DELETE FROM shortcut WHERE agent = ?", .text(agent.text))
    }
}
