import ChatContract

/// A channel's live state: its settings, its members and the sessions that are not over.
///
/// Deciding is pure: no clock, no random source, no store. Time, identifiers and whatever must be looked up come in as
/// values, so a recorded run replays to the same state.
public struct Desk: Sendable, Equatable {
    public var settings: Channel {
        _read { yield today.channel }
        set { today = SharedSettings(newValue) }
    }
    private(set) var today: SharedSettings
    /// When the channel is open; `nil` for always.
    var calendar: OpeningCalendar? { today.calendar }
    /// Earlier settings whose texts running sessions were shown, by version.
    var earlier: [Int64: SharedSettings] = [:]
    public var members: [AgentHandle: Member]
    public internal(set) var sessions: [SessionID: Session]
    /// The waiting sessions in the order in which they are served.
    public private(set) var queue: [Place]
    private var byVisitor: [VisitorDigest: SessionID]
    /// How long the last accepted chats had waited, the newest last, at most 20.
    public var recentWaits: [Span]

    /// A waiting session's place: returned chats first, then by time, then by session (decisions, "Queue order").
    public struct Place: Comparable, Sendable {
        public let session: SessionID
        let returned: Bool
        public let since: Timestamp

        public static func < (left: Place, right: Place) -> Bool {
            (left.returned ? 0 : 1, left.since, left.session) < (right.returned ? 0 : 1, right.since, right.session)
        }
    }

    /// Earlier settings count where a session was shown them: others may be at hand or not.
    public static func == (left: Desk, right: Desk) -> Bool {
        left.settings == right.settings && left.members == right.members && left.sessions == right.sessions
            && left.queue == right.queue && left.byVisitor == right.byVisitor && left.recentWaits == right.recentWaits
            && left.sessions.values.allSatisfy { left.shown(to: $0) == right.shown(to: $0) }
    }

    public init(
        settings: Channel, members: [AgentHandle: Member] = [:], sessions: [Session] = [], recentWaits: [Span] = []
    ) {
        today = SharedSettings(settings)
        self.members = members
        self.recentWaits = recentWaits
        self.sessions = [:]
        queue = []
        byVisitor = [:]
        for session in sessions { insert(session) }
    }

    public var channel: ChannelHandle { settings.channel }

    /// The session, when it is not over.
    public subscript(session: SessionID) -> Session? { sessions[session] }

    /// The live session of a visitor (guarantee 3: at most one).
    func session(of visitor: VisitorDigest) -> Session? { byVisitor[visitor].flatMap { sessions[$0] } }

    /// The place of a waiting session, from 1.
    public func position(of session: SessionID) -> Int? {
        guard case .waiting(let waiting) = sessions[session]?.phase else { return nil }
        return queue.lowerBound(of: Place(session: session, returned: waiting.returned, since: waiting.since)) + 1
    }

    /// Puts a session's new state in its place; one that is over leaves the desk.
    public mutating func insert(_ session: Session) {
        if session.conversation != nil, sessions[session.id]?.conversation != nil {
            // A line in a running conversation, nearly always: neither queue nor visitor change.
            sessions[session.id] = session
            return
        }
        remove(session.id)
        guard session.status.isLive, session.channel == channel else { return }
        sessions[session.id] = session
        byVisitor[session.visitorDigest] = session.id
        if case .waiting(let waiting) = session.phase {
            let place = Place(session: session.id, returned: waiting.returned, since: waiting.since)
            queue.insert(place, at: queue.lowerBound(of: place))
        }
    }

    /// Forgets a session.
    public mutating func remove(_ id: SessionID) {
        guard let session = sessions.removeValue(forKey: id) else { return }
        if byVisitor[session.visitorDigest] == id { byVisitor[session.visitorDigest] = nil }
        if case .waiting(let waiting) = session.phase {
            let index = queue.lowerBound(of: Place(session: id, returned: waiting.returned, since: waiting.since))
            if index < queue.count, queue[index].session == id { queue.remove(at: index) }
        }
    }

