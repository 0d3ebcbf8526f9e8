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
    /// Whose quick replies the steps are about.
    var agent: AgentHandle?
    /// Is told how many steps are done, of how many.
    var onProgress: (_ done: Int, _ all: Int) -> Void = { _, _ in }

    /// A command, and what it is about.
    struct Step {
        var command: ControlCommand
        var subject: DeskChange.Subject
        /// Where the file says so.
        var path: DeskPath?
        /// The line of a table, where one says so.
        var line: Int?
    }

    /// A refusal, and of which step.
    struct Refused: Error {
        var step: Step
        var refusal: Refusal
    }

    /// Works the steps off that `plan` makes of what is there.
    ///
    /// - Parameters:
    ///   - isTrial: Decides everything, and keeps nothing.
    ///   - readsTexts: Whether steps are about the FAQ, templates or quick replies.
    /// - Throws: ``Refused``, or what `plan` throws; nothing was kept then.
    func run(
        isTrial: Bool = false, readsTexts: Bool = false, _ plan: (DeskState) throws -> [Step]
    ) throws -> [DeskChange] {
        let view = StoreView()
        let batch = RandomName.make()
        var changes: [DeskChange] = []
        var failure: (any Error)?
        var isDone = false
        do throws(StoreError) {
            _ = try store.transaction(view, worker: "\(name)-\(batch)", at: LogLine.now) {
                transaction throws(StoreError) in
                // Nobody else writes now, so the last commit is what this transaction sees.
                var state = readsTexts ? try self.state(transaction.view) : DeskState(transaction.view)
                let steps: [Step]
                do {
                    steps = try plan(state)
                } catch {
                    failure = error
                    throw StoreError(.constraint, "no plan")
                }
                for (index, step) in steps.enumerated() {
                    let before = step.subject.fields(state)
                    if !state.isSo(step.command) {
                        let id = "\(name).\(batch).\(index)"
                        let key = CommandKey(
                            address: CommandScope.control.rawValue, login: name, actor: .system(name), subject: "",
                            messageID: id)
                        let outcome = try transaction.decide(
                            step.command, by: .system(name), key: key, cause: Transaction.Cause(messageID: id))
                        if case .refused(_, let refusal) = outcome {
                            failure = Refused(step: step, refusal: refusal)
                            throw StoreError(.constraint, "refused")
                        }
                        state.note(step.command)
                    }
                    changes.append(DeskChange(step.subject, before: before, after: step.subject.fields(state)))
                    onProgress(index + 1, steps.count)
                }
                isDone = true
                if isTrial { throw StoreError(.constraint, "only a trial") }
            }
        } catch {
            if let failure { throw failure }
            guard isTrial, isDone else { throw error }
        }
        return changes
    }

    /// What there is, with the texts.
    private func state(_ view: StoreView) throws(StoreError) -> DeskState {
        try store.look { reader throws(StoreError) in
            DeskState(
                view, entries: try reader.faqEntries(in: nil, after: 0, limit: .max).map(\.entry),
                templates: try reader.templates(in: nil, text: nil, publishedOnly: false, after: 0, limit: .max)
                    .map(\.template),
                quickReplies: try agent.map { agent throws(StoreError) in try reader.quickReplies(of: agent) } ?? [])
        }
    }
}
