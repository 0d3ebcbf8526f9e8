import AMQP
import ChatContract
import ChatGateway
import Testing

@Suite("The gateway's configuration")
struct GatewayConfigurationTests {
    @Test func listensOnLoopbackUnlessTold() {
        let name: GatewayHandle = "edge"
        let configuration = GatewayConfiguration(broker: ConnectionConfiguration(), name: name, secret: [1])
        #expect(configuration.name == name)
        #expect(configuration.host == "127.0.0.1")
    }
}
