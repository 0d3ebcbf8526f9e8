import ChatBots
import ServiceLifecycle

/// A bot as a part of the process: finishes what it is saying when the process is asked to stop.
struct BotService: Service {
    let runner: BotRunner

    func run() async throws {
        await withGracefulShutdownHandler {
            await runner.run()
        } onGracefulShutdown: {
            runner.stop()
        }
    }
}
