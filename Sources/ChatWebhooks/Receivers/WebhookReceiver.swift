import ChatContract

/// Who gets events, and how: what was set of him, with the secrets that it names.
public struct WebhookReceiver: Sendable, Equatable {
    public let name: WebhookHandle
    public let target: WebhookTarget
    /// Each signs: the new one and the old one, while they are exchanged.
    public let secrets: [WebhookSecret]
    public let plan: PostingPlan

    /// - Parameter plan: what goes where the receiver says nothing.
    /// - Throws: ``WebhookProblem``.
    public init(_ webhook: Webhook, plan: PostingPlan = PostingPlan()) throws(WebhookProblem) {
        name = webhook.webhook
        do throws(WebhookTarget.Invalid) {
            target = try WebhookTarget(webhook)
        } catch {
            throw WebhookProblem("its url \(error.reason)", remedy: "correct it in the desk file, and samtale apply it")
        }
        secrets = try WebhookSecret.read(webhook)
        self.plan = PostingPlan(webhook, otherwise: plan)
    }
}

/// Why nothing can be posted to a receiver, without his secrets.
public struct WebhookProblem: Error, Sendable, CustomStringConvertible {
    public let reason: String
    public let remedy: String

    init(_ reason: String, remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String { "\(reason): \(remedy)" }
}
