import ArgumentParser
import ChatContract
import ChatCore
import ChatStore
import Foundation

/// `samtale apply`.
struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract:
            "Make channels, agents, permissions and webhooks as a file says; running workers notice by themselves.",
        discussion: """
            The whole file is checked first, and all of it is applied or nothing. Applying it again changes nothing. \
            Channels become exactly as the file says (their identitySecret stays where it is left out, and goes where \
            it is empty); of agents, what is left out keeps its value. What the file does not name is kept, unless \
            --prune is given; of bots, webhooks, categories, priorities and the FAQ --prune removes only where the file has \
            that section.

            The file (config/demo.yaml is a whole one):
              categories: [Orders, Returns]
              faq:
                Shop:
                  Shipping:
                    - title: Where is my parcel?
                      text: The link in our mail shows it.
              channels:
                support:
                  name: Customer support
                  welcomeMessage: Welcome! How can we help you?
                  offlineForm: {category: Orders}
                  faqSuggestions: {enabled: true, folder: Shop/Shipping}
              agents:
                anna:
                  nickname: Anna
                  members:
                    support: [respond, notify]
              webhooks:
                crm: {url: https://crm.example/hooks, secretFile: /run/secrets/crm-webhook}

            Examples:
              samtale apply config/demo.yaml
              samtale channel show support --yaml
              samtale apply desk.yaml --dry-run
              samtale apply desk.yaml --prune --json
            """)

    @Argument(help: ArgumentHelp("The YAML file; - for standard input.", valueName: "file"))
    var file: String

    @Flag(name: .long, help: "Say what would change, and change nothing.") var dryRun = false

    @Flag(name: .long, help: "Also remove what the file does not name.")
    var prune = false

    @Flag(name: .long, help: "Print JSON.") var json = false

    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() throws {
        let desk = try DeskFile(path: file)
        if prune, desk.isEmpty {
            throw CommandFailure(
                .dataError, "\(desk.path) names nothing, so --prune would remove everything",
                remedy: "is it the right file? Nothing was changed")
        }
        let path = try options.settings().storePath
        guard dryRun, !FileManager.default.fileExists(atPath: path) else { return try apply(desk, path) }
        // A trial makes no store: it is decided over an empty one that goes again.
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-trial-\(RandomName.make())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try apply(desk, folder.appending(path: "trial.db").path)
    }

    private func apply(_ desk: DeskFile, _ path: String) throws {
        let store = try Store(path: path)
        defer { try? store.close() }
        var kept: [String] = []
        let changes: [DeskChange]
        do {
            changes = try ControlTransaction(store: store, name: "apply").run(isTrial: dryRun, readsTexts: true) {
                state in
                let plan = try DeskPlan(desk, state)
                kept = prune ? [] : plan.surplus.map(\.subject.name)
                return prune ? plan.stepsWithRemovals : plan.steps
            }
        } catch let refused as ControlTransaction.Refused {
            throw Self.failure(refused, desk)
        }
        try report(changes, kept)
    }

    private static func failure(_ refused: ControlTransaction.Refused, _ desk: DeskFile) -> CommandFailure {
        let subject = refused.step.subject.name
        guard let path = refused.step.path else {
            // It stands nowhere in the file, so there is no line to show.
            return CommandFailure(
                .dataError, "\(subject) cannot be removed: \(refused.refusal.detail)",
                remedy: "end its chats first (samtale session list), or name it in the file; nothing was changed")
        }
        let field = refused.refusal.field ?? ""
        let place = field.isEmpty ? subject : "\(subject): \(field)"
        let line = desk.line(of: path + DeskPath(field: field))
        return CommandFailure(
            .dataError, "\(desk.path)\(line.map { ", line \($0)" } ?? ""): \(place): \(refused.refusal.detail)",
            remedy: "nothing was changed")
    }

    private struct Report: Encodable {
        var dryRun: Bool
        var changes: [DeskChange]
        /// What the file does not name and was left as it is.
        var kept: [String]
    }

    private func report(_ changes: [DeskChange], _ kept: [String]) throws {
        guard !json else { return try Console.print(json: Report(dryRun: dryRun, changes: changes, kept: kept)) }
        Self.print(changes, isTrial: dryRun)
        if !kept.isEmpty {
            Console.note("kept although not in the file (--prune removes it): \(kept.joined(separator: ", "))")
        }
    }

    /// What was done, a line each, and the sum.
    static func print(_ changes: [DeskChange], isTrial: Bool) {
        for change in changes where change.kind != .unchanged {
            let fields = change.fields.isEmpty ? "" : " (\(change.fields.joined(separator: ", ")))"
            let kind = change.kind.rawValue
            Console.print(kind + String(repeating: " ", count: 10 - kind.count) + change.subject + fields)
        }
        func count(_ kind: DeskChange.Kind) -> String {
            "\(changes.count { $0.kind == kind }) \(kind.rawValue)"
        }
        let sum = [count(.created), count(.changed), count(.unchanged), count(.removed)].joined(separator: ", ")
        Console.print(isTrial ? "\(sum): only a trial, nothing was changed" : sum)
    }
}
