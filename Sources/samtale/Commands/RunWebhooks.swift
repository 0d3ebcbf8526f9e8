import ArgumentParser
import ChatWebhooks
import ChatWorker

/// `samtale webhooks`.
struct RunWebhooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Post what happens to receivers elsewhere: a CRM, a data warehouse, a chat of the team.",
        discussion: """
            Needs receivers in the configuration file and a login at the broker that may name any actor; no store. It \
            waits for the broker rather than refusing to start. Events are kept for receivers from its first start on. \
            A second one is a standby; kill any of them any time.

              webhooks:
                - name: crm
                  url: https://crm.example/hooks/samtale
                  secretFile: /run/secrets/crm-webhook  # a line for each secret; all sign
                  events: [session.created, session.changed, session.message]
                  channels: [support]                   # all unless told
                  giveUpHours: 24

            Events are those of config/asyncapi.yaml, or one of the names that stand for several: session.created, \
            session.changed, session.message, "*". Each comes at least once, under the same webhook-id, in order within \
            its session. What is answered 2xx within 10 s is done; all else is tried again, after 5 s to 5 min or when \
            Retry-After says, until giveUpHours are over: then, and when the answer is 410, it is kept among the dead \
            letters (samtale dead-letters). Redirects are not followed. Addresses of own networks, loopback, and http:// \
            only with private: true.

            Posts are signed as Standard Webhooks asks: webhook-signature is "v1," and the Base64 of HMAC-SHA256 over \
            webhook-id "." webhook-timestamp "." body. Libraries that check it exist in all languages; README.md shows \
            it by hand.

            Examples:
              samtale webhooks --config /etc/samtale/samtale.yaml --http-port 9130
              samtale config --config /etc/samtale/samtale.yaml      shows the receivers too
            """)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        let settings = try options.settings()
        guard !settings.webhooks.isEmpty else {
            throw CommandFailure(
                .configuration, "there are no receivers: who is to get the events?",
                remedy: "name them under webhooks: in the configuration file; samtale webhooks --help shows how")
        }
        let receivers = try settings.webhooks.map { try $0.receiver() }
        let process = ServiceProcess(settings)
        let poster = WebhookPoster(
            WebhookPosterConfiguration(
                broker: settings.broker, name: settings.workerName, receivers: receivers,
                prepare: { try await Topology.declare(on: $0) }), logger: process.logger)
        try await process.run(
            WebhookService(poster: poster), named: "webhooks",
            health: {
                let health = poster.health
                return OperationsServer.Health(live: true, ready: health.isReady, problems: health.problems)
            }, metrics: { poster.metrics })
    }
}
