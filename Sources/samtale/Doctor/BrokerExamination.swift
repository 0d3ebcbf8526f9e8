import AMQP
import ChatContract
import ChatCore
import ChatWebhooks
import Foundation

/// Looks whether the broker can be worked with.
struct BrokerExamination {
    let settings: Settings
    let registry: ChannelRegistry
    let roster: Roster

    func run() async -> [Finding] {
        var findings: [Finding] = []
        do {
            findings += try await BrokerAccess.with(settings.broker, for: "doctor") { connection in
                [
                    .ok("broker", "\(settings.broker) answers as \(connection.endpoint)"), version(connection),
                    capabilities(connection), login(),
                ]
            }
        } catch {
            return [.fail("broker", error)]
        }
        findings.append(await permissions())
        findings.append(await topology())
        if let url = settings.brokerAPI {
            findings += await management(url)
        } else {
            findings.append(
                .warn(
                    "management", "broker.api is not set: bindings, agents' rights and the broker's clock not checked",
                    "SAMTALE_BROKER_API=http://admin:password@host:15672"))
        }
        return findings
    }

    private func version(_ connection: Connection) -> Finding {
        do { try BrokerVersion.require(connection) } catch { return .fail("version", error) }
        guard let version = BrokerVersion(connection) else { return .fail("version", "it tells no version", nil) }
        return version < BrokerVersion.untried
            ? .ok("version", "RabbitMQ \(version)")
            : .warn("version", "RabbitMQ \(version) is newer than what Samtale was tried with (3.10)", "try it first")
    }

    private func capabilities(_ connection: Connection) -> Finding {
        let offered = connection.serverProperties["capabilities"]?.tableValue ?? [:]
        let needed = ["publisher_confirms", "basic.nack", "consumer_cancel_notify", "connection.blocked"]
        let missing = needed.filter { offered[$0]?.booleanValue != true }
        return missing.isEmpty
            ? .ok("capabilities", needed.joined(separator: ", "))
            : .fail("capabilities", "missing: \(missing.joined(separator: ", "))", "use RabbitMQ 3.10")
    }

    private func login() -> Finding {
        let broker = settings.broker
        guard broker.user == "guest" else { return .ok("login", "\(broker.user) on \(broker.virtualHost)") }
        return .warn(
            "login", "guest, which everybody knows", "rabbitmqctl add_user samtale, and put it into broker.uri")
    }

