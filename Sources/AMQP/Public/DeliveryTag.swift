/// Names a delivery until it is acknowledged.
///
/// A tag belongs to one incarnation of a connection: on any other it is ignored, so a delivery of a connection that is
/// gone cannot acknowledge somebody else's.
public struct DeliveryTag: Sendable, Hashable {
    let connection: ConnectionID
    let value: UInt64
}

extension DeliveryTag: CustomStringConvertible {
    public var description: String { "\(self.connection.value)/\(self.value)" }
}
