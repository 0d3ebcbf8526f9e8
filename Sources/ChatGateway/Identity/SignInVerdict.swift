import ChatContract

/// What comes of a try to sign in by name and password.
enum SignInVerdict: Sendable {
    case right(AgentCredentials)
    case wrong
    /// Too many were wrong before: how many seconds to wait.
    case mustWait(Int)
}