    /// Tries the rights that are needed on a queue that goes with the connection.
    private func permissions() async -> Finding {
        do {
            return try await BrokerAccess.with(settings.broker, for: "doctor") { connection in
                try await connection.selectConfirms()
                let queue = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true)
                let sent = try await connection.publish(
                    Publishing(
                        exchange: "", routingKey: queue.name, mandatory: true,
                        properties: Properties(userID: settings.broker.user), body: []))
                guard sent.isAcknowledged, try await connection.get(queue.name, noAcknowledgement: true) != nil else {
                    return .fail("permissions", "a message was lost on its way", "look into the broker's log")
                }
                return .ok("permissions", "may declare, write and read")
            }
        } catch {
            let failure = CommandFailure(error)
            return .fail(
                "permissions", failure?.message ?? "\(error)",
                "rabbitmqctl set_permissions -p \(settings.broker.virtualHost) \(settings.broker.user) '.*' '.*' '.*'")
        }
    }

    private func topology() async -> Finding {
        do {
            let plan = TopologyPlan(
                channels: registry.channels.keys.sorted(), receivers: settings.webhooks.map(\.name))
            let api = try settings.brokerAPI.map { try BrokerAPI($0) }
            let findings = try await TopologyInspection(plan: plan, configuration: settings.broker, api: api).run()
            let different = findings.filter { $0.standing == .different }.map(\.name)
            guard different.isEmpty else {
                return .fail(
                    "topology", "different from what it should be: \(different.joined(separator: ", "))",
                    "samtale topology show")
            }
            let missing = findings.filter { $0.standing == .missing }.map { "\($0.kind.rawValue) \($0.name)" }
            guard missing.isEmpty else {
                let some = missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? " …" : "")
                return .warn(
                    "topology", "\(missing.count) of \(findings.count) missing: \(some)",
                    "samtale up makes it, or samtale topology apply")
            }
            let idle = findings.filter {
                $0.kind == .queue && ![Queue.dead, Queue.mail].contains($0.name)
                    && !$0.name.hasPrefix(WebhookQueue.events) && $0.consumers == 0
            }
            if let letters = findings.first(where: { $0.name == Queue.dead && $0.kind == .queue })?.messages,
                letters > 0
            {
                return .warn("topology", "as it should be; \(letters) dead letters", "samtale dead-letters list")
            }
            guard idle.isEmpty else {
                return .warn(
                    "topology", "as it should be, but nobody listens to \(idle.map(\.name).joined(separator: ", "))",
                    "start a worker: samtale up")
            }
            if let mail = findings.first(where: { $0.name == Queue.mail && $0.kind == .queue }), mail.consumers == 0 {
                let promising = registry.channels.values.filter {
                    $0.postChatForm.enabled && $0.postChatForm.transcript
                }.map(\.channel.text).sorted()
                guard mail.messages == 0, promising.isEmpty else {
                    return .warn(
                        "topology",
                        "as it should be, but nobody mails: \(mail.messages ?? 0) requests wait"
                            + (promising.isEmpty
                                ? "" : ", and visitors may ask on \(promising.joined(separator: ", "))"),
                        "start a mailer: samtale mailer")
                }
            }
            let posts = findings.filter { $0.kind == .queue && $0.name.hasPrefix(WebhookQueue.events) }
            if posts.contains(where: { $0.consumers == 0 }) {
                let count = posts.reduce(0) { $0 + ($1.messages ?? 0) }
                return .warn(
                    "topology", "as it should be, but nobody posts to the receivers of webhooks: \(count) events wait",
                    "samtale webhooks, with the same configuration file")
            }
            if posts.isEmpty, let left = await leftWebhooks() { return left }
            return .ok("topology", "\(findings.count) exchanges, queues and bindings as they should be")
        } catch {
            return .fail("topology", error)
        }
    }

    /// Whether events are kept for receivers of webhooks, although the settings name none.
    private func leftWebhooks() async -> Finding? {
        let status = try? await BrokerAccess.with(settings.broker, for: "doctor") { connection in
            try await connection.declareQueue(WebhookQueue.events, passive: true)
        }
        guard let status, status.consumerCount == 0 else { return nil }
        return .warn(
            "topology",
            "as it should be, but nobody posts to receivers of webhooks, and \(status.messageCount) events are kept for them",
            "samtale webhooks; if that is not wanted any more, rabbitmqctl delete_queue \(WebhookQueue.events)")
    }

    private struct Overview: Decodable {
        var node: String?
    }

    private struct Node: Decodable {
        var name: String
        var mem_alarm: Bool?
        var disk_free_alarm: Bool?
    }

    private func management(_ url: String) async -> [Finding] {
        var findings: [Finding] = []
        do {
            let api = try BrokerAPI(url)
            let started = Date()
            let reply = try await api.call("GET", "overview")
            guard reply.status == 200 else {
                return [
                    .fail(
                        "management", "the API refuses the login of broker.api (\(reply.status))",
                        "rabbitmqctl set_user_tags LOGIN administrator")
                ]
            }
            findings.append(.ok("management", BrokerAPI.masked(url)))
            if let date = reply.date {
                let difference = abs(date.timeIntervalSince(started))
                let text = String(format: "%.0f s apart from the broker's", difference)
                findings.append(
                    difference < 5
                        ? .ok("clocks", text) : .warn("clocks", text, "let both keep time by NTP (timedatectl)"))
            }
            let nodes: [Node] = try await api.get("nodes") ?? []
            let alarmed = nodes.filter { $0.mem_alarm == true || $0.disk_free_alarm == true }.map(\.name)
            findings.append(
                alarmed.isEmpty
                    ? .ok("alarms", "none on \(nodes.count) node\(nodes.count == 1 ? "" : "s")")
                    : .fail(
                        "alarms", "out of memory or disk: \(alarmed.joined(separator: ", "))",
                        "the broker takes no messages until there is room again"))
            for rights in ClientRights.all(registry, roster) {
                let isRight = try await rights.areSet(api, virtualHost: settings.broker.virtualHost)
                findings.append(
                    isRight
                        ? .ok("rights", "\(rights.login) (\(rights.owner))")
                        : .warn(
                            "rights", "\(rights.login) (\(rights.owner)) has others than it should",
                            "samtale topology apply"))
            }
        } catch {
            findings.append(.fail("management", error))
        }
        return findings
    }
}
