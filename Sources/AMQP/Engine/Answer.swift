import Synchronization

/// One answer for one task that waits, given by whoever is first.
final class Answer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case given(Value)
        case taken
    }

    private let state = Mutex(State.open)

    /// - Returns: Whether it was the first.
    @discardableResult
    func give(_ value: Value) -> Bool {
        let (isFirst, continuation): (Bool, CheckedContinuation<Value, Never>?) = self.state.withLock { state in
            switch state {
            case .open:
                state = .given(value)
                return (true, nil)
            case .awaited(let continuation):
                state = .taken
                return (true, continuation)
            case .given, .taken:
                return (false, nil)
            }
        }
        continuation?.resume(returning: value)
        return isFirst
    }

    /// Waits for the answer. To be called once.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let value: Value? = self.state.withLock { state in
                switch state {
                case .open:
                    state = .awaited(continuation)
                    return nil
                case .given(let value):
                    state = .taken
                    return value
                case .awaited, .taken:
                    preconditionFailure("an answer is awaited once")
                }
            }
            if let value { continuation.resume(returning: value) }
        }
    }

    /// Waits for the answer, or for the cancellation of the task. To be called once.
    func value(whenCancelled cancelled: Value) async -> Value {
        await withTaskCancellationHandler {
            await self.value()
        } onCancel: {
            self.give(cancelled)
        }
    }
}
