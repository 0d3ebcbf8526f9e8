import AMQP
import Testing

@Suite("Connection URIs")
struct URITests {
    @Test("the plainest one means the defaults")
    func plain() throws {
        let configuration = try ConnectionConfiguration(uri: "amqp://")
        #expect(configuration == ConnectionConfiguration())
    }

    @Test(
        "hosts, login, virtual host",
        arguments: [
            ("amqp://h", [Endpoint(host: "h", port: 5672)], "guest", "guest", "/"),
            ("amqp://u:p@h:1/v", [Endpoint(host: "h", port: 1)], "u", "p", "v"),
            (
                "amqp://u:p@h1:5672,h2:5673/vh", [Endpoint(host: "h1", port: 5672), Endpoint(host: "h2", port: 5673)],
                "u", "p", "vh"
            ),
            ("amqp://u%40x:p%2F%3A%25@h/%2F", [Endpoint(host: "h")], "u@x", "p/:%", "/"),
            ("amqp://u:p:q@h/", [Endpoint(host: "h")], "u", "p:q", "/"),
            ("amqp://u@h/a%2Fb", [Endpoint(host: "h")], "u", "", "a/b"),
            ("amqps://h", [Endpoint(host: "h", port: 5671)], "guest", "guest", "/"),
            ("amqp://[::1]:99/x", [Endpoint(host: "::1", port: 99)], "guest", "guest", "x"),
            ("amqp://[fe80::1],b/x", [Endpoint(host: "fe80::1"), Endpoint(host: "b")], "guest", "guest", "x"),
            ("amqp://u:%C3%A6@h/%C3%B8", [Endpoint(host: "h")], "u", "æ", "ø"),
        ])
    func parts(_ uri: String, _ endpoints: [Endpoint], _ user: String, _ password: String, _ host: String) throws {
        let configuration = try ConnectionConfiguration(uri: uri)
        #expect(configuration.endpoints == endpoints)
        #expect(configuration.user == user)
        #expect(configuration.password == password)
        #expect(configuration.virtualHost == host)
    }

    @Test("the query")
    func query() throws {
        let configuration = try ConnectionConfiguration(
            uri: "amqps://h/v?heartbeat=7&connection_timeout=1.5&request_timeout=3&frame_max=4096&name=a%20b"
                + "&cacertfile=/ca&certfile=/c&keyfile=/k&verify=verify_none&auth_mechanism=external")
        #expect(configuration.heartbeat == 7)
        #expect(configuration.connectTimeout == .milliseconds(1500))
        #expect(configuration.requestTimeout == .seconds(3))
        #expect(configuration.frameMax == 4096)
        #expect(configuration.name == "a b")
        #expect(configuration.authentication == .external)
        #expect(
            configuration.tls
                == TLSConfiguration(
                    caFile: "/ca", certificateFile: "/c", keyFile: "/k", verifyPeer: false, verifyHostName: false))
    }

    @Test(
        "what is no URI is refused",
        arguments: [
            "", "h:5672", "http://h", "amqp://h:0", "amqp://h:x", "amqp://h:70000", "amqp://u:%zz@h", "amqp://h/%2",
            "amqp://[::1", "amqp://[::1]x", "amqp://h?heartbeat", "amqp://h?heartbeat=-1", "amqp://h?heartbeat=a",
            "amqp://h?connection_timeout=0", "amqp://h?nonsense=1", "amqp://h?cacertfile=/x", "amqp://h?frame_max=1",
            "amqps://h?verify=maybe", "amqp://h/%FF",
        ])
    func refused(_ uri: String) {
        let error = #expect(throws: AMQPError.self) { try ConnectionConfiguration(uri: uri) }
        #expect(error?.code == .invalidURI)
    }

    @Test("the password is in no description")
    func masked() throws {
        let configuration = try ConnectionConfiguration(uri: "amqp://u:hemmelig@h/v")
        #expect(configuration.description == "amqp://u:***@h:5672/v")
        #expect(!"\(configuration)".contains("hemmelig"))
        #expect(!String(reflecting: configuration).contains("hemmelig"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("hemmelig"))
        #expect(throws: AMQPError.self) { try ConnectionConfiguration(uri: "amqp://u:hemmelig@h:x") }
        do { _ = try ConnectionConfiguration(uri: "amqp://u:hemmelig@h:x") } catch {
            #expect(!"\(error)".contains("hemmelig"))
        }
    }
}
