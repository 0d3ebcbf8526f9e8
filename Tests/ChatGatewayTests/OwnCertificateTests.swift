import BrokerTesting
import ChatContract
import ChatWorker
import Foundation
import NIOSSL
import Testing

@testable import ChatGateway

/// Servers with a certificate of a company's own authority: trusted where a setting names it, told where not.
@Suite(
    "Servers with a certificate of one's own",
    .enabled(if: TestBroker.isAvailable && TestBroker.environment("SAMTALE_TEST_BROKER_TLS_DIR") != nil))
struct OwnCertificateTests {
    /// Another gateway is the server: what it says does not matter, only that it is asked.
    private static func serve(
        _ body: @escaping @Sendable (_ origin: String, _ authority: [NIOSSLCertificate]) async throws -> Void
    ) async throws {
        let folder = try #require(TestBroker.environment("SAMTALE_TEST_BROKER_TLS_DIR"))
        let authority = try NIOSSLCertificate.fromPEMFile("\(folder)/ca.pem")
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw2") {
                $0.certificate = "\(folder)/server.pem"
                $0.key = "\(folder)/server-key.pem"
            }
            try await body("https://localhost:\(gateway.port)", authority)
        }
    }

    @Test("documents")
    func documents() async throws {
        try await Self.serve { text, authority in
            let origin = try #require(DocumentOrigin(text))
            let address = try #require(DocumentAddress("\(text)/login"))
            let trusting = DocumentClient(DocumentConfiguration(origins: [origin], certificates: authority))
            #expect(try await trusting.open(address, title: "Page").name.hasPrefix("Page"))
            let strict = DocumentClient(DocumentConfiguration(origins: [origin]))
            do throws(Refusal) {
                _ = try await strict.open(address, title: "Page")
                Issue.record("a stranger was believed")
            } catch {
                #expect(error.code == .unavailable && error.detail.contains("documents.certificateFile"), "\(error)")
            }
        }
    }

    @Test("a directory elsewhere")
    func directory() async throws {
        try await Self.serve { origin, authority in
            var configuration = DirectoryConfiguration(
                url: "\(origin)/crm", secret: "a secret of thirty-two characters or more")
            configuration.timeout = .seconds(20)
            let question = DirectoryQuestion.person(PersonID(high: 1, low: 1))
            let strict = HTTPDirectory(configuration)
            do throws(HTTPDirectory.Unavailable) {
                _ = try await strict.answer(to: question)
                Issue.record("a stranger was believed")
            } catch {
                #expect(error.reason.contains("directory.certificateFile"), "\(error)")
            }
            await strict.close()
            configuration.certificates = authority
            let trusting = HTTPDirectory(configuration)
            let known = try await trusting.answer(to: question)
            #expect(known == nil)
            await trusting.close()
        }
    }
}
