import ChatGateway
import NIOCore
import ServiceLifecycle

/// A gateway as a part of the process: says goodbye to all streams when the process is asked to stop.
struct GatewayService: Service {
    let gateway: Gateway
    let settings: GatewaySettings

    func run() async throws {
        do {
            try await gateway.run()
        } catch let error as IOError {
            throw CommandFailure(
                .unavailable, "gateway: cannot listen on \(settings.host):\(settings.port): \(error)",
                remedy: "choose another port \(SettingKey.gatewayPort.ways); 0 for any")
        }
    }
}
