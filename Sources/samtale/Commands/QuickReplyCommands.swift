import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale quick-reply`.
struct QuickReplyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quick-reply", abstract: "Take an agent's quick replies from a file.", subcommands: [Import.self])

    /// `samtale quick-reply import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take quick replies from a file, in its order: all of it, or nothing where something is wrong.",
            discussion: """
                .csv    the first line names the columns: \(QuickReplyTableRows.columns.joined(separator: ", ")). \
                name and text must be there; format is text or html.
                .jsonl  a JSON object a line, with the same names.

                A row with an id is that quick reply; without one it is the agent's quick reply of this name, or a new \
                one. Those that the file does not name are kept, before the others.

                Example:
                  samtale quick-reply import snippets.csv --agent anna
                """)

        @Argument(help: ArgumentHelp("The file; - for a table on standard input.", valueName: "file"))
        var file: String
        @Option(name: .long, help: ArgumentHelp("Whose they are.", valueName: "handle")) var agent: String
        @Flag(name: .long, help: "Say what would change, and change nothing.") var dryRun = false
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let table = try TableFile(path: file, columns: QuickReplyTableRows.columns)
            let changes = try options.withStore { store in
                let roster = try store.look { reader throws(StoreError) in try reader.roster() }
                let agent = try Agents.find(agent, roster).agent
                return try TextImport(name: table.name, isTrial: dryRun, agent: agent).run(store) { state in
                    try QuickReplyTableRows.steps(table, of: agent, state)
                }
            }
            if json { return try Console.print(json: changes) }
            Apply.print(changes, isTrial: dryRun)
        }
    }
}
