import AMQP
import Synchronization

/// Tells how the first attempt of a recovering connection ended: whoever opens one wants to know that it works.
final class FirstAttempt: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<Void, AMQPError>, Never>)
        case over(Result<Void, AMQPError>)
    }

    private let state = Mutex(State.open)

    /// Takes note of what the connection does.
    func note(_ state: RecoveringConnection.State) {
        switch state {
        case .connecting: break
        case .open: end(.success(()))
        case .waiting(let error, _): end(.failure(error))
        case .closed: end(.failure(AMQPError(.closedLocally)))
        }
    }

    /// Waits for the end of the attempt. To be called once.
    func wait() async throws(AMQPError) {
        try await withCheckedContinuation { continuation in
            let result: Result<Void, AMQPError>? = state.withLock { state in
                if case .over(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }.get()
    }

    private func end(_ result: Result<Void, AMQPError>) {
        let continuation: CheckedContinuation<Result<Void, AMQPError>, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .over(result)
                return nil
            case .awaited(let continuation):
                state = .over(result)
                return continuation
            case .over:
                return nil
            }
        }
        continuation?.resume(returning: result)
    }
}
