import ChatContract

/// An invariant that did not hold.
public struct SimulationFailure: Error, Sendable, CustomStringConvertible {
    public var seed: UInt64
    /// How many things had happened.
    public var step: Int
    public var at: Timestamp
    /// The rule, by a name that does not change.
    public var invariant: String
    /// What contradicts it.
    public var detail: String
    /// The last things that happened, oldest first.
    public var last: [String]

    public var description: String {
        """
        seed \(seed), step \(step), \(at): \(invariant)
          \(detail)
        \(last.map { "    \($0)" }.joined(separator: "\n"))
        """
    }
}
