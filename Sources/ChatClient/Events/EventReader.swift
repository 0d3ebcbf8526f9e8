import ChatContract

/// What a reader has to know of an event: where it stands among the others.
public protocol NumberedEvent: Sendable {
    var seq: Int64 { get }
    /// On what visitors see: the number of the visitor-visible event before it.
    var previous: Int64? { get }
}

extension Event: NumberedEvent {}

/// A reader of events in their read form.
public typealias EventReader = NumberedReader<Event>

/// Puts the events of one session in order, drops repeats and finds holes (contract, "Numbers").
///
/// Pure: it knows no clock and asks nobody. A reader that starts late starts after the number of its snapshot.
///
/// ```swift
/// switch reader.take(event, at: .now) {
/// case .deliver(let events): show(events)
/// case .repeat, .hold: break
/// }
/// if let after = reader.hole(at: .now) { … session.attach or session.get, then reader.fill(…) … }
/// ```
public struct NumberedReader<Item: NumberedEvent>: Sendable {
    public typealias Instant = ContinuousClock.Instant

    /// Who reads: what comes next stands in `previous` for visitors, and is the next number for agents.
    public enum Audience: Sendable {
        case visitor, agents
    }

    /// What became of an event.
    public enum Taken: Sendable {
        /// It was there before.
        case `repeat`
        /// It, and what was kept aside behind it, in order.
        case deliver([Item])
        /// One before it is missing: it is kept aside.
        case hold
    }

    /// How long a hole may stay before it is asked for.
    public static var holdLimit: Duration { .milliseconds(500) }
    /// How long the answer to that question may take before it is asked again.
    public static var askLimit: Duration { .seconds(5) }

    public let audience: Audience
    /// The number up to which everything is there.
    public private(set) var through: Int64
    private var held: [Int64: Item] = [:]
    private var heldSince: Instant?
    private var askedAt: Instant?

    /// - Parameter through: the number up to which everything is there already.
    public init(for audience: Audience, after through: Int64 = 0) {
        self.audience = audience
        self.through = through
    }

    /// How many events are kept aside.
    public var heldCount: Int { held.count }

    /// An event arrived.
    public mutating func take(_ event: Item, at now: Instant) -> Taken {
        guard event.seq > through, held[event.seq] == nil else { return .repeat }
        held[event.seq] = event
        let events = release()
        guard events.isEmpty else {
            heldSince = held.isEmpty ? nil : now
            if held.isEmpty { askedAt = nil }
            return .deliver(events)
        }
        if heldSince == nil { heldSince = now }
        return .hold
    }

    /// Whether something is kept aside for too long: the number after which events are to be asked for.
    ///
    /// It is given once, and again when the answer does not come.
    public mutating func hole(at now: Instant) -> Int64? {
        guard let heldSince, now - heldSince > Self.holdLimit else { return nil }
        if let askedAt, now - askedAt < Self.askLimit { return nil }
        askedAt = now
        return through
    }

    /// The events after ``through`` were asked for, and these are they.
    ///
    /// What is missing among them is not for this reader: there is nothing to wait for.
    ///
    /// - Parameters:
    ///   - seq: the number of the session's last event when it was answered.
    ///   - more: whether there are more after these.
    /// - Returns: what is new, in order.
    public mutating func fill(
        _ events: some Sequence<Item>, through seq: Int64, more: Bool, at now: Instant
    ) -> [Item] {
        var fresh: [Int64: Item] = [:]
        var known = through
        for event in events {
            known = max(known, event.seq)
            if event.seq > through { fresh[event.seq] = event }
        }
        if !more { known = max(known, seq) }
        for (number, event) in held where number <= known { fresh[number] = event }
        held = held.filter { $0.key > known }
        through = known
        let rest = release()
        askedAt = nil
        heldSince = held.isEmpty ? nil : now
        return fresh.values.sorted { $0.seq < $1.seq } + rest
    }

    /// What is kept aside and is next.
    private mutating func release() -> [Item] {
        var events: [Item] = []
        while let first = held.keys.min(), let event = held[first], isNext(event) {
            held[first] = nil
            through = event.seq
            events.append(event)
        }
        return events
    }

    private func isNext(_ event: Item) -> Bool {
        switch audience {
        case .agents: event.seq == through + 1
        // The number before it may lie below what a snapshot covered.
        case .visitor: event.previous.map { $0 <= through } ?? (event.seq == through + 1)
        }
    }
}

extension NumberedReader.Taken: Equatable where Item: Equatable {}
