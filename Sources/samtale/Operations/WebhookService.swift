import ChatWebhooks
import ServiceLifecycle

/// Webhooks as a part of the process: finish the posts that are on their way when the process is asked to stop.
struct WebhookService: Service {
    let poster: WebhookPoster

    func run() async throws {
        await withGracefulShutdownHandler {
            await poster.run()
        } onGracefulShutdown: {
            poster.stop()
        }
    }
}
