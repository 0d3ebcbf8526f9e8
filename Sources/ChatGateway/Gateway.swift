import AMQP
import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Serves browsers: visitors' widgets and agents' pages, over HTTP, and speaks the contract over AMQP.
///
/// Any number of them run side by side. It keeps nothing: what a page missed it asks for by number, here or elsewhere.
///
/// ```swift
/// let gateway = Gateway(configuration, logger: logger)
/// try await gateway.run() // until it is asked to stop
/// ```
public final class Gateway: Sendable {
    let configuration: GatewayConfiguration
    let counts = GatewayCounts()
    let keys: CookieKeys
    let passwords = PasswordCheck()
    let backOff = SignInBackOff()
    let limits: RequestLimits
    private let connections: ConnectionLimit
    let sites = SiteDirectory()
    let tokens: TokenCheck?
    let emailDomains: EmailDomains?
    private let forwarding: Forwarding
    let directory: AgentDirectory
    let visitors: VisitorHub
    let agents: AgentHub
    private let client: ChatClient
    private let events: EventHub
    private let link: BrokerLink
    let logger: Logger
    /// Where shared files are; `nil` where none are taken.
    let files: (any FileStore)?
    let uploadPace: UploadPace
    /// Why files cannot be kept; `nil` while all is well, and where none are taken.
    private let filesProblem: Mutex<String?>
    /// How many connections may wait to be taken: after a restart all pages come at once.
    private static let backlog = 4096
    private let isDraining = Mutex(false)
    private let listening = Mutex<Int?>(nil)

    public init(_ configuration: GatewayConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        keys = CookieKeys(secret: configuration.secret)
        limits = RequestLimits(factor: configuration.limitFactor)
        uploadPace = UploadPace(rate: configuration.uploadRate)
        let (files, problem) = Self.store(configuration.files, logger)
        self.files = files
        filesProblem = Mutex(problem)
        connections = ConnectionLimit(factor: configuration.limitFactor)
        forwarding = Forwarding(trusted: configuration.trustedProxies)
        emailDomains = configuration.checksEmailDomains ? EmailDomains() : nil
        tokens = configuration.provider.map { TokenCheck($0) }
        var broker = configuration.broker
        broker.name = "samtale gateway \(configuration.name)"
        let link = BrokerLink()
        self.link = link
        client = ChatClient.begin(broker, onChange: { link.note(commands: $0) })
        events = client.eventHub(onChange: { link.note(events: $0) })
        directory = AgentDirectory(client, configuration.name)
        visitors = VisitorHub(configuration.name, client, counts, logger)
        agents = AgentHub(configuration.name, client, events, counts, logger)
    }

    /// What cannot be opened is told by health and log, and chats go on.
    private static func store(_ place: FilePlace?, _ logger: Logger) -> ((any FileStore)?, problem: String?) {
        do throws(FileStoreError) {
            return (try place?.store(), nil)
        } catch {
            logger.error("files cannot be kept", metadata: ["reason": "\(error)"])
            return (nil, error.detail)
        }
    }

    /// Where it listens, once it does.
    public var port: Int? { listening.withLock { $0 } }

