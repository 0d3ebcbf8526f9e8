import ChatClient
import ChatContract

/// Puts the events of all sessions in order, each session's for itself (contract, "Numbers").
///
/// Pure: it knows no clock and asks nobody. What it knows is good for one connection: what was not acknowledged on it
/// comes again on the next.
struct SessionOrder: Sendable {
    /// What became of an event.
    enum Taken {
        /// It was there before, on this connection.
        case `repeat`
        case deliver([SequencedEvent])
        /// One before it is missing.
        case hold
    }

    private struct Reader {
        var reader: NumberedReader<SequencedEvent>
        /// The first number that came: those before it are not known here.
        var first: Int64
        var lastUse: Int
    }

    private var readers: [SessionID: Reader] = [:]
    private var uses = 0
    /// The sessions that miss something.
    private var waiting: Set<SessionID> = []

    /// How many sessions are remembered at most. One that is forgotten begins anew: an event may be posted twice then.
    static let limit = 20_000

    mutating func take(_ event: SequencedEvent, at now: ContinuousClock.Instant) -> Taken {
        uses += 1
        guard var entry = readers[event.session] else {
            makeRoom()
            readers[event.session] = Reader(
                reader: NumberedReader(for: .agents, after: event.seq), first: event.seq, lastUse: uses)
            return .deliver([event])
        }
        entry.lastUse = uses
        defer { readers[event.session] = entry }
        // One that comes late, and that nobody waited for: not in its place, but not lost.
        guard event.seq >= entry.first else { return .deliver([event]) }
        switch entry.reader.take(event, at: now) {
        case .repeat: return .repeat
        case .deliver(let events):
            if entry.reader.heldCount == 0 { waiting.remove(event.session) }
            return .deliver(events)
        case .hold:
            waiting.insert(event.session)
            return .hold
        }
    }

    /// The sessions that miss something for too long, and the number after which it is.
    mutating func holes(at now: ContinuousClock.Instant) -> [(session: SessionID, after: Int64)] {
        waiting.compactMap { session in readers[session]?.reader.hole(at: now).map { (session, $0) } }
    }

    /// What was asked for.
    ///
    /// - Returns: what can go on now, in order.
    mutating func fill(
        _ session: SessionID, _ events: [SequencedEvent], through seq: Int64, more: Bool,
        at now: ContinuousClock.Instant
    ) -> [SequencedEvent] {
        guard var entry = readers[session] else { return [] }
        let fresh = entry.reader.fill(events, through: seq, more: more, at: now)
        if entry.reader.heldCount == 0 { waiting.remove(session) }
        readers[session] = entry
        return fresh
    }

    /// Forgets the half that was used longest ago, save those that miss something.
    private mutating func makeRoom() {
        guard readers.count >= Self.limit else { return }
        let old = readers.filter { !waiting.contains($0.key) }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (session, _) in old.prefix(Self.limit / 2) { readers[session] = nil }
    }
}
