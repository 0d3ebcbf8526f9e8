import ChatContract
import ChatCore

/// All that is held about whoever has an e-mail address, as one JSON document.
struct PersonalDataExport {
    private let data: PersonalData
    private let reader: StoreReader
    private let email: String
    private let now: Timestamp

    init(of email: String, at now: Timestamp, _ sql: any SQLConnection) throws(StoreError) {
        data = try PersonalData(of: email, sql)
        reader = StoreReader(sql)
        self.email = email
        self.now = now
    }

    /// The document, and whether there is anything in it.
    func document() throws(StoreError) -> (json: [UInt8], isEmpty: Bool) {
        do {
            return try write()
        } catch {
            throw StoreError(error)
        }
    }

    /// What somebody agreed to, when, and where.
    private struct Consent: Encodable {
        var session: SessionID
        var channel: ChannelHandle
        var at: Timestamp
        /// The sentence beside the box.
        var text: String
        /// Where the terms stood.
        var link: String?
    }

    private func write() throws -> (json: [UInt8], isEmpty: Bool) {
        var document = JSONObject()
        document.append("email", text: email)
        document.append("exportedAt", plain: now.description)
        try document.append("addresses", data.addresses)
        document.append("persons", list: try data.persons.map { try WireJSON.encode($0.entry) })
        let records = try data.records()
        document.append("records", list: try records.map { try WireJSON.encode($0) })
        let chats = try data.chats()
        var sessions: [[UInt8]] = []
        var requests: [Request] = []
        var consents: [Consent] = []
        for chat in chats {
            guard let session = try reader.session(chat.session) else { continue }
            let events = try reader.events(of: chat.session, as: .agents, after: 0, limit: .max - 1).events
            let own = try data.requests(of: chat.session)
            sessions.append(try write(session, events))
            requests += own
            if let consent = try consent(session, events, own) { consents.append(consent) }
        }
        document.append("sessions", list: sessions)
        document.append("requests", list: try requests.map { try WireJSON.encode($0) })
        document.append("consents", list: try consents.map { try WireJSON.encode($0) })
        return (document.json, data.persons.isEmpty && chats.isEmpty && records.isEmpty)
    }

    private func write(_ session: Session, _ events: [[UInt8]]) throws -> [UInt8] {
        var object = JSONObject()
        object.append("session", plain: session.id.description)
        object.append("channel", plain: session.channel.text)
        object.append("status", plain: session.status.rawValue)
        object.append("openedAt", plain: session.openedAt.description)
        try object.append("visitor", session.visitor)
        if let page = session.origin.page { object.append("page", text: page) }
        if let host = session.origin.host { object.append("host", text: host) }
        if let zone = session.origin.timeZone { object.append("timeZone", text: zone) }
        if let rating = session.extra.rating { try object.append("rating", rating) }
        if let contact = session.extra.contact { try object.append("linkedTo", contact) }
        object.append("events", list: events)
        return object.json
    }

    /// When consent was given first, and to what: the texts of the settings that the visitor was shown.
    private func consent(_ session: Session, _ events: [[UInt8]], _ requests: [Request]) throws -> Consent? {
        var at: Timestamp?
        for body in events where at == nil {
            let event = try WireJSON.decode(Event.self, from: body)
            switch event.data {
            case .opened(let opened): if opened.visitor.consented == true { at = event.at }
            case .identified(let identified): if identified.visitor.consented == true { at = event.at }
            default: break
            }
        }
        at = at ?? requests.first { $0.visitor.consented == true }?.at
        guard let at else { return nil }
        let shown = try reader.settings(session.channel, version: session.settingsVersion)
        let language =
            session.visitor.language.flatMap { Language(tag: $0) } ?? shown.flatMap { Language(tag: $0.language) }
        return Consent(
            session: session.id, channel: session.channel, at: at,
            text: shown?.consent.text ?? ConsentSentence.standard(language ?? .en), link: shown?.consent.link)
    }
}

extension Store {
    /// All that is held about whoever has an e-mail address, as one JSON document; and whether that is nothing.
    public func personalData(
        of email: String, at now: Timestamp
    ) throws(StoreError) -> (json: [UInt8], isEmpty: Bool) {
        try read { sql throws(StoreError) in try PersonalDataExport(of: email, at: now, sql).document() }
    }
}
