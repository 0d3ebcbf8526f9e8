import ChatContract

/// The result of `presence.set`: what the agent wants to be, and is.
public struct PresenceIs: Codable, Sendable, Equatable {
    public var wanted: WantedPresence
    public var effective: EffectivePresence
}
