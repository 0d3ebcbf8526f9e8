/// Puts method, header and body frames together into messages.
///
/// A pure state machine: one of them per channel.
struct ContentAssembler {
    private enum State {
        case idle
        case awaitingHeader(ContentMethod)
        case awaitingBody(Content, remaining: Int)
    }

    /// RabbitMQ's own upper limit of `max_message_size`.
    static let maximumBodySize: UInt64 = 536_870_912

    private var state = State.idle

    /// Whether a message has begun and not ended.
    var isAssembling: Bool {
        if case .idle = self.state { false } else { true }
    }

    mutating func begin(_ method: ContentMethod) throws(AMQPError) {
        guard case .idle = self.state else {
            throw AMQPError(.protocolViolation, "a message begins inside another")
        }
        self.state = .awaitingHeader(method)
    }

    /// - Returns: The message, if it has no body.
    mutating func header(bodySize: UInt64, properties: Properties) throws(AMQPError) -> Content? {
        guard case .awaitingHeader(let method) = self.state else {
            throw AMQPError(.protocolViolation, "a content header without a method")
        }
        guard bodySize <= Self.maximumBodySize else {
            throw AMQPError(.protocolViolation, "a body of \(bodySize) bytes was announced")
        }
        let content = Content(method: method, properties: properties, body: [])
        if bodySize == 0 {
            self.state = .idle
            return content
        }
        self.state = .awaitingBody(content, remaining: Int(bodySize))
        return nil
    }

    /// - Returns: The message, if this was its last piece.
    mutating func body(_ bytes: UnsafeRawBufferPointer) throws(AMQPError) -> Content? {
        guard case .awaitingBody(var content, let remaining) = self.state else {
            throw AMQPError(.protocolViolation, "a body without a header")
        }
        guard bytes.count <= remaining else {
            throw AMQPError(.protocolViolation, "a body is longer than announced")
        }
        self.state = .idle // lets go of the body, so that appending does not copy it
        if content.body.isEmpty {
            // Not the announced size at once: memory follows what really came.
            content.body.reserveCapacity(min(remaining, max(bytes.count, 1 << 20)))
        }
        content.body.append(contentsOf: bytes)
        if bytes.count == remaining { return content }
        self.state = .awaitingBody(content, remaining: remaining - bytes.count)
        return nil
    }
}
