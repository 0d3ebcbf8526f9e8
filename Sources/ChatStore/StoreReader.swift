import ChatContract
import ChatCore

/// Looks at the last commit: what queries and answers are made of. Writes nothing.
public struct StoreReader {
    let sql: any SQLConnection
    private let copies: DeskCopies?
    private let seen = SeenRevisions()

    /// - Parameter copies: what earlier readers of the same store left; without any, all is read.
    init(_ sql: any SQLConnection, _ copies: DeskCopies? = nil) {
        self.sql = sql
        self.copies = copies
    }

    /// A page of events.
    public struct Page: Sendable {
        /// The bodies as they were published, ascending.
        public var events: [[UInt8]] = []
        /// Whether there are more after these.
        public var more = false
    }

    /// Which form of events a reader gets.
    public enum Form: Sendable {
        /// All of them, with handles: for operators.
        case agents
        /// The same without the listening in of which this agent was not told: it is silent towards the owner.
        case agent(AgentHandle)
        case visitor
    }

    /// The body of an event as the reader gets it; `nil` when it is not for him.
    private static func body(_ row: any SQLRow, as form: Form) -> [UInt8]? {
        switch form {
        case .agents:
            return row.bytes(0)
        case .visitor:
            return row.isNull(1) ? row.bytes(0) : row.bytes(1)
        case .agent(let agent):
            let isListening = [EventType.sessionListened, .sessionUnlistened].contains { $0.rawValue == row.text(2) }
            let isTold = row.text(3).split(separator: ",").contains { $0 == agent.text }
            return isListening && !isTold ? nil : row.bytes(0)
        }
    }

    /// The lowest value of the column `visible` that the reader gets.
    private static func visibility(_ form: Form) -> SQLValue {
        if case .visitor = form { .integer(1) } else { .integer(0) }
    }

    /// A session, live or over.
    public func session(_ id: SessionID) throws(StoreError) -> Session? {
        try sql.first(
            "SELECT \(SessionRow.columns) FROM session WHERE session = ?", .text(id.description), read: SessionRow.read
        )?.session
    }

    /// The events above `after`, in order.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - byteLimit: how long their bodies may be together; one event is given in any case.
    public func events(
        of session: SessionID, as form: Form, after: Int64, limit: Int, byteLimit: Int = .max
    ) throws(StoreError) -> Page {
        var page = Page()
        var bytes = 0
        try sql.query(
            """
            SELECT e.body, e.visitor_body, e.type, e.agents FROM event e
            WHERE e.session = (SELECT number FROM session WHERE session = ?) AND e.seq > ?
              AND e.visible >= ? ORDER BY e.seq LIMIT ?
            """,
            [
                .text(session.description), .integer(after), Self.visibility(form),
                .integer(Int64(limit + 1)),
            ]
        ) { row in
            guard let body = Self.body(row, as: form) else { return }
            bytes += body.count
            guard !page.more, page.events.count < limit, page.events.isEmpty || bytes <= byteLimit else {
                page.more = true
                return
            }
            page.events.append(body)
        }
        return page
    }

    /// The last events, ascending; `more` when there are older ones.
    public func lastEvents(of session: SessionID, as form: Form, limit: Int) throws(StoreError) -> Page {
        var page = Page()
        try sql.query(
            """
            SELECT e.body, e.visitor_body, e.type, e.agents FROM event e
            WHERE e.session = (SELECT number FROM session WHERE session = ?) AND e.visible >= ?
            ORDER BY e.seq DESC LIMIT ?
            """,
            [.text(session.description), Self.visibility(form), .integer(Int64(limit + 1))]
        ) { row in
            guard let body = Self.body(row, as: form) else { return }
            if page.events.count < limit {
                page.events.append(body)
            } else {
                page.more = true
            }
        }
        page.events.reverse()
        return page
    }

    /// The place of a waiting session, from 1.
    public func position(of session: Session) throws(StoreError) -> Int? {
        guard case .waiting(let waiting) = session.phase else { return nil }
        return try sql.first(
            """
            SELECT count(*) FROM session
            WHERE channel = ? AND place IS NOT NULL AND (place, leg_since, session) < (?, ?, ?)
            """, .text(session.channel.text), .integer(waiting.returned ? 0 : 1), SQLValue(waiting.since),
            .text(session.id.description)
        ) { Int($0.integer(0)) + 1 }
    }

    /// How long the last accepted chats of a channel had waited.
    public func recentWaits(_ channel: ChannelHandle) throws(StoreError) -> [Span] {
        try sql.first("SELECT recent_waits FROM channel WHERE channel = ?", .text(channel.text)) {
            row throws(StoreError) in
            try JSONColumn.decode(row, 0) as [Span]
        } ?? []
    }

