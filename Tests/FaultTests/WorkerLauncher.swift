import BrokerTesting
import Foundation

/// How a worker is started: the one place that knows the program's command line.
struct WorkerLauncher {
    let program: String
    let uri: String
    let store: String
    let folder: URL

    /// - Parameter httpPort: -1 for none.
    func start(_ name: String, httpPort: Int = -1) throws -> ChildProcess {
        try ChildProcess(
            program, ["worker"],
            environment: [
                "SAMTALE_BROKER_URI": uri, "SAMTALE_STORE_PATH": store, "SAMTALE_WORKER_NAME": name,
                "SAMTALE_HTTP_PORT": String(httpPort), "SAMTALE_LOG_FORMAT": "text",
            ], log: folder.appending(path: "\(name).log"))
    }
}
