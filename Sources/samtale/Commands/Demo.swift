import AMQP
import ArgumentParser
import ChatClient
import ChatContract

/// `samtale demo`.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A visitor chats with two agents of the demo desk, live over the broker.",
        discussion: """
            Needs a running worker (samtale up) and the demo desk (samtale apply config/demo.yaml). Shows who does and \
            sees what, then the transcript. Exit code 0 only if everything happened as it should: every event seen by \
            those who should see it, in order and without a gap.

            Examples:
              samtale demo
              samtale demo --pace 0
            """)

    @Option(name: .long, help: ArgumentHelp("How long to wait before each step.", valueName: "seconds"))
    var pace = 0.5

    @OptionGroup(title: "Settings") var options: SettingsOptions

    func validate() throws {
        guard (0...60).contains(pace) else { throw ValidationError("--pace must be 0 to 60 seconds") }
    }

    func run() async throws {
        let settings = try options.settings()
        try await DemoDesk.requireWorker(settings.broker)
        var broker = settings.broker
        broker.name = "samtale demo"
        let client = try await ChatClient.connect(broker)
        do {
            try await run(client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    private func run(_ client: ChatClient) async throws {
        var desk = try DemoDesk()
        try await desk.prepare(client)
        let conversation = DemoConversation(client, desk, pace: .milliseconds(Int64(pace * 1000)))
        let session: SessionID
        do {
            session = try await conversation.hold()
        } catch {
            await Self.tidy(client, desk)
            throw error
        }
        let transcript = try await client.send(
            .transcriptGet, as: .agent(desk.second), TranscriptGet(session: session, format: .text),
            returning: SessionTranscript.self
        ).get()
        Console.print("")
        Console.print("The transcript (samtale transcript \(session)):")
        Console.print("")
        Console.print(transcript.text ?? "")
        await Self.tidy(client, desk)
    }

    /// Leaves the agents as they were.
    private static func tidy(_ client: ChatClient, _ desk: DemoDesk) async {
        for agent in [desk.first, desk.second] {
            _ = try? await client.setPresence(desk.wanted[agent] ?? .away, as: agent)
            _ = try? await client.send(.presenceDrop, as: .agent(agent), PresenceDrop(connection: "demo"))
        }
        _ = try? await client.send(
            .gatewayDrop, as: .system(desk.gateway.text), GatewayReference(gateway: desk.gateway))
    }
}
