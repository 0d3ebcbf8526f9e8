/// Lets few tests have a desk open at a time: on a busy machine all at once would only wait for each other.
public actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter width: How many are let through.
    public init(width: Int) {
        free = width
    }

    /// To be followed by one ``leave()``.
    public func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    public func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
