import ChatClient
import ChatContract
import Synchronization

/// Who may sign in, asked of the workers; looked at again at most every ``freshness``.
final class AgentDirectory: Sendable {
    private struct Known {
        var credentials: AgentCredentials
        var at: ContinuousClock.Instant
    }

    /// For how long it may be unknown that somebody was shut out.
    static let freshness = Duration.seconds(30)
    private static let keptLimit = 10_000

    private let client: ChatClient
    private let actor: Actor
    private let known = Mutex([AgentHandle: Known]())

    init(_ client: ChatClient, _ gateway: GatewayHandle) {
        self.client = client
        actor = .system("gateway")
    }

    /// Asks who has this name or subject.
    ///
    /// - Returns: `nil` where there is nobody.
    /// - Throws: ``Refusal`` `unavailable` when nobody answers.
    func credentials(_ body: AgentCredentialsGet) async throws(Refusal) -> AgentCredentials? {
        let answer: ClientAnswer<AgentCredentials>
        do throws(ChatClientError) {
            answer = try await client.send(
                .agentCredentials, as: actor, body, returning: AgentCredentials.self, timeout: .seconds(10))
        } catch {
            throw Refusal(error)
        }
        guard let found = answer.result else {
            guard let refusal = answer.refusal, refusal.code != .unauthenticated, refusal.code != .unknownAgent,
                refusal.code != .notFound
            else { return nil }
            throw Refusal(.unavailable, "it cannot be found out now who you are")
        }
        known.withLock { known in
            if known.count >= Self.keptLimit { known = [:] }
            known[found.agent] = Known(credentials: found, at: .now)
        }
        return found
    }

    /// Whether a cookie still holds: its agent is enabled, and the password is the one of then.
    func holds(_ cookie: AgentCookie) async throws(Refusal) -> Bool {
        let fresh = known.withLock { known in
            known[cookie.agent].flatMap { ContinuousClock.now - $0.at < Self.freshness ? $0.credentials : nil }
        }
        let credentials: AgentCredentials?
        if let fresh {
            credentials = fresh
        } else {
            credentials = try await self.credentials(AgentCredentialsGet(login: cookie.agent.text))
            if credentials == nil { forget(cookie.agent) }
        }
        guard let credentials else { return false }
        return credentials.enabled && Int64(credentials.tokenVersion) == cookie.tokenVersion
    }

    /// Asks anew whether a cookie holds; while nobody answers it does.
    func stillHolds(_ cookie: AgentCookie, at now: Int64) async -> Bool {
        guard cookie.expiresAt > now else { return false }
        do throws(Refusal) {
            guard let found = try await credentials(AgentCredentialsGet(login: cookie.agent.text)) else {
                forget(cookie.agent)
                return false
            }
            return found.enabled && found.tokenVersion == cookie.tokenVersion
        } catch {
            return true
        }
    }

    /// What is known of somebody is asked for anew: it was changed here.
    func forget(_ agent: AgentHandle) { known.withLock { $0[agent] = nil } }
}
