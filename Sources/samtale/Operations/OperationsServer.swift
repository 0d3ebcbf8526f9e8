import ChatWorker
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// `/healthz`, `/readyz` and `/metrics`, for those who watch over the worker.
struct OperationsServer {
    let worker: Worker
    let metrics: Metrics
    let host: String
    let port: Int
    let logger: Logger

    /// The server; it tells the log where it listens.
    func service() -> some Service {
        let router = Router()
        router.get("healthz") { [worker] _, _ in
            let health = worker.health
            return Self.json(health, health.isLive)
        }
        router.get("readyz") { [worker] _, _ in
            let health = worker.health
            return Self.json(health, health.isReady)
        }
        router.get("metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text())))
        }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [logger] channel in
                let address = channel.localAddress
                logger.info(
                    "operations listen",
                    metadata: [
                        "host": "\(address?.ipAddress ?? "")", "port": .stringConvertible(address?.port ?? 0),
                    ])
            }, logger: quiet)
    }

    /// Health as it is told; the code alone is enough for those who only look at that.
    private struct Report: Encodable {
        var live: Bool
        var ready: Bool
        var problems: [String]
    }

    private static func json(_ health: WorkerHealth, _ isWell: Bool) -> Response {
        let report = Report(live: health.isLive, ready: health.isReady, problems: health.problems)
        let body = (try? WireText.json(report)) ?? "{}"
        return Response(
            status: isWell ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body + "\n")))
    }
}
