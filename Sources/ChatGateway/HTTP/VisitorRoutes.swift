import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird

/// What visitors' pages call (`config/openapi.yaml`, "visitors").
struct VisitorRoutes: Sendable {
    let gateway: Gateway
    let files: FileDesk

    /// What visitors may send for a session of theirs.
    static let commands: Set<CommandType> = [
        .sessionIdentify, .messagePost, .messageRead, .typingSet, .faqAnswer, .requestSubmit, .sessionClose,
        .sessionLeave, .sessionRate, .transcriptSend,
    ]

    /// What only the gateway says of a session.
    private static let reserved: Set<String> = ["session", "gateway", "connection", "host"]

    func add(to router: RouterGroup<GatewayContext>) {
        router.get("/api/channels/:channel") { request, context in
            await answer(request, context) { () throws(Refusal) in
                try await channel(request, context)
            }
        }
        router.post("/api/channels/:channel/sessions") { request, context in
            await answer(request, context) { () throws(Refusal) in
                try await open(request, context)
            }
        }
        router.post("/api/sessions/:session/commands") { request, context in
            await answer(request, context) { () throws(Refusal) in
                try await command(request, context)
            }
        }
        router.get("/api/sessions/:session/events") { request, context in
            await answer(request, context) { () throws(Refusal) in
                try await events(request, context)
            }
        }
        router.post("/api/sessions/:session/files") { request, context in
            await answer(request, context, bringsFile: true) { () throws(Refusal) in
                try await files.upload(request, context, by: party(request, context))
            }
        }
        router.get("/api/sessions/:session/files/:file") { request, context in
            await answer(request, context) { () throws(Refusal) in
                try await files.serve(context.parameters.get("file"), to: party(request, context))
            }
        }
        for path in [
            "/api/channels/:channel", "/api/channels/:channel/sessions", "/api/sessions/:session/commands",
            "/api/sessions/:session/events", "/api/sessions/:session/files", "/api/sessions/:session/files/:file",
        ] {
            router.on(RouterPath(path), method: .options) { request, _ in preflight(request) }
        }
    }

    // MARK: - Origins

    /// The site whose page asks; `nil` when it is the gateway's own, or no browser.
    private static func foreignOrigin(_ request: Request) -> String? {
        guard let origin = request.headers[.origin], !Forwarding.isOwn(origin, request) else { return nil }
        return origin
    }

