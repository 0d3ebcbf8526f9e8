import ChatContract
import ChatCore
import ChatStore

/// Control commands from the command line, through the same decide-and-commit as those from the broker.
///
/// All are kept or none. The outbox rows belong to an incarnation that has no lease, so running workers adopt and
/// publish them within a second.
struct ControlTransaction {
    let store: Store
    /// Who acts: `system:apply`.
    let name: String

    /// A command, and what it is about.
    struct Step {
        var command: ControlCommand
        var subject: DeskChange.Subject
    }

    /// A refusal, and of which step.
    struct Refused: Error {
        var step: Step
        var refusal: Refusal
    }

    /// Works the steps off that `plan` makes of what is there.
    ///
    /// - Parameter isTrial: Decides everything, and keeps nothing.
    /// - Throws: ``Refused``; nothing was kept then.
    func run(isTrial: Bool = false, _ plan: (StoreView) -> [Step]) throws -> [DeskChange] {
        let view = StoreView()
        let batch = RandomName.make()
        var changes: [DeskChange] = []
        var refused: Refused?
        var isDone = false
        do throws(StoreError) {
            _ = try store.transaction(view, worker: "\(name)-\(batch)", at: LogLine.now) {
                transaction throws(StoreError) in
                for (index, step) in plan(transaction.view).enumerated() {
                    let before = step.subject.state(transaction.view)
                    let id = "\(name).\(batch).\(index)"
                    let key = CommandKey(
                        address: CommandScope.control.rawValue, login: name, actor: .system(name), subject: "",
                        messageID: id)
                    let outcome = try transaction.decide(
                        step.command, by: .system(name), key: key, cause: Transaction.Cause(messageID: id))
                    if case .refused(_, let refusal) = outcome {
                        refused = Refused(step: step, refusal: refusal)
                        throw StoreError(.constraint, "refused")
                    }
                    changes.append(
                        DeskChange(step.subject, before: before, after: step.subject.state(transaction.view)))
                }
                isDone = true
                if isTrial { throw StoreError(.constraint, "only a trial") }
            }
        } catch {
            if let refused { throw refused }
            guard isTrial, isDone else { throw error }
        }
        return changes
    }
}
