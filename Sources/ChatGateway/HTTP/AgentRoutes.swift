import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird

/// What agents' pages call (`config/openapi.yaml`, "agents").
struct AgentRoutes: Sendable {
    let gateway: Gateway
    let media: MediaRoutes
    let files: FileDesk
    let documents: DocumentDesk

    /// What no agent sends: visitors', bots', and what parts of the deployment tell each other.
    static let foreign: Set<CommandType> = [
        .sessionOpen, .sessionAttach, .sessionDetach, .sessionIdentify, .faqAnswer, .requestSubmit, .sessionLeave,
        .sessionRate, .transcriptReport, .botPass, .queueEvaluate, .gatewayLost, .gatewayRenew, .gatewayDrop,
        .channelState, .channelWidget, .agentCredentials, .fileRefuse, .fileCheck, .fileKept, .webhookSave,
        .webhookRemove, .webhookList, .sessionKept,
    ]

    func add(to router: RouterGroup<GatewayContext>) {
        router.post("/api/login") { request, context in
            await answer(request) { () throws(Refusal) in try await login(request, context) }
        }
        router.get("/api/login/providers") { request, _ in
            await answer(request) { () throws(Refusal) in providers() }
        }
        router.post("/api/login/token") { request, context in
            await answer(request) { () throws(Refusal) in try await tokenLogin(request, context) }
        }
        router.get("/api/me") { request, _ in
            await answer(request) { () throws(Refusal) in try await me(request) }
        }
        router.post("/api/logout") { request, context in
            await answer(request) { () throws(Refusal) in try await logout(request, context) }
        }
        router.post("/api/agent") { request, context in
            await answer(request) { () throws(Refusal) in try await command(request, context) }
        }
        router.post("/api/agent/media") { request, context in
            await answer(request) { () throws(Refusal) in
                try gateway.checkForgery(request, try await gateway.signedIn(request))
                return try await media.upload(
                    request, context, within: .seconds(2 * gateway.configuration.bodySeconds))
            }
        }
        router.post("/api/agent/files/:session") { request, context in
            await answer(request) { () throws(Refusal) in
                let cookie = try await gateway.signedIn(request)
                try gateway.checkForgery(request, cookie)
                return try await files.upload(request, context, by: try party(cookie, context))
            }
        }
        router.get("/api/agent/files/:session/:file") { request, context in
            await answer(request) { () throws(Refusal) in
                let cookie = try await gateway.signedIn(request)
                return try await files.serve(context.parameters.get("file"), to: try party(cookie, context))
            }
        }
        router.get("/api/agent/documents") { request, _ in
            await answer(request) { () throws(Refusal) in
                _ = try await gateway.signedIn(request)
                return documents.places()
            }
        }
        router.get("/api/agent/documents/:record") { request, context in
            await answer(request) { () throws(Refusal) in
                let cookie = try await gateway.signedIn(request)
                return try await documents.serve(context.parameters.get("record"), to: cookie.agent)
            }
        }
        router.get("/api/agent/events") { request, context in
            await answer(request) { () throws(Refusal) in try await events(request, context) }
        }
    }

    private func answer(_ request: Request, _ work: () async throws(Refusal) -> Response) async -> Response {
        do throws(Refusal) {
            let isForeign = request.headers[.origin].map { !Forwarding.isOwn($0, request) } ?? false
            // What a browser says of where a request came from, where it says no origin.
            let site = request.headers[.fetchSite]
            if isForeign || site == "cross-site" || site == "same-site" {
                throw Refusal(.forbidden, "this is for the gateway's own pages")
            }
            return try await work()
        } catch {
            return APIAnswer.refused(error)
        }
    }

    private func party(_ cookie: AgentCookie, _ context: GatewayContext) throws(Refusal) -> FileParty {
        guard let session = context.parameters.get("session").flatMap({ SessionID($0) }) else {
            throw Refusal(.unknownSession, "there is no such session", field: "session")
        }
        return FileParty(actor: .agent(cookie.agent), session: session)
    }

    // MARK: - Signing in and out

