import HTTPTypes
import Testing

@testable import ChatGateway

@Suite("Whose request it is")
struct ForwardingTests {
    private let forwarding = Forwarding(trusted: ["10.0.0.0/8", "::1"].compactMap { IPNetwork($0) })

    private func headers(_ fields: (String, String)...) -> HTTPFields {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        return headers
    }

    @Test("only trusted proxies are believed; the last address that is none of theirs is the client's")
    func chain() {
        let forged = headers(("X-Forwarded-For", "1.2.3.4, 198.51.100.7"), ("X-Forwarded-Proto", "https"))
        #expect(forwarding.client("192.0.2.1", forged) == .init(address: "192.0.2.1", isSecure: false))
        #expect(forwarding.client("10.1.1.1", forged) == .init(address: "198.51.100.7", isSecure: true))
        let two = headers(("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "10.2.2.2"))
        #expect(forwarding.client("10.1.1.1", two).address == "198.51.100.7")
        #expect(forwarding.client("10.1.1.1", headers()).address == "10.1.1.1")
        #expect(forwarding.client("10.1.1.1", headers(("X-Forwarded-For", "1.2.3.4, nonsense"))).address == "10.1.1.1")
    }

    @Test("Forwarded wins, with quotes, brackets and ports")
    func standard() {
        let standard = headers(
            ("Forwarded", "for=1.2.3.4, for=\"[2001:db8::7]:4711\";proto=https"), ("X-Forwarded-For", "9.9.9.9"))
        #expect(forwarding.client("::1", standard) == .init(address: "2001:db8::7", isSecure: true))
        #expect(
            forwarding.client("::ffff:10.1.1.1", headers(("Forwarded", "For=203.0.113.9:80"))).address == "203.0.113.9")
    }

    @Test("networks: whole bytes, single bits, single addresses; nonsense is none")
    func networks() throws {
        let odd = try #require(IPNetwork("192.0.2.128/25"))
        #expect(try odd.contains(#require(IPAddress("192.0.2.200"))))
        #expect(try !odd.contains(#require(IPAddress("192.0.2.100"))))
        #expect(try #require(IPNetwork("0.0.0.0/0")).contains(#require(IPAddress("8.8.8.8"))))
        #expect(try !#require(IPNetwork("0.0.0.0/0")).contains(#require(IPAddress("2001:db8::1"))))
        for nonsense in ["", "10.0.0.0/33", "10.0.0/8", "a", "10.0.0.0/8/8", "::1/129", "10.0.0.0/-1"] {
            #expect(IPNetwork(nonsense) == nil, "\(nonsense)")
        }
        #expect(IPAddress("192.0.2.77")?.prefix == "192.0.2")
        #expect(IPAddress("2001:db8:1:2ff::1")?.prefix == "20:1:d:b8:0:1:2")
    }
}
