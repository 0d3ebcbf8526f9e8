import ChatContract
import ChatCore
import ChatStore
import Foundation

/// Takes texts from a file into the store: all of it or nothing, by the commands that administrators send.
struct TextImport {
    /// What the file is called in messages.
    let name: String
    var isTrial = false
    /// Whose quick replies are looked at.
    var agent: AgentHandle?

    /// - Parameters:
    ///   - desk: where the file is a desk file, to find lines.
    ///   - plan: what has to be done, from what is there.
    /// - Throws: ``CommandFailure``; nothing was changed then.
    func run(
        _ store: Store, desk: DeskFile? = nil, _ plan: @escaping (DeskState) throws -> [ControlTransaction.Step]
    ) throws -> [DeskChange] {
        var transaction = ControlTransaction(store: store, name: "import")
        transaction.agent = agent
        transaction.onProgress = Self.showProgress
        do {
            return try transaction.run(isTrial: isTrial, readsTexts: true, plan)
        } catch let refused as ControlTransaction.Refused {
            let line = refused.step.line ?? refused.step.path.flatMap { desk?.line(of: $0) }
            let field = refused.refusal.field.map { "\($0): " } ?? ""
            throw CommandFailure(
                .dataError,
                "\(name)\(line.map { ", line \($0)" } ?? ""): \(refused.step.subject.name): \(field)\(refused.refusal.detail)",
                remedy: "nothing was changed")
        }
    }

    private static func showProgress(_ done: Int, of all: Int) {
        guard Console.isInteractive, all >= 2000, done % 1000 == 0 else { return }
        Console.note("\(done) of \(all)")
    }
}
