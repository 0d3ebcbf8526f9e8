/// What came from the broker, free of the library's types.
enum InboundFrame {
    case deliver(ContentMethod.Deliver)
    case returned(ContentMethod.Return)
    case getOk(ContentMethod.Get)
    case getEmpty
    case header(bodySize: UInt64, properties: Properties)
    /// A piece of a body. The memory is valid until the next frame is read.
    case body(UnsafeRawBufferPointer)
    case acknowledged(tag: UInt64, multiple: Bool)
    case rejected(tag: UInt64, multiple: Bool)
    case consumerCancelled(consumerTag: String, noWait: Bool)
    case blocked(reason: String)
    case unblocked
    case flow(active: Bool)
    case channelClose(replyCode: Int, replyText: String)
    case connectionClose(replyCode: Int, replyText: String)
    case connectionCloseOk
    case reply(MethodID, Reply)
    case heartbeat
    /// A method that nobody asked for.
    case unexpected(MethodID)
}

/// What a method that carries a message says of it.
enum ContentMethod: Sendable {
    struct Deliver: Sendable {
        var consumerTag: String
        var tag: UInt64
        var redelivered: Bool
        var exchange: String
        var routingKey: String
    }

    struct Return: Sendable {
        var replyCode: Int
        var replyText: String
        var exchange: String
        var routingKey: String
    }

    struct Get: Sendable {
        var tag: UInt64
        var redelivered: Bool
        var exchange: String
        var routingKey: String
    }

    case deliver(Deliver)
    case returned(Return)
    case get(Get)
}

/// The broker's answer to a request.
enum Reply: Sendable {
    case done
    case queue(QueueStatus)
    case messageCount(Int)
    case consumerTag(String)
    case message(Content)
    case noMessage
}

/// A whole message with the method that brought it.
struct Content: Sendable {
    var method: ContentMethod
    var properties: Properties
    var body: [UInt8]
}
