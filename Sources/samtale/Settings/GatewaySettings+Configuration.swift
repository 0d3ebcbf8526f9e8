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
        var configuration = GatewayConfiguration(
            broker: broker, name: name, host: host, port: port, pages: pages, secret: secret)
        configuration.trustedProxies = try trustedProxies.map { text in
            guard let network = IPNetwork(text) else {
                throw CommandFailure(
                    .configuration, "gateway.trustedProxies has \"\(text)\", which is no address",
                    remedy: "write addresses or networks such as 10.0.0.0/8, separated by commas")
            }
            return network
        }
        configuration.limitFactor = limits
        for (file, setting) in [(certificate, "gateway.certificate"), (key, "gateway.key")] {
            guard let file, !FileManager.default.isReadableFile(atPath: file) else { continue }
            throw CommandFailure(
                .configuration, "\(setting) names \"\(file)\", which cannot be read",
                remedy: "check the path and the rights on the file")
        }
        if case .file(let path) = provider?.keys, !FileManager.default.isReadableFile(atPath: path) {
            throw CommandFailure(
                .configuration, "oidc.keys names \"\(path)\", which cannot be read",
                remedy: "check the path and the rights on the file, or name an https:// URL")
        }
        configuration.provider = provider
        configuration.checksEmailDomains = checksEmailDomains
        configuration.media = media
        configuration.files = try filePlace()
        configuration.documents = try documents.configuration()
        configuration.uploadStall = .seconds(uploadStall)
        configuration.uploadRate = uploadRate << 20
        configuration.certificate = certificate
        configuration.key = key
        return configuration
    }

    /// Where files are kept; `nil` where none are.
    ///
    /// - Throws: ``CommandFailure`` when the folder cannot be made or written to, or the secret of a bucket not be read.
    func filePlace() throws -> FilePlace? {
        if let s3 { return .bucket(try s3.configuration()) }
        guard let files else { return nil }
        do {
            try FileManager.default.createDirectory(
                atPath: files, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                .configuration, "gateway.files is \"\(files)\", and that folder cannot be made",
                remedy: "check the path and the rights on the folder above it")
        }
        guard FileManager.default.isWritableFile(atPath: files) else {
            throw CommandFailure(
                .configuration, "gateway.files is \"\(files)\", where nothing can be written",
                remedy: "check the rights on the folder")
        }
        return .folder(files)
    }
}
