import ChatContract
import Dispatch
import Synchronization
import Testing

@testable import ChatGateway

/// A slip in an e-mail address's domain is found before anybody waits for an answer there.
@Suite("Domains of e-mail addresses")
struct EmailDomainsTests {
    private static let world: @Sendable (String) -> Bool? = { ["com", "example.com"].contains($0) }

    private func refusal(_ email: String, by domains: EmailDomains) async -> Refusal? {
        do throws(Refusal) {
            try await domains.check(email)
            return nil
        } catch {
            return error
        }
    }

    @Test("a domain that does not exist is refused, by the field's name; one that does is taken, however it is written")
    func existence() async throws {
        let domains = EmailDomains(patience: .seconds(60), Self.world)
        let refused = try #require(await refusal("ola@exmaple.com", by: domains))
        #expect(refused.code == .invalidField && refused.field == "email" && refused.detail.contains("exmaple.com"))
        #expect(await refusal("ola@EXAMPLE.com", by: domains) == nil)
    }

    /// The clock that gives a resolver up is stopped by its answer, and must not answer in its place.
    @Test("of many that do not exist none is taken")
    func manyAtOnce() async {
        let domains = EmailDomains(patience: .seconds(60), Self.world)
        for batch in 0..<200 {
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask { await refusal("ola@exmaple\(batch)-\(number).com", by: domains) != nil }
                }
                for await refused in group { #expect(refused, "in batch \(batch)") }
            }
        }
    }

    @Test("where the resolver knows nothing of the world, or nothing for sure, every address is taken")
    func blindness() async {
        #expect(await refusal("ola@exmaple.com", by: EmailDomains { _ in false }) == nil)
        #expect(await refusal("ola@exmaple.com", by: EmailDomains { $0 == "com" ? true : nil }) == nil)
    }

    @Test("a domain is asked for once")
    func memory() async {
        let asked = Mutex(0)
        let domains = EmailDomains(patience: .seconds(60)) { domain in
            asked.withLock { $0 += 1 }
            return Self.world(domain)
        }
        for _ in 0..<5 { _ = await refusal("ola@example.com", by: domains) }
        #expect(asked.withLock { $0 } == 1)
    }

    @Test("a resolver that hangs is waited for a while, then the address is taken")
    func patience() async {
        let end = DispatchSemaphore(value: 0)
        let domains = EmailDomains(patience: .milliseconds(50)) { _ in
            end.wait()
            return false
        }
        #expect(await refusal("ola@example.com", by: domains) == nil)
        end.signal()
    }

    @Test("this machine's resolver is asked without harm")
    func system() async {
        // What it answers depends on where the test runs; an address in brackets is never a domain.
        #expect(await refusal("ola@[192.0.2.1]", by: EmailDomains()) == nil)
        #expect(EmailDomains.askSystem("no such domain") != true)
    }
}
