import ArgumentParser
import Foundation

/// The program.
@main
struct Samtale: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "samtale",
        abstract: "Live chat between the visitors of a website and its agents, on RabbitMQ.",
        discussion: """
            The first minutes:
              samtale doctor                    is everything there that it needs?
              samtale apply config/demo.yaml    four channels and five agents
              samtale up                        works until Ctrl-C
              samtale demo                      a visitor chats (in another terminal)

            Settings come from a file (--config), the environment (SAMTALE_…) and flags, the later ones winning; \
            "samtale config" lists them all with their values.

            Exit codes: 0 done, 64 the command line is wrong, 65 a file or value is wrong, 69 broker, store or worker \
            is not available, 70 a defect of the program, 78 a setting is wrong.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "Working",
                subcommands: [Up.self, RunWorker.self, RunGateway.self, RunMailer.self, RunWebhooks.self, RunBot.self]),
            CommandGroup(
                name: "The desk",
                subcommands: [
                    Apply.self, Channels.self, Agents.self, FAQCommands.self, TemplateCommands.self,
                    QuickReplyCommands.self, DirectoryCommand.self,
                ]),
            CommandGroup(
                name: "Conversations", subcommands: [Sessions.self, ShowTranscript.self, Stats.self, Privacy.self]),
            CommandGroup(
                name: "Operations",
                subcommands: [ShowSettings.self, TopologyCommand.self, DeadLetters.self, Doctor.self]),
            CommandGroup(name: "Trying out", subcommands: [Demo.self, Simulate.self, Bench.self]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(error)
        }
    }

    /// Says what was wrong and ends with the exit code for it; the argument parser knows its own.
    private static func end(_ error: any Error) -> Never {
        if let failure = CommandFailure(error) {
            Console.note(failure.description)
            Foundation.exit(failure.status.rawValue)
        }
        if error is CleanExit || error is ValidationError || error is ExitCode || isOfParser(error) {
            exit(withError: error)
        }
        Console.note(
            CommandFailure(
                .software, "\(error)", remedy: "this is a defect of samtale; please report it with this line"
            ).description)
        Foundation.exit(ExitStatus.software.rawValue)
    }

    private static func isOfParser(_ error: any Error) -> Bool {
        String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}
