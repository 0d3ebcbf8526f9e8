import ChatContract

/// A channel's live state: its settings, its members and the sessions that are not over.
///
/// Deciding is pure: no clock, no random source, no store. Time, identifiers and whatever must be looked up come in as
/// values, so a recorded run replays to the same state.
public struct Desk: Sendable, Equatable {
    public var settings: Channel
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

    public init(
        settings: Channel, members: [AgentHandle: Member] = [:], sessions: [Session] = [], recentWaits: [Span] = []
    ) {
        self.settings = settings
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
        guard session.status.isLive else { return }
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
                return agent.effective == .present && agent.hasFreeSlot
            },
            ongoing: sessions.values.count { $0.status.isConversation })
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
