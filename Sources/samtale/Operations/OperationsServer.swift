import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// `/healthz`, `/readyz` and `/metrics`, for those who watch over the process.
struct OperationsServer {
    /// How the process is; told as it stands, the code alone is enough for those who only look at that.
    struct Health: Encodable {
        var live: Bool
        var ready: Bool
        var problems: [String]
    }

    let health: @Sendable () -> Health
    /// The figures, as Prometheus reads them.
    let metrics: @Sendable () -> String
    let host: String
    let port: Int
    let logger: Logger

    /// The server; it tells the log where it listens.
    func service() -> some Service {
        let router = Router()
        router.get("healthz") { [health] _, _ in
            let health = health()
            return Self.json(health, health.live)
        }
        router.get("readyz") { [health] _, _ in
            let health = health()
            return Self.json(health, health.ready)
        }
        router.get("metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics())))
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

    private static func json(_ health: Health, _ isWell: Bool) -> Response {
        let body = (try? WireText.json(health)) ?? "{}"
        return Response(
            status: isWell ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body + "\n")))
    }
}
