import BrokerTesting
import ChatContract
import Foundation
import Testing

@testable import ChatGateway

/// With a certificate a gateway speaks HTTPS and nothing else, and says so to browsers.
@Suite(
    "HTTPS (guarantee 30)",
    .enabled(if: TestBroker.isAvailable && TestBroker.environment("SAMTALE_TEST_BROKER_TLS_DIR") != nil))
struct HTTPSTests {
    /// A request by curl, which knows TLS better than a client of ours.
    private static func curl(_ arguments: [String]) async throws -> ProgramRun {
        try await ProgramRun(
            "/usr/bin/curl", ["--silent", "--show-error", "--include", "--max-time", "60"] + arguments)
    }

    @Test("pages and API by HTTPS, cookies for HTTPS only, browsers told to stay; no plain HTTP, no old TLS")
    func https() async throws {
        let folder = try #require(TestBroker.environment("SAMTALE_TEST_BROKER_TLS_DIR"))
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw2") {
                $0.certificate = "\(folder)/server.pem"
                $0.key = "\(folder)/server-key.pem"
            }
            let site = "https://localhost:\(gateway.port)"
            let trust = ["--cacert", "\(folder)/ca.pem"]
            let page = try await Self.curl(trust + ["\(site)/login"])
            #expect(page.status == 0 && page.output.contains("200"), "\(page.output)")
            #expect(page.output.lowercased().contains("strict-transport-security: max-age="))
            let login = #"{"name":"anna","password":"\#(GatewayDesk.password)"}"#
            let entered = try await Self.curl(
                trust + ["--json", login, "-H", "Origin: \(site)", "\(site)/api/login"])
            let cookie = entered.output.split(separator: "\r\n").first { $0.lowercased().hasPrefix("set-cookie:") }
            #expect(cookie?.contains("; Secure") == true && cookie?.contains("HttpOnly") == true, "\(entered.output)")
            let plain = try await Self.curl(["http://localhost:\(gateway.port)/login"])
            #expect(plain.status != 0, "\(plain.output)")
            let old = try await Self.curl(trust + ["--tls-max", "1.1", "\(site)/login"])
            #expect(old.status != 0, "\(old.output)")
        }
    }
}
