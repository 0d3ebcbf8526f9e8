import AMQP

/// A connection to the broker for as long as a command needs one.
enum BrokerAccess {
    /// Opens a connection, runs `body` and closes it again.
    ///
    /// - Parameter purpose: What the broker's management shows it as.
    static func with<Value>(
        _ configuration: ConnectionConfiguration, for purpose: String, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let loop = ConnectionLoop(name: "samtale")
        defer { loop.stop() }
        let connection = try await open(configuration, on: loop, for: purpose)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Opens a connection that the caller closes.
    static func open(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop, for purpose: String
    ) async throws -> Connection {
        var configuration = configuration
        configuration.name = "samtale \(purpose)"
        do throws(AMQPError) {
            return try await Connection.open(configuration, on: loop)
        } catch {
            guard let failure = CommandFailure(error) else { throw error }
            throw CommandFailure(
                failure.status, "no connection to \(configuration): \(error)", remedy: failure.remedy)
        }
    }
}
