import ArgumentParser
import ChatContract
import ChatCore
import ChatStore
import Foundation

/// `samtale faq`.
struct FAQCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faq",
        abstract: "Take entries of the FAQ from a file, search them, and measure how well they are found.",
        discussion: """
            Examples:
              samtale faq import config/faq.yaml
              samtale faq search "where is my package"
              samtale faq evaluate config/faq-questions.csv --aim 0.9
            """,
        subcommands: [Import.self, Search.self, Evaluate.self])

    /// `samtale faq import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take entries from a file: all of it, or nothing where something is wrong with it.",
            discussion: """
                .csv    the first line names the columns: \(FAQTableRows.columns.joined(separator: ", ")). \
                title and text must be there; folder is a path, such as Shop/Shipping. What /admin exports is of this \
                form.
                .jsonl  a JSON object a line, with the same names.
                .yaml   the sections faq of a desk file (config/faq.yaml).

                A row with an id is that entry; without one it is the entry with this title in this folder, or a new \
                one. What the file has no column for stays as it is. What the file does not name is kept. Running \
                workers find the entries at once.

                Examples:
                  samtale faq import entries.csv --dry-run
                  samtale faq import config/faq.yaml
                """)

        @OptionGroup var options: TextImportOptions

        func run() throws {
            try options.run(columns: FAQTableRows.columns, FAQTableRows.steps) { desk in
                var part = DeskPart(desk, only: "faq")
                part.folders = desk.folders
                part.entries = desk.entries
                return part
            }
        }
    }

    /// `samtale faq search`.
    struct Search: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What visitors who write this are shown, the best first; nothing where nothing fits.")

        @Argument(help: "What a visitor writes.") var sentence: String
        @Option(name: .long, help: ArgumentHelp("What he speaks, if that is known.", valueName: "language"))
        var language: String?
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let found = try options.withStore { store in
                try store.look { reader throws(StoreError) in
                    try reader.faqSearch(
                        sentence, language: language.flatMap { Language(tag: $0) }, in: nil, shownOnly: true, limit: 3)
                }
            }
            if json { return try Console.print(json: found) }
            if found.isEmpty { return Console.note("nothing fits") }
            for entry in found { Console.print(entry.title) }
        }
    }

    /// `samtale faq evaluate`.
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure how often the right entry is found, and how often one is found that is not right.",
            discussion: """
                The file is a table (.csv, .jsonl) with the columns question and entry: what a visitor writes, and the \
                title of the entry that he should find; several that are right are parted by |, and none says that \
                nothing should be found. The columns language and set part the figures. A question in nobody's set is \
                in the set "all".

                Write questions as visitors do, and before you look what is found; keep a part of them (another set) \
                that you never look at while you improve titles and keywords.

                Examples:
                  samtale faq evaluate questions.csv
                  samtale faq evaluate config/faq-questions.csv --aim 0.9 \\
                    --entries config/faq.yaml
                """)

        @Argument(help: ArgumentHelp("The questions.", valueName: "file")) var file: String
        @Option(
            name: .long,
            help: ArgumentHelp("Search these entries in place of the store's (.yaml, .csv, .jsonl).", valueName: "file")
        )
        var entries: String?
        @Option(
            name: .long,
            help: ArgumentHelp(
                "The share of each set that has the right entry among the first three; less ends with exit code 65.",
                valueName: "share"))
        var aim: Double?
        @Flag(name: .long, help: "Tell the search each question's language, as channels do.") var told = false
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws {
            guard let aim, !(0...1).contains(aim) else { return }
            throw ValidationError("--aim is \(aim), not a share between 0 and 1")
        }

        func run() throws {
            let questions = try SearchTrial.questions(try TableFile(path: file, columns: SearchTrial.columns))
            let trial: SearchTrial
            if let entries {
                let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-faq-\(RandomName.make())")
                defer { try? FileManager.default.removeItem(at: folder) }
                let store = try Store(path: folder.appending(path: "trial.db").path)
                defer { try? store.close() }
                _ = try TextImportOptions.take(
                    entries, columns: FAQTableRows.columns, into: store, FAQTableRows.steps
                ) { desk in
                    var part = DeskPart(desk, only: "faq")
                    part.folders = desk.folders
                    part.entries = desk.entries
                    return part
                }
                trial = try SearchTrial(questions, in: store, toldLanguages: told)
            } else {
                trial = try options.withStore { try SearchTrial(questions, in: $0, toldLanguages: told) }
            }
            if json { try Console.print(json: trial) } else { trial.print() }
            guard let aim, let worst = trial.sets.min(by: { $0.topThree < $1.topThree }), worst.topThree < aim else {
                return
            }
            throw CommandFailure(
                .dataError,
                "of the set \"\(worst.set)\" \(SearchTrial.percent(worst.topThree)) are found among the first three, "
                    + "less than the aim of \(SearchTrial.percent(aim))",
                remedy: "look at the misses: other words in titles, or keywords, help most")
        }
    }
}
