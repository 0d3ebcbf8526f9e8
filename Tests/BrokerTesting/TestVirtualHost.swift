import AMQP
import Foundation
import Synchronization

/// A virtual host of a test's own.
public final class TestVirtualHost: Sendable {
    /// What the management API says of a queue.
    public struct Queue: Decodable, Sendable {
        public let name: String
        public let type: String?
        public let durable: Bool
        public let exclusive: Bool?
        public let messages: Int?
        public let messagesReady: Int?
        public let messagesUnacknowledged: Int?
        public let consumers: Int?
        public let arguments: [String: JSONValue]

        private enum CodingKeys: String, CodingKey {
            case name, type, durable, exclusive, messages, consumers, arguments
            case messagesReady = "messages_ready"
            case messagesUnacknowledged = "messages_unacknowledged"
        }
    }

    /// What the management API says of a connection.
    public struct ConnectionFacts: Decodable, Sendable {
        public let name: String
        public let user: String?
        public let vhost: String?
        public let timeout: Int?
        public let clientProperties: [String: JSONValue]?

        private enum CodingKeys: String, CodingKey {
            case name, user, vhost, timeout
            case clientProperties = "client_properties"
        }

        /// What the client called it.
        public var connectionName: String? { self.clientProperties?["connection_name"]?.stringValue }
    }

    public let name: String
    /// The AMQP URI of the administrator on this virtual host.
    public let uri: String
    /// The same, read.
    public let configuration: ConnectionConfiguration
    public let api: ManagementAPI
    private let users = Mutex<[String]>([])

    init(brokerURI: String, api: ManagementAPI) throws {
        self.name = "test-" + UUID().uuidString.lowercased()
        self.api = api
        var configuration = try ConnectionConfiguration(uri: brokerURI)
        configuration.virtualHost = self.name
        self.configuration = configuration
        self.uri = Self.uri(configuration)
    }

    private static func uri(_ configuration: ConnectionConfiguration) -> String {
        let hosts = configuration.endpoints.map(\.description).joined(separator: ",")
        let user = ManagementAPI.segment(configuration.user)
        let password = ManagementAPI.segment(configuration.password)
        let scheme = configuration.tls == nil ? "amqp" : "amqps"
        return "\(scheme)://\(user):\(password)@\(hosts)/\(ManagementAPI.segment(configuration.virtualHost))"
    }

    private var path: String { ManagementAPI.segment(self.name) }

    func create() async throws {
        try await self.api.expect("PUT", "vhosts/\(self.path)")
        try await self.setPermissions(self.configuration.user, configure: ".*", write: ".*", read: ".*")
    }

    func delete() async throws {
        for user in self.users.withLock({ $0 }) {
            try await self.api.call("DELETE", "users/\(ManagementAPI.segment(user))")
        }
        try await self.api.expect("DELETE", "vhosts/\(self.path)")
    }

    // MARK: Users

    /// Makes a user who may do here what the regular expressions say.
    ///
    /// Users belong to the whole broker: take names that no other test takes, such as ``uniqueName(_:)``.
    public func addUser(
        _ name: String, password: String, configure: String = ".*", write: String = ".*", read: String = ".*",
        tags: String = ""
    ) async throws {
        self.users.withLock { $0.append(name) }
        try await self.api.expect(
            "PUT", "users/\(ManagementAPI.segment(name))", body: ["password": password, "tags": tags])
        try await self.setPermissions(name, configure: configure, write: write, read: read)
    }

    /// Changes what a user may do here.
    public func setPermissions(_ user: String, configure: String, write: String, read: String) async throws {
        try await self.api.expect(
            "PUT", "permissions/\(self.path)/\(ManagementAPI.segment(user))",
            body: ["configure": configure, "write": write, "read": read])
    }

    /// Limits the routing keys that a user may publish and bind with on a topic exchange.
    public func setTopicPermission(_ user: String, exchange: String, write: String, read: String) async throws {
        try await self.api.expect(
            "PUT", "topic-permissions/\(self.path)/\(ManagementAPI.segment(user))",
            body: ["exchange": exchange, "write": write, "read": read])
    }

    /// A name that no other test has.
    public func uniqueName(_ prefix: String) -> String { "\(prefix)-\(UUID().uuidString.prefix(8).lowercased())" }

    /// The AMQP URI of a user on this virtual host.
    public func uri(user: String, password: String) -> String {
        Self.uri(self.configuration(user: user, password: password))
    }

    /// The configuration of a user on this virtual host.
    public func configuration(user: String, password: String) -> ConnectionConfiguration {
        var configuration = self.configuration
        configuration.user = user
        configuration.password = password
        return configuration
    }

    // MARK: Connections

    /// The connections to this virtual host. The broker's statistics lag behind: wait for what you expect.
    public func connections() async throws -> [ConnectionFacts] {
        try await self.api.get("vhosts/\(self.path)/connections") ?? []
    }

    /// Cuts connections from outside, as an operator would.
    ///
    /// - Parameter name: What the client called them; `nil` for all of this virtual host.
    /// - Returns: How many were cut.
    @discardableResult
    public func closeConnections(named name: String? = nil) async throws -> Int {
        var count = 0
        for connection in try await self.connections() where name == nil || connection.connectionName == name {
            let (status, _) = try await self.api.call(
                "DELETE", "connections/\(ManagementAPI.segment(connection.name))")
            if status == 204 { count += 1 }
        }
        return count
    }

    // MARK: Queues

    /// What the broker says of a queue; `nil` if it is not there. Counts lag behind by up to 5 s: for exact ones declare
    /// the queue passively.
    public func queue(_ name: String) async throws -> Queue? {
        try await self.api.get("queues/\(self.path)/\(ManagementAPI.segment(name))")
    }

    /// Waits until these queues are made: on a loaded machine that takes its time.
    public func waitForQueues(_ names: [String]) async throws {
        for name in names {
            try await eventually("there is no queue \(name)") { try await queue(name) != nil }
        }
    }

    /// All queues of this virtual host.
    public func queues() async throws -> [Queue] {
        try await self.api.get("queues/\(self.path)") ?? []
    }

    /// The waiting messages and the consumers of a queue, exactly and now, as AMQP tells them.
    public func status(_ queue: String, on loop: ConnectionLoop) async throws -> QueueStatus {
        let connection = try await Connection.open(self.configuration, on: loop)
        do {
            let status = try await connection.declareQueue(queue, passive: true)
            await connection.close()
            return status
        } catch {
            await connection.close()
            throw error
        }
    }
}
