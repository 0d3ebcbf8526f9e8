/// A length of time of which count, sum and maximum are kept in a bucket, of most the distribution too. Milliseconds.
/// The numbers stand in the store: added to, never changed.
///
/// Means are made at the very end, of sums and counts that were added up (fault 1: mean of means).
public enum Measure: Int, CaseIterable, Sendable {
    /// Queue legs.
    case queueWait = 0
    /// First queue legs.
    case firstWait = 1
    /// First queue legs that ended with an agent.
    case acceptedFirstWait = 2
    /// The session's first answer, of its sender.
    case firstResponse = 3
    /// The first answer within a leg, of its agent.
    case legFirstResponse = 4
    /// Answers after the first. Legs tell count, sum and maximum of theirs, so there is no distribution.
    case response = 5
    /// From the first enqueue to the end.
    case duration = 6
    /// Agent legs.
    case handle = 7
    /// The agent legs of a session together.
    case sessionHandle = 8
    case legActive = 9
    case sessionActive = 10
    case sessionWait = 11
    case botTime = 12
    // The twins in business time.
    case queueWaitBusiness = 20
    case firstWaitBusiness = 21
    case firstResponseBusiness = 22
    case durationBusiness = 23
    case handleBusiness = 24

    /// Whether percentiles are kept.
    public var hasHistogram: Bool {
        switch self {
        case .queueWait, .firstWait, .acceptedFirstWait, .firstResponse, .legFirstResponse, .duration, .handle,
            .firstWaitBusiness, .firstResponseBusiness, .durationBusiness:
            true
        case .response, .sessionHandle, .legActive, .sessionActive, .sessionWait, .botTime, .queueWaitBusiness,
            .handleBusiness:
            false
        }
    }

    /// The measures by their numbers, with holes.
    static let byCode: [Measure?] = {
        var table = [Measure?](repeating: nil, count: (allCases.map(\.rawValue).max() ?? 0) + 1)
        for measure in allCases { table[measure.rawValue] = measure }
        return table
    }()
}
