import ChatContract

/// Who may act for whom (contract): decides whether a login may speak as an actor.
public struct Authority: Sendable {
    /// Logins that may name any actor: gateways and workers of the same deployment.
    public var trustedPublishers: Set<String>

    public init(trustedPublishers: Set<String>) {
        self.trustedPublishers = trustedPublishers
    }

    /// Checks that `login` may act as `actor`.
    ///
    /// - Parameter login: the broker login that the broker itself vouches for.
    public func check(
        login: String?, actor: Actor, _ roster: Roster, _ registry: ChannelRegistry
    ) throws(Refusal) {
        guard let login else {
            throw Refusal(.unauthenticated, "the property user-id is missing; the broker checks it against the login")
        }
        let isTrusted = trustedPublishers.contains(login)
        switch actor {
        case .visitor, .system:
            guard isTrusted else { throw Self.forbidden(actor, login) }
        case .bot(let bot):
            guard let known = registry.bots[bot] else {
                throw isTrusted ? Refusal(.notFound, "there is no bot \(bot)") : Self.forbidden(actor, login)
            }
            guard isTrusted || known.brokerLogin == login else { throw Self.forbidden(actor, login) }
        case .agent(let agent):
            guard let state = roster.agents[agent] else {
                throw isTrusted ? .unknown(agent) : Self.forbidden(actor, login)
            }
            guard isTrusted || state.profile.brokerLogin == login else { throw Self.forbidden(actor, login) }
            guard state.profile.enabled else { throw Refusal(.forbidden, "\(agent) is disabled") }
        }
    }

    private static func forbidden(_ actor: Actor, _ login: String) -> Refusal {
        Refusal(.forbidden, "this login may not act as \(actor)")
    }
}