    /// Which sessions a list is about.
    public enum Selection: Sendable {
        case waiting([ChannelHandle])
        case ongoing([ChannelHandle])
        /// Not over, whoever has them.
        case live([ChannelHandle])
        case owned(by: AgentHandle)
        case listened(by: AgentHandle)
        /// Over since then, on these channels.
        case ended(since: Timestamp, [ChannelHandle])
        /// Over since then, and the agent had them last.
        case handled(by: AgentHandle, since: Timestamp)
        case all([ChannelHandle])
        /// Handed over to the agent, who has not answered yet.
        case transferring(to: AgentHandle)
        /// Linked to a person or to somebody of a company.
        case linked(ContactGet)
    }

    /// Sessions of a selection: the queue in its order, others newest first.
    ///
    /// - Parameters:
    ///   - text: what must stand in the visitor's name, e-mail address or company, or be how the request's id begins.
    ///   - before: the number of the session after which the page begins.
    /// - Returns: the sessions with their numbers, which serve as cursors.
    public func sessions(
        _ selection: Selection, text: String? = nil, before: Int64? = nil, limit: Int
    ) throws(StoreError) -> [(number: Int64, session: Session)] {
        var values: [SQLValue] = []
        func list(_ channels: [ChannelHandle]) -> String {
            values += channels.map { .text($0.text) }
            return "channel IN (\(channels.map { _ in "?" }.joined(separator: ", ")))"
        }
        var order = "number DESC"
        let condition: String
        switch selection {
        case .waiting(let channels):
            condition = "\(list(channels)) AND place IS NOT NULL"
            order = "place, leg_since, session"
        case .ongoing(let channels):
            condition = "\(list(channels)) AND live = 1 AND owner IS NOT NULL"
        case .live(let channels):
            condition = "\(list(channels)) AND live = 1"
        case .owned(let agent):
            condition = "owner = ? AND live = 1"
            values.append(.text(agent.text))
        case .listened(let agent):
            condition = "live = 1 AND listeners LIKE ? ESCAPE '!'"
            values.append(.text("%\"\(agent.text.escapedForLike)\"%"))
        case .ended(let since, let channels):
            condition = "\(list(channels)) AND ended_at >= ?"
            values.append(SQLValue(since))
        case .handled(let agent, let since):
            condition = "last_agent = ? AND ended_at >= ?"
            values += [.text(agent.text), SQLValue(since)]
        case .all(let channels):
            condition = list(channels)
        case .transferring(let agent):
            condition = "owner IS NOT NULL AND transfer_to = ? AND live = 1"
            values.append(.text(agent.text))
        case .linked(let contact):
            guard let (linked, value) = Self.condition(contact, "") else { return [] }
            condition = linked
            values.append(value)
        }
        var page = ""
        if let text {
            page = """
                AND (visitor ->> '$.name' LIKE ? ESCAPE '!' OR visitor ->> '$.email' LIKE ? ESCAPE '!'
                  OR visitor ->> '$.company' LIKE ? ESCAPE '!' OR request LIKE ? ESCAPE '!')
                """
            values += Array(repeating: .text("%\(text.escapedForLike)%"), count: 3)
            values.append(.text("\(text.escapedForLike)%"))
        }
        if let before {
            page += " AND number < ?"
            values.append(.integer(before))
        }
        values.append(.integer(Int64(limit)))
        var result: [(number: Int64, session: Session)] = []
        try sql.query(
            "SELECT \(SessionRow.columns) FROM session WHERE \(condition) \(page) ORDER BY \(order) LIMIT ?", values
        ) { row throws(StoreError) in result.append(try SessionRow.read(row)) }
        return result
    }

    /// What a channel's queue looks like: how many wait, since when the longest, how many chats go on.
    public func figures(_ channel: ChannelHandle) throws(StoreError) -> (
        waiting: Int, longestSince: Timestamp?, ongoing: Int
    ) {
        try sql.first(
            """
            SELECT count(*) FILTER (WHERE place IS NOT NULL), min(leg_since) FILTER (WHERE place IS NOT NULL),
                   count(*) FILTER (WHERE owner IS NOT NULL)
            FROM session WHERE channel = ? AND live = 1
            """, .text(channel.text)
        ) { (Int($0.integer(0)), $0.timeIfPresent(1), Int($0.integer(2))) } ?? (0, nil, 0)
    }

