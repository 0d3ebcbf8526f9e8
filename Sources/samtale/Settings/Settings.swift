import AMQP
import Logging

/// The settings of one run, read and checked.
struct Settings {
    enum LogFormat: String, CaseIterable { case json, text }

    var broker: ConnectionConfiguration
    /// With the login in it.
    var brokerAPI: String?
    var trustedPublishers: Set<String>
    var storePath: String
    var retentionDays: Int
    var workerName: String
    var httpHost: String
    /// 0 for any, -1 for none.
    var httpPort: Int
    var logLevel: Logger.Level
    var logFormat: LogFormat
    /// How mail goes out; `nil` where nothing is said of it.
    var mail: MailSettings?
    var gateway: GatewaySettings
    /// Where customers are looked up, if not in the store.
    var directory: DirectorySettings?
}
