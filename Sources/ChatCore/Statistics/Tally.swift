import ChatContract

/// The figures of one bucket: a quarter of an hour, a channel, an agent where it is about one; or of many put together.
///
/// Everything in it is a sum, a maximum or a ``Histogram``, all of whole numbers. So tallies can be put together in any
/// order with the same result, bit for bit.
public struct Tally: Sendable, Hashable {
    /// How many events it is made of: a late one raises it (spec "Late and repeated events").
    public var revision: Int64 = 0
    private var counters = [Int64](repeating: 0, count: Counter.byCode.count)
    private var measures: [Measure: Measured] = [:]

    public init() {}

    public subscript(counter: Counter) -> Int64 { counters[counter.rawValue] }
    public subscript(measure: Measure) -> Measured { measures[measure] ?? Measured() }

    public var isEmpty: Bool { self == Tally() }

    /// Adds to a counter; of a maximum the higher stays.
    mutating func add(_ counter: Counter, _ amount: Int64 = 1) {
        if counter.isMaximum {
            counters[counter.rawValue] = max(counters[counter.rawValue], amount)
        } else {
            counters[counter.rawValue] += amount
        }
    }

    /// Adds a length of time; without one nothing: no value is not zero.
    mutating func add(_ measure: Measure, _ milliseconds: Int64?) {
        guard let milliseconds else { return }
        var measured = Measured()
        measured.count = 1
        measured.sum = milliseconds
        measured.maximum = milliseconds
        if measure.hasHistogram { measured.histogram.add(milliseconds) }
        add(measure, measured)
    }

    /// Adds many lengths of time at once.
    mutating func add(_ measure: Measure, _ measured: Measured) {
        guard measured.count > 0 else { return }
        measures[measure, default: Measured()].merge(measured)
    }

    /// Adds a stretch of an agent's time.
    mutating func add(_ stretch: AgentStretch, milliseconds: Int64) {
        let held = Int64(stretch.held)
        switch stretch.effective {
        case .present: add(.available, milliseconds)
        case .away: add(.onBreak, milliseconds)
        case .notResponding: add(.notResponding, milliseconds)
        case .disconnected: add(.disconnected, milliseconds)
        }
        add(.busySlots, held * milliseconds)
        add(.maximumHeld, held)
        let isOccupied = stretch.held > 0
        if isOccupied { add(.occupied, milliseconds) }
        if stretch.effective != .disconnected || isOccupied { add(.online, milliseconds) }
        guard stretch.effective == .present || isOccupied else { return }
        add(.attending, milliseconds)
        // Without a limit there are no slots of which he could use a part.
        guard let capacity = stretch.capacity else { return }
        add(.capacitySlots, Int64(capacity) * milliseconds)
        add(.limitedBusySlots, held * milliseconds)
    }

    /// Adds all that the other holds.
    public mutating func merge(_ other: Tally) {
        revision += other.revision
        for code in counters.indices where other.counters[code] != 0 {
            if code >= Counter.firstMaximum {
                counters[code] = max(counters[code], other.counters[code])
            } else {
                counters[code] += other.counters[code]
            }
        }
        for (measure, measured) in other.measures { measures[measure, default: Measured()].merge(measured) }
    }
}
