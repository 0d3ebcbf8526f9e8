import ChatContract
import ChatWebhooks

/// Looks whether receivers of webhooks can be posted to, without posting anything.
struct WebhookExamination {
    let webhooks: [Webhook]

    func run() async -> [Finding] {
        var findings: [Finding] = []
        for webhook in webhooks { findings.append(await look(at: webhook)) }
        return findings
    }

    private func look(at webhook: Webhook) async -> Finding {
        let name = "webhooks"
        let target: WebhookTarget
        do throws(WebhookProblem) {
            target = try WebhookReceiver(webhook).target
        } catch {
            // Their files may lie on another machine.
            return .warn(name, "\(webhook.webhook): \(error.reason)", error.remedy)
        }
        let addresses = await HostLookup.addresses(of: target.host)
        guard !addresses.isEmpty else {
            return .fail(
                name, "\(webhook.webhook): the name \(target.host) is not known",
                "put the right url into the desk file, and samtale apply it")
        }
        if !target.isPrivate, !addresses.contains(where: \.isPublic) {
            return .fail(
                name, "\(webhook.webhook): \(target.host) is \(addresses[0]), in an own network",
                "say private: true if that is meant")
        }
        let events = (webhook.events ?? EventChoice.standard).joined(separator: ", ")
        let channels = webhook.channels.map { " of " + $0.map(\.text).joined(separator: ", ") } ?? ""
        return .ok(name, "\(webhook.webhook): \(target.host) ← \(events)\(channels)")
    }
}
