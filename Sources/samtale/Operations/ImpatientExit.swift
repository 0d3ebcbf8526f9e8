import Dispatch
import Foundation
import Synchronization

/// Ends the program at once when it is asked to stop a second time.
struct ImpatientExit {
    private let sources: [any DispatchSourceSignal]

    /// Begins to count SIGTERM and SIGINT.
    init() {
        let count = Counter()
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                guard count.next() > 1 else { return }
                Console.note("samtale: asked twice, ends at once; nothing is lost, the broker delivers again")
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}
