import ChatContract
import ChatCore
import ChatStore
import Foundation

/// The desk that a bench works at.
enum BenchDesk {
    /// Applies commands to a store before a worker runs on it.
    static func apply(_ commands: [(actor: Actor, command: ControlCommand)], to path: String) throws {
        let store = try Store(path: path)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        _ = try store.transaction(StoreView(), worker: "bench", at: now) { transaction throws(StoreError) in
            for (number, (actor, command)) in commands.enumerated() {
                let key = CommandKey(
                    address: "control", login: "bench", actor: actor, subject: "", messageID: "\(number)")
                let outcome = try transaction.decide(
                    command, by: actor, key: key, cause: Transaction.Cause(messageID: "bench.\(number)"))
                if case .refused(_, let refusal) = outcome { throw StoreError(.internal, refusal.detail) }
            }
        }
        try store.close()
    }
}
