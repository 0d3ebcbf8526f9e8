import ArgumentParser
import Testing

@testable import samtale

@Suite("What --help says")
struct HelpTests {
    private static func all(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { all($0) }
    }

    @Test("examples and tables fit on a terminal of 80 columns: wrapped they could not be read, nor copied")
    func width() {
        let commands = Self.all(Samtale.self)
        #expect(commands.count > 40)
        for command in commands {
            for line in command.configuration.discussion.split(separator: "\n") where line.hasPrefix("  ") {
                #expect(line.count <= 80, "\(command.configuration.commandName ?? "\(command)"): \(line)")
            }
        }
    }
}
