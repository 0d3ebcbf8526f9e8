import ChatClient
import ChatContract
import Synchronization

/// Which sessions are kept: what waited for a receiver is not posted any more when it was erased meanwhile.
///
/// What happened a moment ago is not asked about; of what waited longer, many sessions are asked about at once, and an
/// answer counts for ``life``.
final class KeptSessions: Sendable {
    private struct State {
        var answers: [SessionID: (isKept: Bool, until: ContinuousClock.Instant)] = [:]
    }

    private let client: ChatClient
    private let life: Duration
    private let state = Mutex(State())

    init(_ client: ChatClient, life: Duration) {
        self.client = client
        self.life = life
    }

    /// - Parameter others: sessions that will be asked about soon.
    /// - Returns: whether the session is there and not erased; `nil` where nobody answers.
    func isKept(_ session: SessionID, besides others: () -> [SessionID]) async -> Bool? {
        if let answer = state.withLock({ $0.answers[session] }), answer.until > .now { return answer.isKept }
        let others = others()
        let asked: [SessionID] = state.withLock { state in
            let now = ContinuousClock.now
            state.answers = state.answers.filter { $0.value.until > now }
            let unknown = others.filter { $0 != session && state.answers[$0] == nil }
            return [session] + unknown.prefix(SessionsKept.limit - 1)
        }
        do {
            let kept = Set(
                try await client.send(
                    .sessionKept, as: .system("webhooks"), SessionsKept(sessions: asked), returning: SessionsKept.self
                ).get().sessions)
            state.withLock { state in
                let until = ContinuousClock.now + life
                for one in asked { state.answers[one] = (kept.contains(one), until) }
            }
            return kept.contains(session)
        } catch {
            return nil
        }
    }
}
