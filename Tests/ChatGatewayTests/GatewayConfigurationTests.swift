import AMQP
import ChatContract
import ChatGateway
import Testing

@Suite("The gateway's configuration")
struct GatewayConfigurationTests {
    @Test func holdsItsName() throws {
        let name = try #require(GatewayHandle("edge"))
        #expect(GatewayConfiguration(broker: ConnectionConfiguration(), name: name).name == name)
    }
}