    /// Works out the answer, and lets the page that asked read it unless its site may not show the channel. Other refusals
    /// are for the visitor to read, whatever their status: one that a page cannot read is a lost connection to it.
    private func answer(
        _ request: Request, _ context: GatewayContext, bringsFile: Bool = false,
        _ work: () async throws(Refusal) -> Response
    ) async -> Response {
        let origin = Self.foreignOrigin(request)
        var isOfSite = true
        var response: Response
        if let wait = gateway.limits.wait(allowances(request, context, bringsFile: bringsFile), at: Gateway.uptime) {
            response = APIAnswer.limited(wait)
        } else {
            do throws(Refusal) {
                response = try await work()
            } catch {
                response = APIAnswer.refused(error)
                isOfSite = error.code != .forbidden
            }
        }
        if let origin, isOfSite {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlExposeHeaders] = "Retry-After"
        }
        response.headers[.vary] = "Origin"
        return response
    }

    /// Whose allowances a request takes from: the visitor's first, so that he runs out before others do.
    private func allowances(
        _ request: Request, _ context: GatewayContext, bringsFile: Bool
    ) -> [RequestLimits.Subject] {
        let prefix = gateway.client(request, context).prefix
        var subjects: [RequestLimits.Subject] = []
        if let session = context.parameters.get("session").flatMap({ SessionID($0) }) {
            subjects.append(.visitor(session))
            if bringsFile { subjects.append(.upload(session)) }
        }
        subjects.append(.address(prefix))
        if let channel = context.parameters.get("channel").flatMap({ ChannelHandle($0) }) {
            if request.method == .post { subjects.append(.opening(prefix)) }
            subjects.append(.channel(channel))
        }
        return subjects
    }

    /// Whether the page that asks is of a site that may show the channel.
    private func checkSite(_ request: Request, _ channel: ChannelHandle) async throws(Refusal) {
        guard let origin = Self.foreignOrigin(request) else { return }
        let refused = Refusal(
            .forbidden, "this channel may not be shown on \(origin.prefix(80)); it is for its allowedOrigins",
            field: "origin")
        if let isAllowed = gateway.sites.isAllowed(origin, on: channel) {
            guard isAllowed else { throw refused }
            return
        }
        let answer = try await gateway.ask(
            .channelWidget, as: .visitor, ChannelWidgetGet(channel: channel, origin: origin))
        guard answer.object("result") == nil else {
            return gateway.sites.note(origin, on: channel, isAllowed: true)
        }
        let refusal = try refusal(answer)
        if refusal.code == .forbidden { gateway.sites.note(origin, on: channel, isAllowed: false) }
        throw refusal.code == .forbidden ? refused : refusal
    }

    /// An address whose domain does not exist is a slip of the hand, told where the visitor can mend it.
    private func checkEmail(_ body: JSONFields) async throws(Refusal) {
        guard let domains = gateway.emailDomains, let email = body.text("email") else { return }
        try await domains.check(email)
    }

    private func preflight(_ request: Request) -> Response {
        guard let origin = request.headers[.origin] else { return Response(status: .noContent) }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowOrigin: origin, .accessControlAllowMethods: "GET, POST",
                .accessControlAllowHeaders: "Authorization, Content-Type, Last-Event-ID, X-File-Name",
                .accessControlMaxAge: "7200", .vary: "Origin",
            ])
    }

    // MARK: - Channels

    private func channel(
        _ request: Request, _ context: GatewayContext
    ) async throws(Refusal) -> Response {
        let channel = try handle(context)
        var body = ChannelWidgetGet(channel: channel, origin: Self.foreignOrigin(request))
        if let version = request.uri.queryParameters["version"] {
            guard let number = Int64(version), number > 0 else {
                throw Refusal(.malformed, "version must be a number from 1", field: "version")
            }
            body.version = number
        }
        let widget = try await gateway.ask(.channelWidget, as: .visitor, body)
        guard let settings = widget.object("result") else { throw try refusal(widget) }
        let state = try await gateway.ask(.channelState, as: .visitor, ChannelState(channel: channel))
        guard let standing = state["result"] else { throw try refusal(state) }
        var result = JSONObject()
        result.append("widget", json: settings.rebuilt(without: []))
        result.append("state", json: standing)
        return APIAnswer.done(result.json)
    }

    private func refusal(_ answer: JSONFields) throws(Refusal) -> Refusal {
        guard let error = answer["error"], let refusal = try? WireJSON.decode(Refusal.self, from: error) else {
            throw Refusal(.internal, "the worker's answer cannot be read")
        }
        return refusal
    }

    private func open(
        _ request: Request, _ context: GatewayContext
    ) async throws(Refusal) -> Response {
        let channel = try handle(context)
        try await checkSite(request, channel)
        let call = try await gateway.body(of: request, context)
        let id = try call.id()
        let body = try call.body()
        try await checkEmail(body)
        let host = JSONObject.text(gateway.client(request, context).address)
        // Attached is who reads events: the stream does that, under its own name.
        let json = body.rebuilt(without: Self.reserved, adding: [("host", host)])
        return try await gateway.pass(.sessionOpen, to: channel, as: .visitor, json, messageID: id)
    }

    // MARK: - Sessions

    private func command(
        _ request: Request, _ context: GatewayContext
    ) async throws(Refusal) -> Response {
        let session = try session(context)
        let key = try key(request)
        let call = try await gateway.body(of: request, context)
        let id = try call.id()
        let channel = try call.channel()
        try await checkSite(request, channel)
        let name = try call.text("type")
        guard let type = CommandType(rawValue: name), Self.commands.contains(type) else {
            throw Refusal(.unknownType, "visitors do not send \(name.prefix(40).debugDescription)", field: "type")
        }
        let body = try call.body()
        try await checkEmail(body)
        let json = body.rebuilt(
            without: Self.reserved, adding: [("session", JSONObject.text(session.description))])
        return try await gateway.pass(
            type, to: channel, as: .visitor, json, session: session, sessionKey: key, messageID: id)
    }

    private func events(
        _ request: Request, _ context: GatewayContext
    ) async throws(Refusal) -> Response {
        let session = try session(context)
        let key = try key(request)
        let channel = try queriedChannel(request)
        try await checkSite(request, channel)
        let given = request.headers[.lastEventID] ?? request.uri.queryParameters["after"].map(String.init)
        var after: Int64 = 0
        if let given, !given.isEmpty {
            guard let number = Int64(given), number >= 0 else {
                throw Refusal(.malformed, "Last-Event-ID must be the number of an event", field: "after")
            }
            after = number
        }
        let stream = try await gateway.visitors.open(
            session, key: key, on: channel, after: after, context.channel)
        return stream.response([:])
    }

    /// Whose files they are.
    private func party(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> FileParty {
        let session = try session(context)
        let key = try key(request)
        let channel = try queriedChannel(request)
        try await checkSite(request, channel)
        return FileParty(actor: .visitor, session: session, channel: channel, key: key)
    }

    // MARK: - Parts of requests

    private func queriedChannel(_ request: Request) throws(Refusal) -> ChannelHandle {
        guard let channel = request.uri.queryParameters["channel"].flatMap({ ChannelHandle($0) }) else {
            throw Refusal(.malformed, "channel must be the session's channel: ?channel=support", field: "channel")
        }
        return channel
    }

    private func handle(_ context: GatewayContext) throws(Refusal) -> ChannelHandle {
        guard let channel = context.parameters.get("channel").flatMap({ ChannelHandle($0) }) else {
            throw Refusal(.unknownChannel, "there is no such channel", field: "channel")
        }
        return channel
    }

    private func session(_ context: GatewayContext) throws(Refusal) -> SessionID {
        guard let session = context.parameters.get("session").flatMap({ SessionID($0) }) else {
            throw Refusal(.unknownSession, "there is no such session", field: "session")
        }
        return session
    }

    private func key(_ request: Request) throws(Refusal) -> String {
        guard let value = request.headers[.authorization], value.hasPrefix("Bearer ") else {
            throw Refusal(.unauthenticated, "send the session's key: Authorization: Bearer …")
        }
        let key = value.dropFirst("Bearer ".count)
        guard (1...256).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Refusal(.unknownSession, "there is no such session, or this is not its key")
        }
        return String(key)
    }
}

extension HTTPField.Name {
    /// `Last-Event-ID`.
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .eTag
}

extension JSONObject {
    /// A text as JSON.
    static func text(_ text: String) -> [UInt8] {
        var object = JSONObject()
        object.append("text", text: text)
        // {"text":…}
        return Array(object.json.dropFirst(8).dropLast())
    }
}
