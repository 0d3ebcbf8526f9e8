import ArgumentParser
import ChatStore
import Foundation

/// What imports of texts are told.
struct TextImportOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The file, which its ending says the form of: .csv, .jsonl, .yaml; - for a table on standard input.",
            valueName: "file"))
    var file: String

    @Flag(name: .long, help: "Say what would change, and change nothing.") var dryRun = false

    @Flag(name: .long, help: "Print JSON.") var json = false

    @OptionGroup(title: "Settings") var options: SettingsOptions

    typealias TableSteps = (TableFile, DeskState) throws -> [ControlTransaction.Step]

    /// Takes the file in, and says what was changed.
    ///
    /// - Parameters:
    ///   - rows: what a table comes to.
    ///   - part: what of a desk file is taken.
    func run(columns: [String], _ rows: @escaping TableSteps, _ part: (DeskFile) -> DeskPart) throws {
        let changes = try options.withStore { store in
            try Self.take(file, columns: columns, into: store, isTrial: dryRun, rows, part)
        }
        if json { return try Console.print(json: changes) }
        Apply.print(changes, isTrial: dryRun)
    }

    static func take(
        _ file: String, columns: [String], into store: Store, isTrial: Bool = false, _ rows: @escaping TableSteps,
        _ part: (DeskFile) -> DeskPart
    ) throws -> [DeskChange] {
        if ["yaml", "yml"].contains(URL(fileURLWithPath: file).pathExtension.lowercased()) {
            let desk = try DeskFile(path: file)
            let taken = part(desk)
            try taken.check()
            return try TextImport(name: file, isTrial: isTrial).run(store, desk: desk) { _ in taken.steps }
        }
        let table = try TableFile(path: file, columns: columns, alsoAllowed: ["yaml"])
        return try TextImport(name: table.name, isTrial: isTrial).run(store) { state in try rows(table, state) }
    }
}
