import ChatContract

/// Receivers of webhooks: for operators only. Whoever sets them says where all conversations go, and which files of the
/// process that posts are read.
extension Control {
    mutating func save(_ webhook: Webhook) throws(Refusal) {
        try requireOperator()
        try WebhookRules.check(webhook, in: registry)
        guard registry.webhooks[webhook.webhook] != webhook else { return }
        registry.webhooks[webhook.webhook] = webhook
        registry.removedWebhooks.remove(webhook.webhook)
        note(.webhookSaved(webhook))
    }

    mutating func remove(_ body: WebhookReference) throws(Refusal) {
        try requireOperator()
        guard registry.webhooks.removeValue(forKey: body.webhook) != nil else {
            throw Refusal(.notFound, "there is no webhook \(body.webhook)", field: "webhook")
        }
        registry.removedWebhooks.insert(body.webhook)
        note(.webhookRemoved(body.webhook))
    }

    private func requireOperator() throws(Refusal) {
        guard case .system = actor else {
            throw Refusal(.forbidden, "receivers of webhooks are set by operators: samtale apply")
        }
    }
}
