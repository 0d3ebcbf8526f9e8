import BrokerTesting
import ChatContract
import ChatCore
import ChatGateway
import ChatStore
import Foundation
import Testing
import WebClient

/// What people try who mean no good: each is refused, and tells them nothing.
@Suite("Attacks (guarantee 30)", .enabled(if: TestBroker.isAvailable))
struct AttackTests {
    private static let evil = (name: "Origin", value: "https://evil.example")
    private static let shop = (name: "Origin", value: "https://shop.example")

    private static func shopOnly() -> [Channel] {
        var channel = Channel(channel: GatewayDesk.support, name: "Support")
        channel.allowedOrigins = ["https://shop.example"]
        return [channel, Channel(channel: GatewayDesk.sales, name: "Sales")]
    }

    private static func opening() -> JSONValue {
        [
            "id": .string(UUID().uuidString),
            "body": ["visitorId": .string(VisitorPage.newVisitorID()), "name": "Ola", "email": "ola@example.com"],
        ]
    }

    @Test("a channel's sites only: each call of another site's page is refused, without a word that it may read")
    func origins() async throws {
        try await GatewayDesk.open(Self.shopOnly()) { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let path = "/api/channels/support/sessions"
            let command: JSONValue = [
                "id": .string(UUID().uuidString), "channel": "support", "type": "message.post",
                "body": ["text": "from elsewhere"],
            ]
            let calls: [(String, String, JSONValue?)] = [
                ("GET", "/api/channels/support", nil), ("POST", path, Self.opening()),
                ("POST", "/api/sessions/\(ola.session)/commands", command),
                ("GET", "/api/sessions/\(ola.session)/events?channel=support", nil),
            ]
            for (method, path, body) in calls {
                let refused = try await gateway.ask(
                    method, path, headers: [Self.evil, ola.authorization], body: body)
                #expect(refused.status == 403 && refused.code == "forbidden", "\(path): \(refused)")
                #expect(refused.answer.header("Access-Control-Allow-Origin") == nil)
            }
            let allowed = try await gateway.ask("POST", path, headers: [Self.shop], body: Self.opening())
            #expect(allowed.ok)
            #expect(allowed.answer.header("Access-Control-Allow-Origin") == "https://shop.example")
            #expect(allowed.answer.header("Access-Control-Allow-Credentials") == nil)
        }
    }

    @Test("a blocked visitor's page reads that he is blocked, on every site that may show the channel")
    func blocked() async throws {
        try await GatewayDesk.open(Self.shopOnly()) { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let mia = try await AgentPage.login("mia", at: gateway)
            try await mia.send(
                "visitor.block", on: GatewayDesk.support, ["session": .string(ola.session), "hours": 1]
            ).done()
            let again: JSONValue = [
                "id": .string(UUID().uuidString), "body": ["visitorId": .string(ola.visitorID), "name": "Ola"],
            ]
            let path = "/api/channels/support/sessions"
            let refused = try await gateway.ask("POST", path, headers: [Self.shop], body: again)
            #expect(refused.status == 403 && refused.code == "blocked", "\(refused)")
            #expect(refused.answer.header("Access-Control-Allow-Origin") == "https://shop.example")
        }
    }

    @Test(
        "pages of other sites do nothing in an agent's name: neither by origin, nor without a token, nor by fetch metadata"
    )
    func forgery() async throws {
        try await GatewayDesk.open { _, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let body: JSONValue = ["id": "x1", "type": "presence.set", "body": ["status": "away"]]
            let cookie = (name: "Cookie", value: anna.cookie)
            let attempts: [[(name: String, value: String)]] = [
                [cookie], [cookie, (name: "X-CSRF-Token", value: "guess")], anna.headers + [Self.evil],
                anna.headers + [(name: "Sec-Fetch-Site", value: "cross-site")],
            ]
            for headers in attempts {
                let refused = try await gateway.ask("POST", "/api/agent", headers: headers, body: body)
                #expect(refused.status == 403, "\(refused)")
            }
            let login: JSONValue = ["name": "anna", "password": .string(GatewayDesk.password)]
            #expect(try await gateway.ask("POST", "/api/login", headers: [Self.evil], body: login).status == 403)
            #expect(try await gateway.ask("POST", "/api/agent", headers: anna.headers, body: body).ok)
        }
    }

