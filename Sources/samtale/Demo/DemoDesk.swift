import AMQP
import ChatClient
import ChatContract

/// Whether the demo can be held: somebody works, and the demo desk is there.
struct DemoDesk {
    let channel: ChannelHandle
    let first: AgentHandle
    let second: AgentHandle
    let gateway: GatewayHandle

    /// Whether the visitor is greeted when an agent takes the chat.
    private(set) var greets = false
    /// Whether his question is looked for in the FAQ first.
    private(set) var suggests = false
    /// Whether he is asked for stars when the chat is over.
    private(set) var asksForRating = false
    /// What the agents wanted to be before.
    private(set) var wanted: [AgentHandle: WantedPresence] = [:]

    init() throws {
        guard let channel = ChannelHandle("support"), let first = AgentHandle("anna"),
            let second = AgentHandle("ben"), let gateway = GatewayHandle("demo")
        else { throw CommandFailure(.software, "the names of the demo are no handles") }
        self.channel = channel
        self.first = first
        self.second = second
        self.gateway = gateway
    }

    /// Whether anybody listens to the commands, before any is sent.
    static func requireWorker(_ configuration: ConnectionConfiguration) async throws {
        let consumers = try await BrokerAccess.with(configuration, for: "demo") { connection in
            do {
                return try await connection.declareQueue(Queue.control, passive: true).consumerCount
            } catch let error as AMQPError where error.code == .notFound {
                return 0
            }
        }
        guard consumers > 0 else { throw noWorker("nobody listens to \(Queue.control)") }
    }

    /// Asks the worker what there is.
    mutating func prepare(_ client: ChatClient) async throws {
        do {
            _ = try await client.renewGateway(gateway, leaseSeconds: 60, timeout: .seconds(5)).get()
        } catch let error as ChatClientError where error.code == .timeout {
            throw Self.noWorker("no worker answered within 5 s")
        } catch let refusal as Refusal where refusal.code == .forbidden {
            throw CommandFailure(
                .unavailable, "the login \(client.configuration.user) may not act as a gateway: \(refusal.detail)",
                remedy: "use the worker's own login, or name this one in broker.trustedPublishers of the worker")
        }
        let system = Actor.system(gateway.text)
        let channels = try await client.send(
            .channelList, as: system, EmptyResult(), returning: ItemList<Channel>.self, timeout: .seconds(5)
        ).get().items
        guard let settings = channels.first(where: { $0.channel == channel }) else {
            throw Self.noDesk("there is no channel \(channel)")
        }
        greets = settings.welcomeMessage?.isEmpty == false
        suggests = settings.faqSuggestions.enabled
        asksForRating = settings.postChatForm.enabled && settings.postChatForm.rating
        let agents = try await client.send(
            .agentList, as: system, AgentList(), returning: ItemList<Agent>.self, timeout: .seconds(5)
        ).get().items
        for handle in [first, second] {
            guard let agent = agents.first(where: { $0.agent == handle }), agent.enabled else {
                throw Self.noDesk("there is no agent \(handle)")
            }
            guard agent.channels.contains(where: { $0.channel == channel && $0.respond }) else {
                throw Self.noDesk("\(handle) may not respond on \(channel)")
            }
            wanted[handle] = agent.wanted
        }
    }

    private static func noWorker(_ what: String) -> CommandFailure {
        CommandFailure(.unavailable, what, remedy: "start a worker in another terminal: samtale up (or scripts/run)")
    }

    private static func noDesk(_ what: String) -> CommandFailure {
        CommandFailure(.unavailable, "the demo desk is not there: \(what)", remedy: "samtale apply config/demo.yaml")
    }
}
