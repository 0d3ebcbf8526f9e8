import ArgumentParser
import ChatWebhooks
import ChatWorker

/// `samtale webhooks`.
struct RunWebhooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Post what happens to receivers elsewhere: a CRM, a data warehouse, a chat of the team.",
        discussion: """
            Needs a login at the broker that may name any actor; no store: it asks the workers who the receivers are, and \
            is told when they change. It waits for broker and workers rather than refusing to start. Events are kept for \
            a receiver from when he was applied and this runs, or runs next. A second one is a standby; kill any of them \
            any time. Receivers stand in the desk file, and samtale apply takes them:

              webhooks:
                crm:
                  url: https://crm.example/hooks/samtale
                  secretFile: /run/secrets/crm-webhook  # here; all of its lines sign
                  events: [session.created, session.changed, session.message]
                  channels: [support]                   # all unless told
                  giveUpHours: 24

            One who is changed is posted to as he is now, what waits for him included. One who is removed \
            (samtale apply --prune) gets nothing more: his queue is deleted with what waits in it, and the log says how \
            much that was.

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
              samtale doctor                            are their addresses right?
            """)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        let settings = try options.settings()
        let process = ServiceProcess(settings)
        let poster = WebhookPoster(
            WebhookPosterConfiguration(
                broker: settings.broker, name: settings.workerName,
                prepare: { try await Topology.declare(on: $0) }), logger: process.logger)
        try await process.run(
            WebhookService(poster: poster), named: "webhooks",
            health: {
                let health = poster.health
                return OperationsServer.Health(live: true, ready: health.isReady, problems: health.problems)
            }, metrics: { poster.metrics })
    }
}