    private func login(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> Response {
        let call = try await gateway.body(of: request, context)
        let name = try call.text("name")
        let password = try call.text("password")
        let wrong = Refusal(.unauthenticated, "name and password do not fit")
        guard (1...255).contains(name.utf8.count), (1...1024).contains(password.utf8.count) else { throw wrong }
        let client = gateway.client(request, context)
        if let wait = gateway.limits.wait([.address(client.prefix)], at: Gateway.uptime) {
            gateway.counts.login("limited")
            return APIAnswer.limited(wait)
        }
        let backOff = gateway.backOff
        if let wait = backOff.wait(name, from: client.prefix, at: Gateway.uptime) { return tooManyWrong(wait) }
        let found = try await gateway.directory.credentials(AgentCredentialsGet(login: name))
        let verdict: SignInVerdict = await gateway.passwords.inTurn { check in
            // Whoever tries many at once is told of the first ones when the next one's turn comes.
            if let wait = backOff.wait(name, from: client.prefix, at: Gateway.uptime) { return .mustWait(wait) }
            guard check(password, found?.scrypt), let found, found.enabled else {
                backOff.failed(name, from: client.prefix, at: Gateway.uptime)
                return .wrong
            }
            backOff.succeeded(name, from: client.prefix)
            return .right(found)
        }
        switch verdict {
        case .mustWait(let wait): return tooManyWrong(wait)
        case .wrong:
            gateway.counts.login("refused")
            throw wrong
        case .right(let found):
            gateway.counts.login("done")
            return try await enter(found, isSecure: client.isSecure)
        }
    }

    private func tooManyWrong(_ wait: Int) -> Response {
        gateway.counts.login("limited")
        return APIAnswer.refused(
            Refusal(.rateLimited, "too many wrong passwords; try again in \(wait) s"),
            headers: [.retryAfter: String(wait)])
    }

    /// Where agents without a password of ours may come from.
    private func providers() -> Response {
        var list: [[UInt8]] = []
        if let provider = gateway.tokens?.provider {
            var object = JSONObject()
            object.append("issuer", text: provider.issuer)
            object.append("name", text: provider.name)
            object.append("clientId", text: provider.audience)
            if let authorize = provider.authorize { object.append("authorize", text: authorize) }
            list.append(object.json)
        }
        var result = JSONObject()
        result.append("providers", list: list)
        return APIAnswer.done(result.json)
    }

    /// Signs in by the token of a provider.
    private func tokenLogin(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> Response {
        let client = gateway.client(request, context)
        if let wait = gateway.limits.wait([.address(client.prefix)], at: Gateway.uptime) {
            gateway.counts.login("limited")
            return APIAnswer.limited(wait)
        }
        guard let tokens = gateway.tokens else {
            throw Refusal(.notFound, "no provider's tokens are taken here: oidc.issuer is not set")
        }
        let call = try await gateway.body(of: request, context)
        let token = try call.text("token")
        guard let subject = try await tokens.subject(of: token, nonce: call.fields.text("nonce")),
            let found = try await gateway.directory.credentials(AgentCredentialsGet(subject: subject)), found.enabled
        else {
            gateway.counts.login("refused")
            throw Refusal(.unauthenticated, "this token does not let anybody in")
        }
        gateway.counts.login("done")
        return try await enter(found, isSecure: client.isSecure)
    }

    /// Sets the cookie.
    private func enter(_ found: AgentCredentials, isSecure: Bool) async throws(Refusal) -> Response {
        let cookie = AgentCookie(agent: found.agent, tokenVersion: found.tokenVersion, at: Gateway.seconds)
        var response = APIAnswer.done(try await welcome(cookie))
        response.headers[.setCookie] = setCookie(
            cookie.text(gateway.keys), maxAge: AgentCookie.life, isSecure: isSecure)
        return response
    }

    private func setCookie(_ value: String, maxAge: Int64, isSecure: Bool) -> String {
        "samtale=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// `{agent, csrf}`.
    private func welcome(_ cookie: AgentCookie) async throws(Refusal) -> [UInt8] {
        let answer = try await gateway.ask(.deskGet, as: .agent(cookie.agent), EmptyResult())
        guard let me = answer.object("result")?["me"] else {
            throw Refusal(.unavailable, "your desk cannot be read now")
        }
        var result = JSONObject()
        result.append("agent", json: me)
        result.append("csrf", plain: cookie.csrf(gateway.keys))
        return result.json
    }

    private func me(_ request: Request) async throws(Refusal) -> Response {
        APIAnswer.done(try await welcome(try await gateway.signedIn(request)))
    }

    private func logout(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> Response {
        let cookie = try await gateway.signedIn(request)
        try gateway.checkForgery(request, cookie)
        gateway.agents.dismiss(cookie)
        var response = APIAnswer.done(Answer.nothing)
        response.headers[.setCookie] = setCookie("", maxAge: 0, isSecure: gateway.client(request, context).isSecure)
        return response
    }

    // MARK: - Commands and events

    private func command(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> Response {
        let cookie = try await gateway.signedIn(request)
        try gateway.checkForgery(request, cookie)
        let call = try await gateway.body(of: request, context)
        let id = try call.id()
        let name = try call.text("type")
        guard let type = CommandType(rawValue: name), !Self.foreign.contains(type) else {
            throw Refusal(.unknownType, "agents do not send \(name.prefix(40).debugDescription)", field: "type")
        }
        let channel = type.scope == .channel ? try call.channel() : nil
        let body = try call.body()
        var json = body.rebuilt(without: [])
        switch type {
        case .agentSave: json = try await scrypted(body)
        case .presenceRenew, .presenceDrop:
            if let connection = body.text("connection") {
                let lease = JSONObject.text(gateway.agents.lease(connection))
                json = body.rebuilt(without: ["connection"], adding: [("connection", lease)])
            }
        default: break
        }
        let session = body.text("session").flatMap { SessionID($0) }
        return try await gateway.pass(
            type, to: channel, as: .agent(cookie.agent), json, session: session, messageID: id)
    }

    /// `password` as the worker takes it: its scrypt form.
    private func scrypted(_ body: JSONFields) async throws(Refusal) -> [UInt8] {
        guard body["password"] != nil else { return body.rebuilt(without: ["scrypt"]) }
        guard let password = body.text("password"), (8...256).contains(password.count) else {
            throw Refusal(.invalidField, "a password has 8 to 256 characters", field: "password")
        }
        guard let form = await gateway.passwords.form(of: password) else {
            throw Refusal(.internal, "the password could not be stored")
        }
        return body.rebuilt(without: ["password", "scrypt"], adding: [("scrypt", JSONObject.text(form))])
    }

    private func events(_ request: Request, _ context: GatewayContext) async throws(Refusal) -> Response {
        let cookie = try await gateway.signedIn(request)
        guard let connection = request.uri.queryParameters["connection"].map(String.init),
            (1...64).contains(connection.utf8.count),
            connection.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) || $0 == 0x2D })
        else { throw Refusal(.malformed, "connection must be a UUID made by the page", field: "connection") }
        let stream = try await gateway.agents.open(cookie, connection: connection, context.channel)
        return stream.response([:])
    }
}

extension HTTPField.Name {
    /// `Sec-Fetch-Site`.
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
