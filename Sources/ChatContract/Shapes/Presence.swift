/// What an agent wants to be; kept at the server (guarantee 15).
public enum WantedPresence: String, Codable, Sendable, CaseIterable {
    case present, away
}

/// What an agent is: wanted, and at least one of his connections alive.
public enum EffectivePresence: String, Codable, Sendable, CaseIterable {
    case present, away, notResponding, disconnected
}
