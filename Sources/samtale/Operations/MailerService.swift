import ChatMailer
import ServiceLifecycle

/// A mailer as a part of the process: finishes what it is sending when the process is asked to stop.
struct MailerService: Service {
    let mailer: Mailer

    func run() async throws {
        await withGracefulShutdownHandler {
            await mailer.run()
        } onGracefulShutdown: {
            mailer.stop()
        }
    }
}
