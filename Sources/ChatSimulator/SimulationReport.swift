import ChatContract

/// What happened in a simulated run.
public struct SimulationReport: Sendable {
    public var seed: UInt64
    public var failure: SimulationFailure?
    public var steps = 0
    /// Transactions that were kept.
    public var commits = 0
    /// Commands that were answered, by type and result.
    public var commands: [String: Int] = [:]
    public var events = 0
    /// What went wrong on purpose, by kind.
    public var faults: [String: Int] = [:]
    /// How much time went by in the simulation.
    public var simulated = Span.zero
    /// A digest of everything that happened and was written.
    public var digest: UInt64 = 0
}
