import ChatWebhooks

/// Looks whether receivers of webhooks can be posted to, without posting anything.
struct WebhookExamination {
    let settings: Settings

    func run() async -> [Finding] {
        var findings: [Finding] = []
        for webhook in settings.webhooks { findings.append(await look(at: webhook)) }
        return findings
    }

    private func look(at webhook: WebhookSettings) async -> Finding {
        let name = "webhooks"
        let target = webhook.target
        do {
            _ = try webhook.receiver()
        } catch {
            return .fail(name, error)
        }
        let addresses = await HostLookup.addresses(of: target.host)
        guard !addresses.isEmpty else {
            return .fail(
                name, "\(webhook.name): the name \(target.host) is not known", "put the right url into the settings")
        }
        if !target.isPrivate, !addresses.contains(where: \.isPublic) {
            return .fail(
                name, "\(webhook.name): \(target.host) is \(addresses[0]), in an own network",
                "say private: true if that is meant")
        }
        return .ok(name, "\(webhook.name): \(webhook.summary)")
    }
}