    /// The mean of what the last accepted chats had waited, as `hh:mm`, rounded up to the minute; `nil` without any.
    public static func averageWait(of waits: [Span]) -> String? {
        guard !waits.isEmpty else { return nil }
        let mean = waits.reduce(Int64(0)) { $0 + $1.milliseconds } / Int64(waits.count)
        let minutes = Int((mean + 59_999) / 60_000)
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// The channel's average wait (decisions, "`{cavw}`").
    public var averageWait: String? { Self.averageWait(of: recentWaits) }

    /// Whether settings of this version are at hand.
    public func knows(version: Int64) -> Bool { version == today.channel.version || earlier[version] != nil }

    /// Remembers earlier settings that sessions were shown.
    public mutating func remember(_ settings: Channel) {
        if let version = settings.version { earlier[version] = SharedSettings(settings) }
    }

    /// Takes over new settings; those that sessions were shown are remembered.
    public mutating func adopt(_ new: Channel) {
        guard new != settings else { return }
        if let version = settings.version, version != new.version { earlier[version] = today }
        settings = new
        let used = Set(sessions.values.map(\.settingsVersion))
        earlier = earlier.filter { used.contains($0.key) }
    }

    func shared(for session: Session) -> SharedSettings {
        guard session.settingsVersion != today.channel.version else { return today }
        return earlier[session.settingsVersion] ?? today
    }

    /// The settings whose texts and forms a session was shown; today's where they are not at hand.
    public func shown(to session: Session) -> Channel {
        shared(for: session).channel
    }

    /// What visitors find (spec section 4.4).
    public enum Mode: String, Sendable, CaseIterable { case online, busy, lunch, closed, away }

    /// What a visitor would find who comes now. A bot counts as present.
    public func mode(_ roster: Roster, waiting: Int, at now: Timestamp) -> Mode {
        if settings.bot.enabled { return .online }
        switch calendar?.state(at: now) ?? .open {
        case .closed: return .closed
        case .lunch: return .lunch
        case .open: break
        }
        guard isAttended(roster) else { return .away }
        return waiting > 0 ? .busy : .online
    }

    /// When opening hours change what visitors find; `nil` when they never do.
    public func nextChange(after now: Timestamp) -> Timestamp? { calendar?.nextChange(after: now) }

    /// When the channel is open again, in its own language; `nil` while it is open, or when it never will be.
    public func offlineSentence(at now: Timestamp) -> String? {
        guard let calendar, let zone = ZoneDays(zone: settings.openingHours.timeZone) else { return nil }
        return (Language(rawValue: settings.language) ?? .en).texts.offlineSentence(
            state: calendar.state(at: now), nextOpening: calendar.nextOpening(after: now), now: now, zone: zone)
    }

    /// Whether a new session finds people: the channel is open, and somebody is there.
    public func isAvailable(_ roster: Roster, at now: Timestamp) -> Bool {
        (calendar?.isOpen(at: now) ?? true) && isAttended(roster)
    }

    /// Whether a waiting visitor may send a request instead (spec section 5.5).
    public func mayRequest(_ session: Session, isAttended: Bool, at now: Timestamp) -> Bool {
        guard let waiting = session.waiting else { return false }
        return shown(to: session).queueRequest.isOffered(
            after: now - waiting.since, length: queue.count, isAttended: isAttended)
    }

    /// Whether anybody is there: an effective-Present agent who may respond, with a free slot or without.
    public func isAttended(_ roster: Roster) -> Bool {
        members.values.contains { $0.respond && roster.agents[$0.agent]?.effective == .present }
    }

    /// The figures that the channel's agents see at all times.
    public func queueChanged(_ roster: Roster) -> QueueChanged {
        QueueChanged(
            waiting: queue.count, longestSince: queue.map(\.since).min(),
            available: members.values.count { member in
                guard member.respond, let agent = roster.agents[member.agent] else { return false }
                return agent.effective == .present && agent.hasFreeSlot(settings.routing.policy)
            },
            ongoing: sessions.values.count { $0.conversation != nil })
    }
}

extension Channel.QueueRequest {
    /// Whether somebody who waited so long may send a request: as soon as either limit that is above 0 is reached, at
    /// once when both are 0, and always once nobody is there any more.
    public func isOffered(after wait: Span, length: Int, isAttended: Bool) -> Bool {
        guard enabled else { return false }
        if afterMinutes <= 0, atLength <= 0 { return true }
        return !isAttended || afterMinutes > 0 && wait >= .minutes(afterMinutes) || atLength > 0 && length >= atLength
    }
}

extension Array where Element: Comparable {
    /// The first index whose element is not less than `element`; the array is ascending.
    func lowerBound(of element: Element) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