    /// The settings of a channel at a version.
    public func settings(_ channel: ChannelHandle, version: Int64) throws(StoreError) -> Channel? {
        try sql.first(
            "SELECT settings FROM settings WHERE channel = ? AND version = ?", .text(channel.text), .integer(version),
            read: { row throws(StoreError) in try JSONColumn.decode(row, 0) })
    }

    /// Whether anybody who may respond is Present on a channel.
    public func isAttended(_ channel: ChannelHandle) throws(StoreError) -> Bool {
        let registry = try registry()
        guard let settings = registry.channels[channel] else { return false }
        return Desk(settings: settings, members: registry.members[channel] ?? [:]).isAttended(try roster())
    }

    /// A page of the FAQ with the numbers that serve as cursors.
    public func faqEntries(
        in folder: FolderID?, after: Int64, limit: Int
    ) throws(StoreError) -> [(number: Int64, entry: FAQEntry)] {
        try sql.all(
            "SELECT number, body FROM faq WHERE number > ? AND (? IS NULL OR folder = ?) ORDER BY number LIMIT ?",
            .integer(after), SQLValue(folder?.description), SQLValue(folder?.description), .integer(Int64(limit))
        ) { row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1)) }
    }

    /// An entry of the FAQ.
    public func faqEntry(_ id: FAQEntryID) throws(StoreError) -> FAQEntry? { try FAQTable.entry(id, sql) }

    /// Entries of a folder that everybody may read, in their order.
    public func faqShown(in folder: FolderID?, limit: Int) throws(StoreError) -> [FAQEntry] {
        try sql.all(
            "SELECT body FROM faq WHERE shown = 1 AND folder IS ? ORDER BY number LIMIT ?",
            SQLValue(folder?.description), .integer(Int64(limit))
        ) { row throws(StoreError) in try JSONColumn.decode(row, 0) }
    }

    /// The entries of the FAQ that fit a sentence, the best first.
    ///
    /// - Parameter language: what its writer speaks, where that is known.
    public func faqSearch(
        _ sentence: String, language: Language?, in folders: [FolderID]?, shownOnly: Bool, limit: Int
    ) throws(StoreError) -> [FAQEntry] {
        try FAQTable.search(sentence, language: language, in: folders, shownOnly: shownOnly, limit: limit, sql)
    }

    /// A request that a visitor left, or an agent made.
    public func request(_ id: RequestID) throws(StoreError) -> Request? {
        try sql.first(
            """
            SELECT session, channel, at, visitor, text, category, priority, title, made_by
            FROM request WHERE request = ?
            """,
            .text(id.description)
        ) { row throws(StoreError) in try Self.request(id, row) }
    }

    /// A request by its columns, in the order of ``request(_:)``.
    static func request(_ id: RequestID, _ row: any SQLRow) throws(StoreError) -> Request {
        Request(
            request: id, session: try row.identifier(0), channel: try row.handle(1), at: row.time(2),
            by: try row.nameIfPresent(8), visitor: try JSONColumn.decode(row, 3), title: row.textIfPresent(7),
            text: row.text(4), category: try row.identifierIfPresent(5),
            priority: try row.identifierIfPresent(6))
    }

    /// All channels with settings and members.
    public func registry() throws(StoreError) -> ChannelRegistry {
        guard let copies else { return try Transaction.registry(sql) }
        return try copies.registry(sql, at: try revisions().registry)
    }

    /// All agents and gateways.
    public func roster() throws(StoreError) -> Roster {
        if let copies { return try copies.roster(sql, at: try revisions().roster) }
        var roster = Roster()
        try Transaction.refresh(&roster, since: -1, sql)
        return roster
    }

    /// The statistic events of a type, oldest first.
    public func statistics(_ type: String) throws(StoreError) -> [[UInt8]] {
        try sql.all("SELECT body FROM statistic WHERE type = ? ORDER BY id", .text(type)) { $0.bytes(0) }
    }

    /// The revisions of registry and roster, by which a copy of them is known to be true. One look sees one commit, so it
    /// asks for them once.
    private func revisions() throws(StoreError) -> Revisions {
        if let known = seen.revisions { return known }
        let revisions = try Revisions.read(sql)
        seen.revisions = revisions
        return revisions
    }

    private final class SeenRevisions {
        var revisions: Revisions?
    }
}

extension Store {
    /// Looks at the last commit.
    public func look<Value>(_ body: (StoreReader) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try read { sql throws(StoreError) in try body(StoreReader(sql, copies)) }
    }
}

extension String {
    /// For LIKE with `!` as the escape: everything stands for itself.
    var escapedForLike: String {
        reduce(into: "") { text, character in
            text += character == "_" || character == "%" || character == "!" ? "!\(character)" : String(character)
        }
    }
}