    /// Everything that is served.
    private func router() -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.add(middleware: StrictTransport(gateway: self))
        let routes = router.group()
        let files = FileDesk(gateway: self)
        VisitorRoutes(gateway: self, files: files).add(to: routes)
        let media = MediaRoutes(folder: configuration.media.map { MediaFolder(path: $0) })
        AgentRoutes(gateway: self, media: media, files: files, documents: DocumentDesk(gateway: self)).add(to: routes)
        media.add(to: routes)
        FAQRoutes(gateway: self).add(to: routes)
        PageRoutes(site: Site(pages: configuration.pages)).add(to: routes)
        return router
    }

    /// Method and path of everything that is served.
    var routes: [String] { router().routes.map { "\($0.method) \($0.path)" } }

    /// Serves until the task is cancelled or the process is asked to stop; then says goodbye to all streams.
    public func run() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: TaskPerRequest(responder: router().buildResponder()),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil, backlog: Self.backlog
            ),
            onServerRunning: { [self] channel in
                let address = channel.localAddress
                listening.withLock { $0 = address?.port }
                logger.info(
                    "gateway listens",
                    metadata: ["host": "\(address?.ipAddress ?? "")", "port": "\(address?.port ?? 0)"])
            }, logger: quiet)
        let feed = Task {
            await events.open(
                [RoutingKey.gateway(configuration.name, "#")],
                onOpen: { [link, visitors] in
                    visitors.feed.made()
                    link.noteFeed()
                }, onLost: { [visitors] in visitors.feed.lost() },
                onEvents: { [visitors] in visitors.take($0) })
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.beat() }
                group.addTask { await self.renew() }
                group.addTask { await self.watchSignIns() }
                group.addTask { await self.follow() }
                group.addTask { await self.clearUpFiles() }
                group.addTask { await self.watchFiles() }
                try await withGracefulShutdownHandler {
                    try await application.run()
                } onGracefulShutdown: {
                    self.drain()
                }
                group.cancelAll()
            }
        } catch {
            feed.cancel()
            await end()
            throw error
        }
        await end()
    }

    /// HTTP, over TLS where there is a certificate.
    private func server() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    ConnectionCounter(
                        self.connections,
                        isTrusted: { [forwarding = self.forwarding] in
                            forwarding.isTrusted($0)
                        }), DrainLimit(),
                ], idleTimeout: .seconds(60)))
        guard let certificate = configuration.certificate, let key = configuration.key else { return plain }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        return try .tls(plain, tlsConfiguration: tls)
    }

    /// Says goodbye to all streams, and takes no new ones.
    private func drain() {
        isDraining.withLock { $0 = true }
        logger.info("gateway drains", metadata: ["visitors": "\(visitors.streamCount)"])
        visitors.drain()
        agents.drain()
    }

    private func end() async {
        let body = GatewayReference(gateway: configuration.name)
        _ = try? await client.send(.gatewayDrop, as: .system("gateway"), body, timeout: .seconds(2))
        await client.close()
    }

    // MARK: - Time

    /// Heartbeats, holes, memberships: one clock for all streams.
    private func beat() async {
        // Everybody's turn comes every 15 s.
        let turns: UInt64 = 60
        var turn: UInt64 = 0
        var rush = RushWatch()
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(250))
            turn = (turn + 1) % turns
            if turn % 8 == 0, rush.isOver(opened: visitors.openedCount) { RushWatch.giveBack() }
            visitors.fillHoles()
            visitors.beat(turn, of: turns)
            agents.followMemberships()
            agents.beat(turn, of: turns)
        }
    }

    /// Leases: one for all visitors here, one for each window of an agent.
    private func renew() async {
        while !Task.isCancelled {
            Task { [client, configuration] in
                _ = try? await client.send(
                    .gatewayRenew, as: .system("gateway"),
                    GatewayRenew(gateway: configuration.name, leaseSeconds: 30), timeout: .seconds(10))
            }
            agents.renewLeases()
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// Ends the windows of sign-ins that ended: shut out, another password, too old. Apart from leases, which must not wait
    /// for answers.
    private func watchSignIns() async {
        while !Task.isCancelled {
            for cookie in agents.cookies where await !directory.stillHolds(cookie, at: Self.seconds) {
                agents.dismiss(cookie)
            }
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// Once an hour; many gateways at different times.
    private func clearUpFiles() async {
        guard files != nil else { return }
        var pause = Duration.seconds(.random(in: 60...600))
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            guard !Task.isCancelled else { return }
            _ = await sweep?.run()
            pause = FileSweep.interval + .seconds(.random(in: 0...300))
        }
    }

    /// Looks now and then whether files can be kept, more often while they cannot.
    private func watchFiles() async {
        guard let files else { return }
        while !Task.isCancelled {
            let problem: String?
            do throws(FileStoreError) {
                try await files.check()
                problem = nil
            } catch {
                problem = error.detail
            }
            let last = filesProblem.withLock { last in
                defer { last = problem }
                return last
            }
            if let problem, problem != last {
                logger.error("files cannot be kept", metadata: ["reason": "\(problem)"])
            } else if problem == nil, last != nil {
                logger.info("files can be kept again")
            }
            try? await Task.sleep(for: problem == nil ? .seconds(300) : .seconds(15))
        }
    }

    /// Removes files that nobody has any more; `nil` where none are taken.
    var sweep: FileSweep? { files.map { FileSweep(store: $0, client: client, logger: logger) } }

    /// Follows the broker's comings and goings.
    private func follow() async {
        var reattaching: Task<Void, Never>?
        for await news in link.news {
            switch news {
            case .lost:
                logger.warning("the broker is lost", metadata: ["reason": "\(client.problem ?? "")"])
                tellAll(EventFrame.gateway(isConnected: false))
            case .back:
                logger.info("the broker is there")
                tellAll(EventFrame.gateway(isConnected: true))
            case .feedMade:
                // In a task of its own, so that pages hear of the broker's coming and going meanwhile.
                reattaching?.cancel()
                reattaching = Task { [visitors] in
                    // Many gateways come back at once.
                    try? await Task.sleep(for: .milliseconds(.random(in: 0...500)))
                    await visitors.reattachAll()
                }
            }
        }
        reattaching?.cancel()
    }

    private func tellAll(_ frame: ByteBuffer) {
        visitors.tellAll(frame)
        agents.tellAll(frame)
    }

    // MARK: - For routes

    /// Asks something small, and gives the answer's parts.
    func ask(
        _ type: CommandType, as actor: Actor, _ body: some Encodable & Sendable
    ) async throws(Refusal) -> JSONFields {
        guard let json = try? WireJSON.encode(body) else { throw Refusal(.internal, "\(type.rawValue)") }
        do throws(ChatClientError) {
            let answer = try await client.send(raw: type, as: actor, json, timeout: .seconds(10))
            guard let fields = JSONFields(answer) else { throw ChatClientError(.invalidAnswer, type.rawValue) }
            return fields
        } catch {
            throw Refusal(error)
        }
    }

    /// Asks something small, and gives its result.
    func ask<Result: Decodable & Sendable>(
        _ type: CommandType, as actor: Actor, _ body: some Encodable & Sendable, sessionKey: String?,
        returning: Result.Type
    ) async throws(Refusal) -> Result {
        let answer: ClientAnswer<Result>
        do throws(ChatClientError) {
            answer = try await client.send(
                type, as: actor, body, sessionKey: sessionKey, returning: returning, timeout: .seconds(10))
        } catch {
            throw Refusal(error)
        }
        return try answer.get()
    }

    /// Says something in the gateway's own name. What comes of it is nobody's concern here.
    func tell(
        _ type: CommandType, to channel: ChannelHandle, _ body: some Encodable & Sendable, session: SessionID,
        messageID: String
    ) async {
        guard let json = try? WireJSON.encode(body) else { return }
        _ = try? await client.send(
            raw: type, to: channel, as: .system("gateway"), json, session: session, messageID: messageID,
            timeout: .seconds(10))
    }

    /// Passes a command on, and its answer back.
    func pass(
        _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: [UInt8],
        session: SessionID? = nil, sessionKey: String? = nil, messageID: String
    ) async throws(Refusal) -> Response {
        do throws(ChatClientError) {
            let answer = try await client.send(
                raw: type, to: channel, as: actor, body, session: session, sessionKey: sessionKey,
                messageID: messageID, timeout: .seconds(25))
            let response = APIAnswer.response(raw: answer)
            counts.answered(type, APIAnswer.code(raw: answer)?.rawValue ?? "ok")
            return response
        } catch {
            counts.answered(type, "unanswered")
            throw Refusal(error)
        }
    }

    /// Reads a request to the API.
    func body(of request: Request, _ context: GatewayContext) async throws(Refusal) -> APIRequest {
        try await APIRequest(request, on: context.channel, within: .seconds(configuration.bodySeconds))
    }

    /// Who is signed in.
    ///
    /// - Throws: `unauthenticated`, or `unavailable` when that cannot be looked at.
    func signedIn(_ request: Request) async throws(Refusal) -> AgentCookie {
        let out = Refusal(.unauthenticated, "sign in first")
        var value: Substring?
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix("samtale=") { value = pair.dropFirst("samtale=".count) }
            }
        }
        guard let value, let cookie = AgentCookie(String(value), keys, at: Self.seconds) else { throw out }
        guard try await directory.holds(cookie) else { throw out }
        return cookie
    }

    /// Whether one of our own pages asks.
    func checkForgery(_ request: Request, _ cookie: AgentCookie) throws(Refusal) {
        guard let token = request.headers[.csrfToken], CookieKeys.areEqual(token, cookie.csrf(keys)) else {
            throw Refusal(.forbidden, "send the header X-CSRF-Token with the token that /api/me gives")
        }
    }

    /// Whose request it is, as far as that can be believed.
    func client(_ request: Request, _ context: GatewayContext) -> Forwarding.Client {
        var client = forwarding.client(context.channel.remoteAddress?.ipAddress ?? "unknown", request.headers)
        if configuration.isSecure { client.isSecure = true }
        return client
    }

    /// A monotonic time in seconds, for allowances and waits.
    static var uptime: Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private static let start = ContinuousClock.now

    static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }

    // MARK: - Operations

    /// Whether it serves, and what is wrong.
    public var health: GatewayHealth {
        let isStopping = isDraining.withLock { $0 }
        var problems: [String] = []
        if !link.isUp { problems.append(client.problem ?? "events do not come: the broker is being connected") }
        if isStopping { problems.append("it stops") }
        let isReady = problems.isEmpty && port != nil
        // Chats go on without files: balancers are not to take the gateway away for it.
        if let problem = filesProblem.withLock({ $0 }) { problems.append("files cannot be kept: \(problem)") }
        return GatewayHealth(isReady: isReady, problems: problems)
    }

    /// The figures, as Prometheus reads them.
    public var metrics: String {
        func gauge(_ name: String, _ help: String, _ value: Int) -> [String] {
            ["# HELP \(name) \(help)", "# TYPE \(name) gauge", "\(name) \(value)"]
        }
        let areFilesKept = files != nil && filesProblem.withLock { $0 } == nil
        let lines =
            gauge(
                "samtale_gateway_files_up", "1 while files can be kept; 0 also where none are taken.",
                areFilesKept ? 1 : 0)
            + gauge("samtale_gateway_up", "1 while the broker is there and it takes requests.", health.isReady ? 1 : 0)
            + gauge("samtale_gateway_visitors", "Sessions whose visitors are connected here.", visitors.sessionCount)
            + gauge("samtale_gateway_visitor_streams", "Open streams of visitors.", visitors.streamCount)
            + gauge("samtale_gateway_agents", "Agents who are connected here.", agents.agentCount)
            + gauge("samtale_gateway_agent_streams", "Open streams of agents.", agents.streamCount)
            + counts.lines(limited: limits.refused.merging(["connection": connections.refused]) { $1 })
        return lines.joined(separator: "\n") + "\n"
    }
}

extension HTTPField.Name {
    /// `X-CSRF-Token`.
    static let csrfToken = HTTPField.Name("X-CSRF-Token") ?? .authorization
}
