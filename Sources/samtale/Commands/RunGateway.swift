import ArgumentParser
import ChatContract
import ChatGateway
import Foundation
import Logging

/// `samtale gateway`.
struct RunGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Serve browsers: the widget for visitors, the Chat screen for agents.",
        discussion: """
            Needs a login at the broker that may name any actor; no store. It waits for the broker rather than refusing \
            to start. Start as many as you like behind one address, with the same secret, and stop any of them any \
            time: pages go on at another one, nothing is lost.

            It listens on loopback unless told. Beyond it, give it a certificate and key for HTTPS, or put a proxy in \
            front and name it in gateway.trustedProxies, so that allowances are counted by visitors' addresses and \
            cookies are marked as secure.

            With documents.folder, agents send documents of the directory to visitors: those whose url is the path of a \
            file below that folder; with documents.origins also those whose url is an address there.

            Examples:
              samtale gateway                   then open http://127.0.0.1:8080/demo
              samtale gateway --gateway-port 8081 --http-port 9111
              samtale gateway --gateway-host 0.0.0.0 --gateway-port 443 \\
                --gateway-certificate /etc/samtale/chain.pem \\
                --gateway-key /etc/samtale/key.pem
              SAMTALE_GATEWAY_SECRET_FILE=/run/secrets/gateway samtale gateway \\
                --config /etc/samtale.yaml
            """)

    @OptionGroup var options: ServiceOptions
    @OptionGroup(title: "Gateway") var gateway: GatewayOptions

    func run() async throws {
        let settings = try options.settings(gateway.flags)
        // Each stream is an open file.
        OpenFiles.raiseLimit()
        let process = ServiceProcess(settings)
        let secret: [UInt8]
        if let told = try settings.gateway.signingSecret() {
            secret = told
        } else {
            process.logger.notice(
                "gateway.secret is not set: cookies are good here and until this process ends, no longer")
            var generator = SystemRandomNumberGenerator()
            secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let gateway = Gateway(
            try settings.gateway.configuration(broker: settings.broker, secret: secret), logger: process.logger)
        try await process.run(
            GatewayService(gateway: gateway, settings: settings.gateway), named: "gateway",
            health: {
                let health = gateway.health
                return OperationsServer.Health(live: true, ready: health.isReady, problems: health.problems)
            }, metrics: { gateway.metrics })
    }
}
