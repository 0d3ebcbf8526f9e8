import ChatContract

/// What a receiver of webhooks may be, field by field.
enum WebhookRules {
    static func check(_ webhook: Webhook, in registry: ChannelRegistry) throws(Refusal) {
        try FieldRules.limit(webhook.url, 2048, "url")
        do throws(WebhookTarget.Invalid) {
            _ = try WebhookTarget(webhook)
        } catch {
            throw Refusal(.invalidField, "\"\(shown(webhook.url))\" \(error.reason)", field: "url")
        }
        try checkSecret(webhook)
        try check(path: webhook.certificateFile, "certificateFile")
        try checkEvents(webhook.events)
        try checkChannels(webhook.channels, registry)
        try check(webhook.giveUpHours, 0.01...720, "giveUpHours")
        try check(webhook.timeoutSeconds, 1...60, "timeoutSeconds")
        try check(webhook.parallel.map(Double.init), 1...64, "parallel")
    }

    /// Without what may be a secret in it.
    private static func shown(_ url: String) -> String {
        String((url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first ?? "").prefix(200))
    }

    private static func checkSecret(_ webhook: Webhook) throws(Refusal) {
        switch (webhook.secretFile, webhook.secretVariable) {
        case (nil, nil):
            throw Refusal(
                .invalidField,
                "secretFile is missing: name a file with what posts are signed with, or say secretVariable, the environment variable",
                field: "secretFile")
        case (.some, .some):
            throw Refusal(
                .invalidField, "secretVariable stands beside secretFile; only one of them may be there",
                field: "secretVariable")
        case (let file?, nil): try check(path: file, "secretFile")
        case (nil, let variable?):
            let isName =
                (1...128).contains(variable.utf8.count)
                && variable.utf8.allSatisfy {
                    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
                } && variable.first?.isNumber == false
            guard isName else {
                throw Refusal(
                    .invalidField, "\"\(variable.prefix(80))\" is no name of a variable, such as SAMTALE_CRM_SECRET",
                    field: "secretVariable")
            }
        }
    }

    private static func check(path: String?, _ field: String) throws(Refusal) {
        guard let path else { return }
        guard path.hasPrefix("/"), path.utf8.count <= 4096 else {
            throw Refusal(
                .invalidField,
                "\"\(path.prefix(80))\" is no absolute path; it is read where samtale webhooks runs, in whatever folder",
                field: field)
        }
    }

    private static func checkEvents(_ events: [String]?) throws(Refusal) {
        guard let events else { return }
        guard (1...100).contains(events.count) else {
            throw Refusal(
                .invalidField, "events names none, or more than 100; leave it out for the usual ones", field: "events")
        }
        for (index, event) in events.enumerated() where !EventChoice.names.contains(event) {
            throw Refusal(
                .invalidField,
                "there is no event \"\(event.prefix(80))\"; types are those of config/asyncapi.yaml, or "
                    + EventChoice.Group.allCases.map(\.rawValue).joined(separator: ", "), field: "events[\(index)]")
        }
    }

    private static func checkChannels(_ channels: [ChannelHandle]?, _ registry: ChannelRegistry) throws(Refusal) {
        guard let channels else { return }
        guard !channels.isEmpty else {
            throw Refusal(.invalidField, "channels names none; leave it out for all of them", field: "channels")
        }
        for (index, channel) in channels.enumerated() where registry.channels[channel] == nil {
            throw Refusal(.notFound, "there is no channel \(channel)", field: "channels[\(index)]")
        }
    }

    private static func check(_ number: Double?, _ range: ClosedRange<Double>, _ field: String) throws(Refusal) {
        guard let number, !range.contains(number) else { return }
        throw Refusal(
            .invalidField, "\(number) is not between \(range.lowerBound) and \(range.upperBound)", field: field)
    }
}