    @Test("guessing passwords becomes slow, whether the agent exists or not")
    func guessing() async throws {
        try await GatewayDesk.open { _, gateway in
            for name in ["anna", "nobody"] {
                var statuses: [Int] = []
                // Where checking a password takes longer than a wait, the next wait is twice as long.
                for _ in 0..<12 where !statuses.contains(429) {
                    let wrong: JSONValue = ["name": .string(name), "password": "wrong password"]
                    let reply = try await gateway.ask("POST", "/api/login", body: wrong)
                    statuses.append(reply.status)
                    if reply.status == 429 {
                        #expect(reply.answer.header("Retry-After") != nil)
                        #expect(reply.code == "rateLimited")
                    }
                }
                #expect(statuses.prefix(3) == [401, 401, 401] && statuses.last == 429, "\(name): \(statuses)")
            }
        }
    }

    /// The statuses of that many guesses at once.
    private static func guess(_ count: Int, at gateway: RunningGateway) async throws -> [Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count {
                group.addTask {
                    let wrong: JSONValue = ["name": "anna", "password": .string("guess \(number)")]
                    return try await gateway.ask("POST", "/api/login", body: wrong).status
                }
            }
            var statuses: [Int] = []
            for try await status in group { statuses.append(status) }
            return statuses
        }
    }

    @Test("many guesses at once are no more guesses than one after the other, and nobody else waits for them")
    func guessingAtOnce() async throws {
        try await GatewayDesk.open { _, gateway in
            let statuses = try await Self.guess(40, at: gateway)
            let wrong = statuses.count { $0 == 401 }
            #expect(statuses.allSatisfy { $0 == 401 || $0 == 429 } && (3...6).contains(wrong), "\(statuses)")
            let login: JSONValue = ["name": "ben", "password": .string(GatewayDesk.password)]
            #expect(try await gateway.ask("POST", "/api/login", body: login).ok)
        }
    }

    @Test("a flood for one session stops that session's requests; another visitor goes on (30)")
    func flood() async throws {
        try await GatewayDesk.open { desk, standard in
            let anna = try await AgentPage.login("anna", at: standard)
            let window = try await anna.window()
            // A tenth of a request comes back each second here, however slow the machine is.
            let gateway = try await desk.startGateway("gw2") { $0.limitFactor = 0.02 }
            let ola = try await VisitorPage.open(at: standard, name: "Ola").moved(to: gateway)
            let kari = try await VisitorPage.open(at: standard, name: "Kari").moved(to: gateway)
            var refused: Reply?
            for _ in 0..<10 where refused == nil {
                let reply = try await ola.send("typing.set", ["typing": true])
                if reply.status == 429 { refused = reply }
            }
            #expect(refused?.code == "rateLimited" && refused?.answer.header("Retry-After") != nil)
            try await kari.post("I am still here")
            _ = window
        }
    }

    @Test("who opens connections only to keep them gets no more than an address may have; others are served (30)")
    func connections() async throws {
        try await GatewayDesk.open { desk, standard in
            // Two connections for an address, behind a proxy that is believed as many as there are.
            let gateway = try await desk.startGateway("gw2") { $0.limitFactor = 0.001 }
            let proxied = try await desk.startGateway("gw3") {
                $0.limitFactor = 0.001
                $0.trustedProxies = IPNetwork("127.0.0.1").map { [$0] } ?? []
            }
            func held(at gateway: RunningGateway) async throws -> Int {
                var connections: [WebConnection] = []
                for _ in 0..<6 { connections.append(try await WebConnection.open("127.0.0.1", gateway.port)) }
                var answered = 0
                for connection in connections {
                    if (try? await connection.send(WebRequest("GET", "/favicon.ico"))) != nil { answered += 1 }
                }
                for connection in connections { await connection.close() }
                return answered
            }
            #expect(try await held(at: gateway) == 2)
            #expect(gateway.metrics.contains(#"samtale_gateway_limited_total{allowance="connection"} 4"#))
            #expect(try await held(at: proxied) == 6)
            try await eventually("what was closed is not given back") { try await held(at: gateway) == 2 }
        }
    }

    @Test("a body that comes by drops loses its connection; the gateway goes on")
    func slowBody() async throws {
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw2") { $0.bodySeconds = 1 }
            let socket = try RawSocket(port: gateway.port)
            defer { socket.close() }
            try socket.write(
                "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{")
            // A byte now and then is no sign of life that counts.
            let drops = Task {
                while !Task.isCancelled { try socket.write(" "); try await Task.sleep(for: .milliseconds(200)) }
            }
            defer { drops.cancel() }
            try await eventually("the connection is kept") { socket.isClosed }
            #expect(try await gateway.ask("GET", "/api/channels/support").ok)
        }
    }

    @Test("a picture that comes by drops loses its connection too")
    func slowPicture() async throws {
        try await GatewayDesk.open { desk, _ in
            let folder = FileFolder()
            defer { try? FileManager.default.removeItem(atPath: folder.path) }
            let gateway = try await desk.startGateway("gw2") {
                $0.bodySeconds = 1
                $0.media = folder.path
            }
            let anna = try await AgentPage.login("anna", at: gateway)
            let socket = try RawSocket(port: gateway.port)
            defer { socket.close() }
            try socket.write(
                "POST /api/agent/media HTTP/1.1\r\nHost: x\r\nContent-Length: 6000\r\n"
                    + anna.headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n")
            let drops = Task {
                while !Task.isCancelled { try socket.write(" "); try await Task.sleep(for: .milliseconds(200)) }
            }
            defer { drops.cancel() }
            try await eventually("the connection is kept") { socket.isClosed }
        }
    }

    @Test("who was refused is not listened to for ever, whether he floods or drips; who stops is served on")
    func drain() async throws {
        try await GatewayDesk.open { _, gateway in
            let requests = [
                "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000000000\r\n\r\n",
                "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /chat HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n",
                "POST /no/such/page HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n",
                "POST /api/agent/media HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n",
            ]
            for request in requests {
                let isChunked = request.contains("chunked")
                let flood = try RawSocket(port: gateway.port)
                defer { flood.close() }
                try flood.write(request)
                let piece = String(repeating: "x", count: 65536)
                var sent = 0
                while sent < 1 << 30, (try? flood.write(isChunked ? "10000\r\n\(piece)\r\n" : piece)) != nil {
                    sent += 65536
                }
                // What lies in the buffers of two sockets counts too.
                #expect(sent < 64 << 20, "\(sent >> 20) MiB were taken after \(request.prefix(30))")
                let drip = try RawSocket(port: gateway.port)
                defer { drip.close() }
                try drip.write(request)
                let drops = Task {
                    while !Task.isCancelled {
                        try drip.write(isChunked ? "1\r\nx\r\n" : "x")
                        try await Task.sleep(for: .milliseconds(200))
                    }
                }
                defer { drops.cancel() }
                try await eventually("it is listened to after \(request.prefix(30))") {
                    drip.isClosed
                }
            }
            // A body of ordinary length that was not wanted, and then the next request on the same connection.
            let socket = try RawSocket(port: gateway.port)
            defer { socket.close() }
            let body = String(repeating: "x", count: 300_000)
            try socket.write("POST /no/such/page HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n\(body)")
            try socket.write("GET /api/channels/support HTTP/1.1\r\nHost: x\r\n\r\n")
            var text = ""
            try await eventually("the second request has no answer: \(text.prefix(200))") {
                text += try socket.answer()
                return text.contains("404") && text.contains("HTTP/1.1 200")
            }
        }
    }

    @Test("someone else's session: a wrong key and no such session are the same answer")
    func keys() async throws {
        try await GatewayDesk.open { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let kari = try await VisitorPage.open(at: gateway, name: "Kari")
            let other = (name: "Authorization", value: "Bearer \(kari.key)")
            let command: JSONValue = [
                "id": "k1", "channel": "support", "type": "message.post", "body": ["text": "I am Ola"],
            ]
            func answer(_ session: String, _ headers: [(name: String, value: String)]) async throws -> (
                Int, String?, String?
            ) {
                let reply = try await gateway.ask(
                    "POST", "/api/sessions/\(session)/commands", headers: headers, body: command)
                return (reply.status, reply.code, reply.json["error"]?["detail"]?.stringValue)
            }
            let wrong = try await answer(ola.session, [other])
            let none = try await answer(UUID().uuidString.lowercased(), [other])
            #expect(wrong == none && wrong.0 == 404)
            #expect(try await answer(ola.session, []).0 == 401)
        }
    }

    @Test("paths lead nowhere but to pages; huge and odd bodies are answered and end there")
    func paths() async throws {
        try await GatewayDesk.open { _, gateway in
            for path in [
                "/widget/../../Package.swift", "/widget/%2e%2e/%2e%2e/etc/passwd", "/shared/..%2f..%2fgateway",
                "/widget//etc/passwd", "/chat/%00", "/widget/....//x",
            ] {
                let reply = try await gateway.ask("GET", path)
                #expect(reply.status == 404 || reply.status == 400, "\(path): \(reply.status)")
            }
            let huge = JSONValue.string(String(repeating: "x", count: 200_000))
            let tooLarge = try await gateway.ask(
                "POST", "/api/channels/support/sessions", body: ["id": "h1", "body": ["question": huge]])
            #expect(tooLarge.status == 413)
            let noJSON = try await WebConnection.send(
                WebRequest(
                    "POST", "/api/login", headers: [(name: "Content-Type", value: "text/plain")],
                    body: Array("{\"name\":\"anna\"}".utf8)), to: "127.0.0.1", gateway.port)
            #expect(noJSON.status == 400)
        }
    }

    @Test("script in names and messages is text: it comes back as it was, in JSON, never as a page")
    func script() async throws {
        try await GatewayDesk.open { _, gateway in
            let name = "<script>alert(1)</script>"
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway, name: name)
            try await anna.pickUp(ola)
            try await ola.post("<img src=x onerror=alert(1)>")
            let reply = try await anna.send("session.get", ["session": .string(ola.session)])
            #expect(reply.answer.header("Content-Type")?.hasPrefix("application/json") == true)
            #expect(reply.answer.header("X-Content-Type-Options") == "nosniff")
            #expect(reply.result["snapshot"]?["visitor"]?["name"]?.stringValue == name)
            _ = window
        }
    }

    @Test("a proxy that is trusted says whose request it is, and that it was secure; others do not")
    func proxies() async throws {
        try await GatewayDesk.open { desk, plain in
            let told: [(name: String, value: String)] = [
                ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"),
            ]
            let login: JSONValue = ["name": "anna", "password": .string(GatewayDesk.password)]
            let direct = try await plain.ask("POST", "/api/login", headers: told, body: login)
            #expect(direct.answer.header("Set-Cookie")?.contains("Secure") == false)
            #expect(direct.answer.header("Strict-Transport-Security") == nil)
            let behind = try await desk.startGateway("gw2") { configuration in
                configuration.trustedProxies = ["127.0.0.1"].compactMap { IPNetwork($0) }
            }
            let proxied = try await behind.ask("POST", "/api/login", headers: told, body: login)
            #expect(proxied.answer.header("Set-Cookie")?.contains("; Secure") == true)
            #expect(proxied.answer.header("Strict-Transport-Security") != nil)
            let opened = try await behind.ask(
                "POST", "/api/channels/support/sessions", headers: told, body: Self.opening()
            ).done()
            let session = opened["session"]?.stringValue ?? ""
            #expect(
                try desk.store.look { reader throws(StoreError) in
                    try SessionID(session).flatMap { id throws(StoreError) in try reader.session(id) }?.origin.host
                } == "203.0.113.9")
        }
    }
}
