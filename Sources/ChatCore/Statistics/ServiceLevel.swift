import ChatContract

/// The share of visitors who got an agent in time, and the five raw counts from which every formula makes it.
///
/// Published example (spec "Service level"): answered 1,000, abandoned 60, answered in 20 s 860, abandoned in 20 s 20,
/// short 10 give 83.0, 86.0, 81.1, 82.7 and 82.1 per cent.
public struct ServiceLevel: Sendable, Equatable {
    /// In how many seconds; those for which counts are kept.
    public enum Target: Int, Codable, Sendable, CaseIterable {
        case in10 = 10
        case in20 = 20
        case in30 = 30
        case in60 = 60
        case in120 = 120

        public var span: Span { .seconds(rawValue) }

        var answered: Counter {
            switch self {
            case .in10: .answeredWithin10
            case .in20: .answeredWithin20
            case .in30: .answeredWithin30
            case .in60: .answeredWithin60
            case .in120: .answeredWithin120
            }
        }

        var abandoned: Counter {
            switch self {
            case .in10: .abandonedWithin10
            case .in20: .abandonedWithin20
            case .in30: .abandonedWithin30
            case .in60: .abandonedWithin60
            case .in120: .abandonedWithin120
            }
        }
    }

    /// The formulae, in the spec's order; every answer names its own.
    public enum Variant: String, Codable, Sendable, CaseIterable {
        /// 1: who left within the target counts as success.
        case abandonedWithinCounts
        /// 2: who left does not count.
        case abandonedIgnored
        /// 3: everybody who left counts against.
        case abandonedAgainst
        /// 4: who left within the target does not count. The default.
        case abandonedWithinIgnored
        /// 5: short stays count as success.
        case shortCounts
        /// 3 without short stays.
        case abandonedAgainstWithoutShort
    }

    public var answered: Int64
    public var abandoned: Int64
    public var answeredWithin: Int64
    public var abandonedWithin: Int64
    public var shortAbandoned: Int64

    public init(
        answered: Int64, abandoned: Int64, answeredWithin: Int64, abandonedWithin: Int64, shortAbandoned: Int64
    ) {
        self.answered = answered
        self.abandoned = abandoned
        self.answeredWithin = answeredWithin
        self.abandonedWithin = abandonedWithin
        self.shortAbandoned = shortAbandoned
    }

    /// The counts of a tally for a target.
    public init(_ tally: Tally, in target: Target) {
        self.init(
            answered: tally[.firstAccepted], abandoned: tally[.firstAbandoned], answeredWithin: tally[target.answered],
            abandonedWithin: tally[target.abandoned], shortAbandoned: tally[.firstShort])
    }

    /// The share, 0 to 1; `nil` when nobody counts.
    public func value(_ variant: Variant) -> Double? {
        let (good, all) =
            switch variant {
            case .abandonedWithinCounts: (answeredWithin + abandonedWithin, answered + abandoned)
            case .abandonedIgnored: (answeredWithin, answered)
            case .abandonedAgainst: (answeredWithin, answered + abandoned)
            case .abandonedWithinIgnored: (answeredWithin, answered + abandoned - abandonedWithin)
            case .shortCounts: (answeredWithin + shortAbandoned, answered + abandoned)
            case .abandonedAgainstWithoutShort: (answeredWithin, answered + abandoned - shortAbandoned)
            }
        return all > 0 ? Double(good) / Double(all) : nil
    }
}
