import AMQP
import ChatContract
import ChatCore
import ChatWebhooks

/// Looks whether the exchanges and queues are as they should be, and whether somebody works them off.
struct TopologyExamination {
    let settings: Settings
    let registry: ChannelRegistry

    func run() async -> [Finding] {
        do {
            let plan = TopologyPlan(
                channels: registry.channels.keys.sorted(), receivers: registry.webhooks.keys.sorted())
            let api = try settings.brokerAPI.map { try BrokerAPI($0) }
            let findings = try await TopologyInspection(plan: plan, configuration: settings.broker, api: api).run()
            let different = findings.filter { $0.standing == .different }.map(\.name)
            guard different.isEmpty else {
                return [
                    .fail(
                        "topology", "different from what it should be: \(different.joined(separator: ", "))",
                        "samtale topology show")
                ]
            }
            let missing = findings.filter { $0.standing == .missing }.map { "\($0.kind.rawValue) \($0.name)" }
            guard missing.isEmpty else {
                let some = missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? " …" : "")
                return [
                    .warn(
                        "topology", "\(missing.count) of \(findings.count) missing: \(some)",
                        "samtale up makes it, or samtale topology apply")
                ]
            }
            let left = await leftWebhooks()
            let warnings = [letters(findings), idle(findings), mail(findings), webhooks(findings) ?? left]
                .compactMap(\.self)
            guard warnings.isEmpty else { return warnings }
            return [.ok("topology", "\(findings.count) exchanges, queues and bindings as they should be")]
        } catch {
            return [.fail("topology", error)]
        }
    }

    private func queue(_ name: String, _ findings: [TopologyInspection.Finding]) -> TopologyInspection.Finding? {
        findings.first { $0.name == name && $0.kind == .queue }
    }

    private func letters(_ findings: [TopologyInspection.Finding]) -> Finding? {
        guard let count = queue(Queue.dead, findings)?.messages, count > 0 else { return nil }
        return .warn("topology", "as it should be; \(count) dead letters", "samtale dead-letters list")
    }

    private func idle(_ findings: [TopologyInspection.Finding]) -> Finding? {
        let idle = findings.filter {
            $0.kind == .queue && ![Queue.dead, Queue.mail].contains($0.name)
                && !$0.name.hasPrefix(WebhookQueue.events) && $0.consumers == 0
        }
        guard !idle.isEmpty else { return nil }
        return .warn(
            "topology", "as it should be, but nobody listens to \(idle.map(\.name).joined(separator: ", "))",
            "start a worker: samtale up")
    }

    private func mail(_ findings: [TopologyInspection.Finding]) -> Finding? {
        guard let mail = queue(Queue.mail, findings), mail.consumers == 0 else { return nil }
        let promising = registry.channels.values.filter {
            $0.postChatForm.enabled && $0.postChatForm.transcript
        }.map(\.channel.text).sorted()
        guard mail.messages != 0 || !promising.isEmpty else { return nil }
        return .warn(
            "topology",
            "as it should be, but nobody mails: \(mail.messages ?? 0) requests wait"
                + (promising.isEmpty ? "" : ", and visitors may ask on \(promising.joined(separator: ", "))"),
            "start a mailer: samtale mailer")
    }

    private func webhooks(_ findings: [TopologyInspection.Finding]) -> Finding? {
        let queues = findings.filter { $0.kind == .queue && $0.name.hasPrefix(WebhookQueue.events) }
        guard queues.contains(where: { $0.consumers == 0 }) else { return nil }
        let count = queues.reduce(0) { $0 + ($1.messages ?? 0) }
        return .warn(
            "topology", "as it should be, but nobody posts to the receivers of webhooks: \(count) events wait",
            "samtale webhooks")
    }

    /// Whether events are kept for receivers of webhooks, although there are none.
    private func leftWebhooks() async -> Finding? {
        let status = try? await BrokerAccess.with(settings.broker, for: "doctor") { connection in
            try await connection.declareQueue(WebhookQueue.events, passive: true)
        }
        guard registry.webhooks.isEmpty, let status, status.consumerCount == 0 else { return nil }
        return .warn(
            "topology",
            "as it should be, but nobody posts to receivers of webhooks, and \(status.messageCount) events are kept for them",
            "samtale webhooks; if that is not wanted any more, rabbitmqctl delete_queue \(WebhookQueue.events)")
    }
}
