extension Schema {
    /// Who gets events elsewhere.
    static let webhooks: [String] = [
        // JSON: the contract's Webhook; NULL where it was removed, and its queue has to go.
        "CREATE TABLE webhook (webhook TEXT PRIMARY KEY, body TEXT)"
    ]
}
