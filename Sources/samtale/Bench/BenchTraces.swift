import Dispatch
import Foundation
import Synchronization

/// What a bench must not leave on the machine: processes, a folder, a virtual host.
///
/// Each goes when the bench is done with it. When somebody ends the bench first (SIGINT, SIGTERM), all that is there goes
/// then, the youngest first, and the exit code is the shell's for that signal.
enum BenchTraces {
    private struct Held {
        var removals: [(number: Int, remove: @Sendable () async -> Void)] = []
        var last = 0
        var isEnding = false
        var signals: [any DispatchSourceSignal] = []
    }

    private static let held = Mutex(Held())

    /// - Returns: the number under which ``forget(_:)`` takes it back.
    static func add(_ remove: @escaping @Sendable () async -> Void) -> Int {
        held.withLock { held in
            if held.signals.isEmpty { held.signals = [SIGINT, SIGTERM].map(watch) }
            held.last += 1
            held.removals.append((held.last, remove))
            return held.last
        }
    }

    static func forget(_ number: Int) {
        held.withLock { $0.removals.removeAll { $0.number == number } }
    }

    /// To be asked before a failure is shown: a bench that is being ended fails because its processes are gone, and stays
    /// here until it has ended.
    static func stayIfEnding() async {
        while held.withLock({ $0.isEnding }) { try? await Task.sleep(for: .milliseconds(10)) }
    }

    private static func watch(_ number: Int32) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            Task {
                let removals = held.withLock { held in
                    held.isEnding = true
                    return held.removals
                }
                for trace in removals.reversed() { await trace.remove() }
                exit(128 + number)
            }
        }
        source.resume()
        return source
    }
}
