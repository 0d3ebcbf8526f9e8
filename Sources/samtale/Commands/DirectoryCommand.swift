import ArgumentParser
import ChatStore
import Foundation

/// `samtale directory`.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "Import and export persons, companies and what is linked to them.",
        discussion: """
            CSV has a header line that names its columns, in any order; JSON Lines has an object on each line with the \
            same names. The form is told by the file's ending (.csv, .jsonl) or by --format.

            What a line is about is told by --kind, or by a column "kind": person, company, sale, followUp, activity, \
            document. The fields:
              person    id externalId salutation title firstName lastName emails
                        phone mobile category company photo
              company   id externalId name department category domain phone country
                        ourContact
              others    id externalId title person company status amount currency at
                        dueAt owner text url
            Several e-mail addresses have ; between them, the primary one first. "company" and "person" hold an id or \
            an externalId.

            The "url" of a document says where its content is, for agents who send it to a visitor as a file: the path \
            of a file below the gateways' setting documents.folder (manuals/charger.pdf), or an address at one of \
            documents.origins (https://crm.example/files/7). Any other http:// or https:// address is a link that \
            agents can insert.

            Whom a line means: "id" (a UUID of this directory), or else "externalId" (what another system calls it). \
            Without both: a person by the first e-mail address, a company by its domain, or by its name. Who is there \
            already is changed: an empty field takes the value away, a column that is not there keeps it. Importing a \
            file again changes nothing.

            Lines that cannot be taken are told on standard error and kept, with the reason in a column "problem", in \
            FILE.rejected; everything else is imported, and the exit code is 65. Mend that file, and import it: a line that \
            is not mended is refused again.

            Workers may run meanwhile.

            Examples:
              samtale directory import companies.csv --kind company
              samtale directory import persons.csv --kind person --dry-run
              samtale directory import documents.csv --kind document
              samtale directory export everything.jsonl
              samtale directory export - --format csv --kind person | head
            """,
        subcommands: [Import.self, Export.self])

    /// `samtale directory import`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a file into the directory.")

        @Argument(help: ArgumentHelp("The file; - for standard input.", valueName: "file")) var file: String
        @Option(name: .long, help: "csv or jsonl; otherwise the file's ending tells it.")
        var format: DirectoryFile.Format?
        @Option(name: .long, help: "What lines are about that do not say it themselves.") var kind: DirectoryKind?
        @Flag(name: .long, help: "Pass over columns that the directory does not have.") var ignoreUnknown = false
        @Flag(name: .long, help: "Check every line and count, and change nothing.") var dryRun = false
        @Option(
            name: .long,
            help: ArgumentHelp(
                "Where lines go that cannot be taken (FILE.rejected if not told; directory.csv.rejected from standard input).",
                valueName: "path"))
        var rejected: String?
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        /// How many lines are complained about before it is only counted.
        private static let complaints = 20

        func run() async throws {
            let source = try DirectoryFile(path: file, format: format)
            var told = 0
            let run = DirectoryImportRun(
                file: source, kind: kind, ignoresUnknown: ignoreUnknown, isTrial: dryRun,
                rejectedPath: rejected ?? source.rejectedPath,
                complain: { line in
                    told += 1
                    if told <= Self.complaints { Console.note(line) }
                    if told == Self.complaints + 1 { Console.note("… more of them are only counted here") }
                },
                progress: { lines, perSecond in Console.note("\(lines) lines, \(Int(perSecond)) a second") })
            let store = try options.settings().openStore()
            defer { try? store.close() }
            let report = try await run.run(store)
            try store.checkpoint()
            if json {
                try Console.print(json: report)
            } else {
                Console.print(
                    "\(report.lines) lines: \(report.created) created, \(report.changed) changed,"
                        + " \(report.unchanged) unchanged, \(report.rejected) rejected"
                        + (dryRun ? ": only a trial, nothing was changed" : ""))
            }
            guard report.rejected > 0 else { return }
            throw CommandFailure(
                .dataError, "\(report.rejected) of \(report.lines) lines \(dryRun ? "cannot be" : "were not") taken",
                remedy: report.rejectedFile.map {
                    "they are in \($0), each with its reason: mend them, and samtale directory import \($0)"
                        + (kind.map { " --kind \($0.rawValue)" } ?? "")
                }
                    ?? "mend them in the file")
        }
    }

    /// `samtale directory export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the directory into a file.")

        @Argument(help: ArgumentHelp("The file; - for standard output.", valueName: "file")) var file: String
        @Option(name: .long, help: "csv or jsonl; otherwise the file's ending tells it.")
        var format: DirectoryFile.Format?
        @Option(name: .long, help: "Only these; may be given several times.") var kind: [DirectoryKind] = []
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let target = try DirectoryFile(path: file, format: format)
            let export = { (store: Store, write: @escaping (String) throws -> Void) in
                try DirectoryExport(
                    format: target.format, kinds: kind.isEmpty ? DirectoryKind.allCases : kind, write: write
                ).run(store)
            }
            try options.withStore { store in
                guard !target.isStandard else {
                    _ = try export(store) { Console.write($0) }
                    return
                }
                let count = try OutputFile.write(file) { handle in
                    try export(store) { try handle.write(contentsOf: Data($0.utf8)) }
                }
                Console.note("\(count) lines written to \(file)")
            }
        }
    }
}

extension DirectoryKind: ExpressibleByArgument {}
