import ChatContract
import Synchronization

/// What the loop's thread and the rest of the program know of each other.
package final class WorkerStatus: Sendable {
    /// What can be wrong.
    enum Aspect: Int, CaseIterable { case store, broker, subscriptions, unconfirmed }

    private struct State {
        var isStopping = false
        var hasBegun = false
        var problems: [Int: String] = [:]
        var lastTurn: Timestamp?
        var cleanUp: (@Sendable () async -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Has the loop end after the batch in hand.
    package func stop() { state.withLock { $0.isStopping = true } }

    /// The loop turns.
    func turn(at now: Timestamp) { state.withLock { $0.lastTurn = now } }

    /// The worker has its lease.
    func begin() { state.withLock { $0.hasBegun = true } }

    /// Says what is wrong in some respect, or that nothing is.
    func set(_ aspect: Aspect, _ problem: String?) { state.withLock { $0.problems[aspect.rawValue] = problem } }

    /// What is left to be done when the loop has ended.
    func finish(_ cleanUp: @escaping @Sendable () async -> Void) { state.withLock { $0.cleanUp = cleanUp } }

    var cleanUp: (@Sendable () async -> Void)? { state.withLock { $0.cleanUp } }

    package var isReady: Bool { health(at: WallClock.now()).isReady }

    func health(at now: Timestamp) -> WorkerHealth {
        state.withLock { state in
            var problems = state.problems.sorted { $0.key < $1.key }.map(\.value)
            // A transaction may wait for another process's lock, one that is frozen inside its commit for instance.
            let isLive = state.lastTurn.map { now - $0 < .seconds(30) } ?? true
            if let turn = state.lastTurn, now - turn > .seconds(5) {
                problems.append(
                    "the loop has not turned for \((now - turn).milliseconds / 1000) s: is the store locked?")
            }
            if !state.hasBegun { problems.append("the worker has no lease yet") }
            if state.isStopping { problems.append("the worker drains") }
            return WorkerHealth(isLive: isLive, isReady: problems.isEmpty, problems: problems)
        }
    }
}
