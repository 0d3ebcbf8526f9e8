import AMQP
import ArgumentParser
import ChatContract
import ChatCore
import ChatStore
import ChatWebhooks
import ChatWorker

/// `samtale topology`.
struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Make or check what should be on the broker: exchanges, queues, and the rights of agents' logins.",
        discussion: """
            With broker.api (an administrator's login) bindings are checked and rights are set; without it the \
            commands for them are printed.

            Examples:
              samtale topology show
              samtale topology apply
              SAMTALE_BROKER_API=http://admin:secret@localhost:15672 samtale topology apply
            """,
        subcommands: [Apply.self, Show.self])

    /// What the store says about the broker.
    private struct Wanted {
        var plan: TopologyPlan
        var channels: [ChannelHandle]
        var receivers: [WebhookHandle]
        var rights: [ClientRights]

        init(_ settings: Settings) throws {
            let store = try settings.openStore()
            defer { try? store.close() }
            let (registry, roster) = try store.look { reader throws(StoreError) in
                (try reader.registry(), try reader.roster())
            }
            channels = registry.channels.keys.sorted()
            receivers = registry.webhooks.keys.sorted()
            plan = TopologyPlan(channels: channels, receivers: receivers)
            rights = ClientRights.all(registry, roster)
        }
    }

    /// `samtale topology apply`.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make what is missing; change nothing that is there.")

        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            let settings = try options.settings()
            let wanted = try Wanted(settings)
            try await BrokerAccess.with(settings.broker, for: "topology") { connection in
                try BrokerVersion.require(connection)
                try await Topology.declare(on: connection)
                for channel in wanted.channels { try await Topology.declare(channel, on: connection) }
                if !wanted.receivers.isEmpty {
                    try await WebhookQueue.declare(for: wanted.receivers, on: connection)
                }
            }
            for exchange in wanted.plan.exchanges { Console.print("exchange  \(exchange.name)") }
            for queue in wanted.plan.queues {
                let place = queue.exchange.isEmpty ? "webhooks" : queue.exchange
                Console.print("queue     \(queue.name)  ← \(place) \(queue.routingKey)")
            }
            let virtualHost = settings.broker.virtualHost
            if let url = settings.brokerAPI {
                let api = try BrokerAPI(url)
                for rights in wanted.rights {
                    try await rights.set(api, virtualHost: virtualHost)
                    Console.print("rights    \(rights.login) (\(rights.owner))")
                }
            } else if !wanted.rights.isEmpty {
                Console.note("without broker.api the rights of agents' logins are set by hand:")
                for line in wanted.rights.flatMap({ $0.commands(virtualHost: virtualHost) }) { Console.print(line) }
            }
        }
    }

    /// `samtale topology show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what should be on the broker with what is; exit code 69 when something is not right.")

        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            let settings = try options.settings()
            let wanted = try Wanted(settings)
            let api = try settings.brokerAPI.map { try BrokerAPI($0) }
            let findings = try await TopologyInspection(
                plan: wanted.plan, configuration: settings.broker, api: api
            ).run()
            if json {
                try Console.print(json: findings)
            } else {
                var table = TextTable("kind", "name", "standing", "messages", "consumers", "detail")
                for finding in findings {
                    table.add(
                        finding.kind.rawValue, finding.name, finding.standing.rawValue,
                        finding.messages.map(String.init) ?? "", finding.consumers.map(String.init) ?? "",
                        finding.detail ?? "")
                }
                table.print()
                for rights in wanted.rights {
                    let isSet = try await api.flatMap(asyncOptional: {
                        try await rights.areSet($0, virtualHost: settings.broker.virtualHost)
                    })
                    let standing = isSet.map { $0 ? "right" : "different" } ?? "unknown (only broker.api can tell)"
                    Console.print("rights of \(rights.login) (\(rights.owner)): \(standing)")
                }
            }
            let wrong = findings.filter { $0.standing == .missing || $0.standing == .different }
            guard wrong.isEmpty else {
                let isDifferent = wrong.contains { $0.standing == .different }
                throw CommandFailure(
                    .unavailable, "\(wrong.count) of \(findings.count) are not as they should be",
                    remedy: "samtale topology apply makes what is missing"
                        + (isDifferent
                            ? "; what is different cannot be changed: stop the workers, wait until it is empty, delete"
                                + " it, apply" : ""))
            }
        }
    }
}

extension Optional {
    /// Maps by something that waits.
    func flatMap<Value>(asyncOptional body: (Wrapped) async throws -> Value?) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
