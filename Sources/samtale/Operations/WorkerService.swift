import ChatWorker
import ServiceLifecycle

/// A worker as a part of the process: drains when the process is asked to stop.
struct WorkerService: Service {
    let worker: Worker

    func run() async throws {
        await withGracefulShutdownHandler {
            await worker.run()
        } onGracefulShutdown: {
            worker.stop()
        }
    }
}
