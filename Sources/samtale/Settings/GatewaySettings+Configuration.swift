import AMQP
import ChatContract
import ChatGateway
import Foundation

extension GatewaySettings {
    /// What the gateway is told.
    ///
    /// - Throws: ``CommandFailure`` when the pages are not there.
    func configuration(broker: ConnectionConfiguration, secret: [UInt8]) throws -> GatewayConfiguration {
        var isDirectory: ObjCBool = false
        if let pages,
            !FileManager.default.fileExists(atPath: pages, isDirectory: &isDirectory) || !isDirectory.boolValue
        {
            throw CommandFailure(
                .configuration, "gateway.pages is \"\(pages)\", and there is no such folder",
                remedy: "leave it out for the pages that come with the program")
        }
        guard let name = name ?? GatewayHandle("gw-" + RandomName.make()) else {
            throw CommandFailure(.software, "no name for the gateway could be made")
        }
        return GatewayConfiguration(broker: broker, name: name, host: host, port: port, pages: pages, secret: secret)
    }
}
