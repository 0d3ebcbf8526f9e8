import ArgumentParser
import ChatContract
import ChatCore

/// `samtale doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that everything is there and as it should be; says what to do where it is not.",
        discussion: """
            Exit code 69 when something failed; warnings do not count.

            Examples:
              samtale doctor
              samtale doctor --json | jq '.[] | select(.level != "ok")'
            """)

    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        let store = StoreExamination(path: settings.storePath).run()
        if !json { store.findings.forEach(Self.print) }
        let broker = await BrokerExamination(settings: settings, registry: store.registry, roster: store.roster).run()
        if !json { broker.forEach(Self.print) }
        let mail = MailExamination(settings: settings).run()
        if !json { mail.forEach(Self.print) }
        let webhooks = await WebhookExamination(webhooks: store.registry.webhookList.items).run()
        if !json { webhooks.forEach(Self.print) }
        let files = await FileExamination(settings: settings).run()
        if !json { files.forEach(Self.print) }
        let documents = DocumentExamination(settings: settings).run()
        if !json { documents.forEach(Self.print) }
        let findings = store.findings + broker + mail + webhooks + files + documents
        if json { try Console.print(json: findings) }
        let failed = findings.filter { $0.level == .fail }
        guard failed.isEmpty else {
            throw CommandFailure(.unavailable, "not well: \(failed.map(\.name).joined(separator: ", "))")
        }
    }

    private static func print(_ finding: Finding) {
        let level = finding.level.rawValue
        let name = finding.name + String(repeating: " ", count: max(1, 14 - finding.name.count))
        Console.print(level + String(repeating: " ", count: 6 - level.count) + name + finding.detail)
        if let remedy = finding.remedy { Console.print(String(repeating: " ", count: 20) + "→ " + remedy) }
    }
}
