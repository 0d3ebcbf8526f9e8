import Synchronization

/// A value that is set once, and whom to tell then.
final class OnceValue<Value: Sendable>: Sendable {
    private enum State {
        case unset(observers: [UInt64: @Sendable (Value) -> Void], next: UInt64)
        case set(Value)
    }

    private let state = Mutex(State.unset(observers: [:], next: 0))

    var value: Value? {
        self.state.withLock { if case .set(let value) = $0 { value } else { nil } }
    }

    /// - Returns: Whether this was the first value; another one is ignored.
    @discardableResult
    func set(_ value: Value) -> Bool {
        let observers: [@Sendable (Value) -> Void]? = self.state.withLock { state in
            guard case .unset(let observers, _) = state else { return nil }
            state = .set(value)
            return observers.sorted { $0.key < $1.key }.map(\.value)
        }
        for observer in observers ?? [] { observer(value) }
        return observers != nil
    }

    /// Calls once with the value, at once if it is there.
    ///
    /// - Returns: What to ``remove(_:)`` it by; `nil` if it was called.
    @discardableResult
    func observe(_ observer: @escaping @Sendable (Value) -> Void) -> UInt64? {
        let result: (value: Value?, id: UInt64?) = self.state.withLock { state in
            switch state {
            case .set(let value):
                return (value, nil)
            case .unset(var observers, let next):
                observers[next] = observer
                state = .unset(observers: observers, next: next + 1)
                return (nil, next)
            }
        }
        if let value = result.value { observer(value) }
        return result.id
    }

    func remove(_ id: UInt64) {
        self.state.withLock { state in
            guard case .unset(var observers, let next) = state else { return }
            observers[id] = nil
            state = .unset(observers: observers, next: next)
        }
    }

    /// Waits for the value; `nil` if the task is cancelled first.
    func wait() async -> Value? {
        let answer = Answer<Value?>()
        let id = self.observe { answer.give($0) }
        let value = await answer.value(whenCancelled: nil)
        if let id { self.remove(id) }
        return value
    }
}

extension OnceValue {
    /// Waits for the value, whether the task is cancelled or not.
    func uncancellableWait() async -> Value {
        let answer = Answer<Value>()
        self.observe { answer.give($0) }
        return await answer.value()
    }
}
