import AMQP
import ChatContract
import ChatCore
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
        findings += await TopologyExamination(settings: settings, registry: registry).run()
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

    private struct Binding: Decodable {
        var source: String
        var routing_key: String
    }

    /// Whether the bots that channels name hear anything.
    private func bots(_ api: BrokerAPI) async throws -> [Finding] {
        let used = Dictionary(grouping: registry.channels.values.filter(\.bot.enabled)) { $0.bot.bot }
        guard !used.isEmpty else { return [] }
        let path = "bindings/\(BrokerAPI.segment(settings.broker.virtualHost))"
        let keys = Set(
            (try await api.get(path, as: [Binding].self) ?? []).filter { $0.source == Exchange.events }
                .map(\.routing_key))
        return used.sorted { ($0.key?.text ?? "") < ($1.key?.text ?? "") }.compactMap { bot, channels in
            guard let bot else { return nil }
            let names = channels.map(\.channel.text).sorted().joined(separator: ", ")
            return keys.contains(RoutingKey.bot(bot, "#"))
                ? .ok("bots", "\(bot) hears \(names)")
                : .warn(
                    "bots", "\(bot), the bot of \(names), does not run: visitors get to people without it",
                    "samtale bot faq --bot \(bot), or your own")
        }
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
            findings += try await bots(api)
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
