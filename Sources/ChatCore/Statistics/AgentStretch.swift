import ChatContract

/// A stretch of an agent's time that is too long for buckets: a night, a holiday.
///
/// An agent who was away for three weeks would fill two thousand quarters with the same. What is longer than an hour is
/// kept as it is, cut at fixed borders so that no look into a range must search further back than one piece is long.
public struct AgentStretch: Hashable, Sendable {
    public var agent: AgentHandle
    /// The number of the interval.
    public var n: Int64
    public var from: Timestamp
    public var to: Timestamp
    public var effective: EffectivePresence
    public var capacity: Int?
    public var held: Int

    public init(
        agent: AgentHandle, n: Int64, from start: Timestamp, to end: Timestamp, effective: EffectivePresence,
        capacity: Int?, held: Int
    ) {
        self.agent = agent
        self.n = n
        self.from = start
        self.to = end
        self.effective = effective
        self.capacity = capacity
        self.held = held
    }

    init(_ interval: AgentInterval) {
        self.init(
            agent: interval.agent, n: interval.n, from: interval.from, to: interval.to,
            effective: interval.effective, capacity: interval.capacity, held: interval.held)
    }

    /// What is longer goes into no bucket.
    static let limit = Span.minutes(60)
    /// How long a piece is at most.
    public static let pieceLength = Span.days(32)

    var isLong: Bool { to - from > Self.limit }

    /// The stretch cut at the borders.
    var pieces: [AgentStretch] {
        var pieces: [AgentStretch] = []
        var rest = self
        let length = Self.pieceLength.milliseconds
        while rest.from < to {
            let border = Timestamp(milliseconds: (rest.from.milliseconds / length + 1) * length)
            var piece = rest
            piece.to = min(to, border)
            pieces.append(piece)
            rest.from = piece.to
        }
        return pieces
    }

    /// The milliseconds of it that lie in [`start`, `end`).
    func overlap(from start: Timestamp, to end: Timestamp) -> Int64 {
        max(0, (min(to, end) - max(from, start)).milliseconds)
    }
}
