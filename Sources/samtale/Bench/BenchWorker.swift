import AMQP
import ArgumentParser
import ChatStore
import ChatWorker
import Dispatch
import Foundation
import Logging

/// `samtale bench worker`: the measured side, an ordinary worker without its HTTP port.
struct BenchWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "The measured side of the bench.", shouldDisplay: false)

    @Argument var uri: String
    @Argument var path: String

    func run() async throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let worker = Worker(
            WorkerConfiguration(broker: try ConnectionConfiguration(uri: uri), name: "bench"),
            store: try Store(path: path), metrics: Metrics(), logger: logger)
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM)
        source.setEventHandler { worker.stop() }
        source.resume()
        let running = Task { await worker.run() }
        while !worker.health.isReady { try await Task.sleep(for: .milliseconds(50)) }
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        await running.value
    }
}
