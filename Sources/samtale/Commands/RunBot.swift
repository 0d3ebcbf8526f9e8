import ArgumentParser
import ChatBots
import ChatClient
import ChatContract
import Foundation

/// `samtale bot`.
struct RunBot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bot",
        abstract: "Run a bot: it answers visitors before people do.",
        discussion: """
            A channel names its bot, which samtale apply makes:

              bots:
                hal: {name: Hal}
              channels:
                support:
                  bot: {enabled: true, bot: hal, name: Hal}

            Needs a login at the broker that may act as the bot: one of the deployment's own, or the bot's brokerLogin; \
            no store. It waits for the broker rather than refusing to start. Start as many as you like, and kill any of \
            them any time: an answer is given once, and who has none after bot.answerSeconds (20) gets to people.

            These two are examples too: Sources/ChatBots/Scripts has them in some thirty lines each, and any AMQP client \
            can be a bot (config/asyncapi.yaml, the keys bot.<bot>.#).

            Examples:
              samtale bot faq --bot hal
              samtale bot echo --bot parrot --http-port 9141
            """,
        subcommands: [Echo.self, FAQ.self])

    /// What all bots are told.
    struct Options: ParsableArguments {
        @OptionGroup var service: ServiceOptions

        @Option(name: .long, help: ArgumentHelp("Whose sessions it answers.", valueName: "handle"))
        var bot: String

        func validate() throws {
            guard BotHandle(bot) != nil else {
                throw ValidationError(
                    "--bot is \"\(bot)\", not the handle of a bot: lower-case letters, digits, _ and -, at most 63")
            }
        }
    }

    /// `samtale bot echo`.
    struct Echo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "echo", abstract: "Repeats what it hears, and fetches people when asked: to try things out.")

        @OptionGroup var options: Options

        func run() async throws { try await RunBot.run(options) { _, _ in EchoBot() } }
    }

    /// `samtale bot faq`.
    struct FAQ: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "faq",
            abstract: "Answers from the FAQ, offers what may fit, and fetches people when it does not know.",
            discussion: """
                It tells what is published for everybody (samtale apply: faq), and speaks the visitor's language where \
                that is one of the widget's six.

                Examples:
                  samtale bot faq --bot hal
                  samtale bot faq --bot hal --folder Shop/Shipping --site https://chat.example
                """)

        @OptionGroup var options: Options

        @Option(
            name: .long,
            help: ArgumentHelp("Tell only what is in this folder of the FAQ, by its path or id.", valueName: "folder"))
        var folder: String?

        @Option(
            name: .long,
            help: ArgumentHelp(
                "Where visitors reach the gateway: entries that have no url of their own are linked to their page there.",
                valueName: "url"))
        var site: String?

        func validate() throws {
            guard let site else { return }
            guard let url = URL(string: site), ["https", "http"].contains(url.scheme), url.host?.isEmpty == false,
                url.path.isEmpty || url.path == "/"
            else { throw ValidationError("--site is \"\(site)\", not an address such as https://chat.example") }
        }

        func run() async throws {
            let site = site.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
            let folder = folder
            try await RunBot.run(options) { client, bot in
                FAQBot(client: client, bot: bot, folder: folder.map(BotFolder.id), site: site)
            }
        }
    }

    /// Runs a bot until the process is asked to stop.
    private static func run(
        _ options: Options, script: @escaping @Sendable (ChatClient, BotHandle) -> any BotScript
    ) async throws {
        guard let bot = BotHandle(options.bot) else { return }
        let settings = try options.service.settings()
        let process = ServiceProcess(settings)
        let runner = BotRunner(
            BotConfiguration(broker: settings.broker, name: settings.workerName, bot: bot), logger: process.logger
        ) { client in script(client, bot) }
        try await process.run(
            BotService(runner: runner), named: "bot",
            health: {
                let health = runner.health
                return OperationsServer.Health(live: true, ready: health.isReady, problems: health.problems)
            }, metrics: { runner.metrics })
    }
}
