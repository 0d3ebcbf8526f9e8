import ArgumentParser
import ChatMailer
import ChatWorker

/// `samtale mailer`.
struct RunMailer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailer",
        abstract: "Send the conversations that visitors and agents asked for, by mail.",
        discussion: """
            Needs a mail server (mail.smtp), a sender (mail.from), the program curl and a login at the broker that \
            may name any actor; no store. It waits for the broker rather than refusing to start. Start as many as you \
            like, on any machine, and kill any of them any time.

            What the mail server does not take now is tried again for a day. No mail is lost; one may be sent twice, \
            under the same Message-ID, when a mailer is killed in the moment after the server took it.

            Examples:
              samtale mailer --mail-smtp smtp://localhost \\
                --mail-from "Shop support <chat@shop.example>"
              samtale mailer --config /etc/samtale/samtale.yaml --http-port 9110
            """)

    @OptionGroup var options: ServiceOptions

    @Option(
        name: .long, help: ArgumentHelp("The mail server: smtp://host:587 or smtps://host.", valueName: "url"))
    var mailSmtp: String?

    @Option(name: .long, help: ArgumentHelp("Who mails: Shop support <chat@shop.example>.", valueName: "address"))
    var mailFrom: String?

    @Option(name: .long, help: ArgumentHelp("The login at the mail server.", valueName: "login"))
    var mailUser: String?

    @Option(name: .long, help: ArgumentHelp("A file that holds its password.", valueName: "file"))
    var mailPasswordFile: String?

    func run() async throws {
        var flags: [SettingKey: String] = [:]
        flags[.mailSMTP] = mailSmtp
        flags[.mailFrom] = mailFrom
        flags[.mailUser] = mailUser
        flags[.mailPasswordFile] = mailPasswordFile
        let settings = try options.settings(flags)
        guard let mail = settings.mail else {
            throw CommandFailure(
                .configuration, "mail.smtp is missing: which server takes the mails?",
                remedy: "set it \(SettingKey.mailSMTP.ways)")
        }
        guard CurlProgram.path != nil else {
            throw CommandFailure(
                .configuration, "the program curl is not there; it speaks SMTP for the mailer",
                remedy: "apt-get install curl, or put it into PATH")
        }
        let server = try mail.server()
        let process = ServiceProcess(settings)
        let mailer = Mailer(
            MailerConfiguration(
                broker: settings.broker, name: settings.workerName, server: server, from: mail.from,
                prepare: { try await Topology.declare(on: $0) }), logger: process.logger)
        try await process.run(
            MailerService(mailer: mailer), named: "mailer",
            health: {
                let health = mailer.health
                return OperationsServer.Health(live: true, ready: health.isReady, problems: health.problems)
            }, metrics: { mailer.metrics })
    }
}
