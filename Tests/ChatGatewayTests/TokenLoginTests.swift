import BrokerTesting
import ChatContract
import Foundation
import JWTKit
import Testing
import WebClient

@testable import ChatGateway

/// Agents come in by the token of a provider, whose keys are in a file.
@Suite("Sign-in by token", .enabled(if: TestBroker.isAvailable))
struct TokenLoginTests {
    struct Claims: JWTPayload {
        var iss = "https://id.example"
        var aud: [String] = ["samtale"]
        var exp = Date().addingTimeInterval(300)
        var nbf: Date?
        var sub = "anna@id"
        var nonce: String?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private static func base64(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
    }

    static func jwks(_ key: ES256PrivateKey, _ id: JWKIdentifier) throws -> [UInt8] {
        let parameters = try #require(key.publicKey.parameters)
        func url(_ text: String) -> String {
            text.replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
        }
        return Array(
            #"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"\#(id.string)","x":"\#(url(parameters.x))","y":"\#(url(parameters.y))"}]}"#
                .utf8)
    }

    @Test("a provider's token lets its agent in; any other token lets nobody in")
    func tokens() async throws {
        let (key, stranger) = (ES256PrivateKey(), ES256PrivateKey())
        let id = JWKIdentifier(string: "k1")
        let path = FileManager.default.temporaryDirectory.appending(path: "jwks-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let published = try Self.jwks(key, id)
        try Data(published).write(to: URL(filePath: path))
        try await GatewayDesk.open { desk, _ in
            try desk.apply([.saveAgent(AgentSave.withSubject("anna", "anna@id"))])
            let gateway = try await desk.startGateway("gw2") {
                $0.provider = OpenIDProvider(issuer: "https://id.example", audience: "samtale", keys: .file(path))
            }
            let signer = await JWTKeyCollection().add(ecdsa: key, kid: id)
            let foreign = await JWTKeyCollection().add(ecdsa: stranger, kid: id)
            let unknown = await JWTKeyCollection().add(ecdsa: stranger, kid: "k2")
            // What a public key would be the secret of.
            let confused = await JWTKeyCollection().add(
                hmac: HMACKey(from: published), digestAlgorithm: .sha256, kid: id)
            func enter(_ token: String, nonce: String? = nil) async throws -> Reply {
                var body: [String: JSONValue] = ["token": .string(token)]
                if let nonce { body["nonce"] = .string(nonce) }
                return try await gateway.ask("POST", "/api/login/token", body: .object(body))
            }
            let good = try await signer.sign(Claims(), kid: id)
            let content = try #require(good.split(separator: ".").dropFirst().first)
            let wrong: [String: String] = [
                "another key": try await foreign.sign(Claims(), kid: id),
                "a key that is not published": try await unknown.sign(Claims(), kid: "k2"),
                "an HMAC": try await confused.sign(Claims(), kid: id),
                "another issuer": try await signer.sign(Claims(iss: "https://evil.example"), kid: id),
                "another audience": try await signer.sign(Claims(aud: ["shop"]), kid: id),
                "an old one": try await signer.sign(Claims(exp: Date().addingTimeInterval(-1)), kid: id),
                "one of tomorrow": try await signer.sign(Claims(nbf: Date().addingTimeInterval(86_400)), kid: id),
                "nobody's subject": try await signer.sign(Claims(sub: "eva@id"), kid: id),
                "none": Self.base64(#"{"alg":"none","kid":"k1"}"#.utf8) + ".\(content).",
                "rubbish": "a.b.c", "nothing": "", "a long one": String(repeating: "x", count: 40_000),
            ]
            for (name, token) in wrong {
                let reply = try await enter(token)
                #expect(reply.status == 401 && reply.answer.header("Set-Cookie") == nil, "\(name): \(reply)")
            }
            let reply = try await enter(good)
            #expect(reply.ok && reply.result["agent"]?["agent"]?.stringValue == "anna", "\(reply)")
            let cookie = try #require(reply.answer.header("Set-Cookie")?.split(separator: ";").first)
            let me = try await gateway.ask("GET", "/api/me", headers: [("Cookie", String(cookie))])
            #expect(me.ok, "\(me)")
            let providers = try await gateway.ask("GET", "/api/login/providers")
            #expect(providers.text.contains(#""name":"id.example","clientId":"samtale""#), "\(providers)")

            let bound = try await signer.sign(Claims(nonce: "of this page"), kid: id)
            #expect(try await enter(bound, nonce: "of this page").ok)
            #expect(try await enter(bound, nonce: "of another").status == 401)
            #expect(try await enter(bound).status == 401, "a token of a page's must come from that page")
            #expect(try await enter(good, nonce: "of this page").status == 401)
        }
    }
}

extension AgentSave {
    static func withSubject(_ agent: AgentHandle, _ subject: String) -> AgentSave {
        var save = AgentSave(agent: agent)
        save.subject = subject
        return save
    }
}
