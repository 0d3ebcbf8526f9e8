import ChatContract
import Testing

@testable import ChatWebhooks

@Suite("Addresses that are posted to")
struct HostAddressTests {
    @Test(
        "those of own networks, of metadata services and all that is reserved are not public, in any clothes",
        arguments: [
            "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255",
            "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1",
        ])
    func own(_ text: String) throws {
        #expect(try #require(HostAddress(text)).isPublic == false)
    }

    @Test(
        "others are",
        arguments: ["93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"])
    func open(_ text: String) throws {
        #expect(try #require(HostAddress(text)).isPublic)
    }

    @Test("what is no address in digits is none", arguments: ["localhost", "1.2.3", "0x7f000001", "2130706433"])
    func none(_ text: String) {
        #expect(HostAddress(text) == nil)
    }

    @Test("names are asked for: localhost is an own address")
    func lookUp() async {
        let addresses = await HostLookup.addresses(of: "localhost")
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { !$0.isPublic })
        #expect(await HostLookup.addresses(of: "nowhere.invalid").isEmpty)
    }

    @Test("an address is kept while it is good; one that failed gives way to another, if there is one")
    func choice() throws {
        let first = try #require(HostAddress("10.0.0.1"))
        let second = try #require(HostAddress("10.0.0.2"))
        #expect(HostAddress.choice(among: [first, second], last: nil, failed: nil) == first)
        #expect(HostAddress.choice(among: [first, second], last: second, failed: nil) == second)
        #expect(HostAddress.choice(among: [first, second], last: first, failed: first) == second)
        #expect(HostAddress.choice(among: [first], last: first, failed: first) == first)
        #expect(HostAddress.choice(among: [first], last: second, failed: nil) == first)
        #expect(HostAddress.choice(among: [], last: first, failed: nil) == nil)
    }

    @Test("a URL must be encrypted unless it is meant for the own network, and holds no login")
    func urls() throws {
        #expect(throws: WebhookTarget.Invalid.self) { try WebhookTarget(url: "http://crm.example/", isPrivate: false) }
        #expect(throws: WebhookTarget.Invalid.self) {
            try WebhookTarget(url: "https://me:you@crm.example/", isPrivate: true)
        }
        #expect(throws: WebhookTarget.Invalid.self) { try WebhookTarget(url: "ftp://crm.example/", isPrivate: true) }
        #expect(throws: WebhookTarget.Invalid.self) { try WebhookTarget(url: "crm.example", isPrivate: true) }
        let target = try WebhookTarget(url: "https://[2606:4700::1]:8443/hooks?a=b", isPrivate: false)
        #expect((target.host, target.port) == ("2606:4700::1", 8443))
    }
}
