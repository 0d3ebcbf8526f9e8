import CRabbitMQ
import Glibc

/// A connection of librabbitmq. Nothing outside this folder touches its handle.
///
/// It is used by one thread at a time: by the thread that opens it, and from then on by its loop. The library makes the
/// handshake, speaks TLS and decodes what comes. What goes out is encoded by ``OutboundBuffer`` and written here, many
/// frames at a time and without ever blocking on a connection in the clear: the library itself writes each frame by a
/// system call of its own and blocks while the broker does not read. With TLS only the library can write.
final class LibraryConnection {
    let descriptor: Int32
    let isSecure: Bool
    let frameMax: Int
    /// What both sides agreed on, in seconds.
    let heartbeat: Int
    let serverProperties: Table

    private let state: amqp_connection_state_t
    /// Where frames are decoded again that the library must write.
    private var scratch = amqp_pool_t()
    private var consumerTag = RepeatedText()
    private var exchange = RepeatedText()
    private var routingKey = RepeatedText()
    private var contentType = RepeatedText()
    private var contentEncoding = RepeatedText()
    private var type = RepeatedText()
    private var userID = RepeatedText()
    private var appID = RepeatedText()

    static let channel: UInt16 = 1

    /// Connects, logs in and opens the channel. Blocks, at most as long as the configuration's limits say.
    init(_ configuration: ConnectionConfiguration, endpoint: Endpoint) throws(AMQPError) {
        guard let state = amqp_new_connection() else { throw AMQPError(.connectionFailed, "no memory") }
        do throws(AMQPError) {
            let isSecure = configuration.tls != nil
            try Self.connect(state, configuration, endpoint)
            try Self.logIn(state, configuration)
            amqp_channel_open(state, Self.channel)
            if let error = AMQPError(amqp_get_rpc_reply(state), "opening the channel") { throw error }
            self.serverProperties = amqp_get_server_properties(state).map { Table($0.pointee) } ?? Table()
            self.heartbeat = Int(amqp_get_heartbeat(state))
            self.frameMax = Int(amqp_get_frame_max(state))
            self.descriptor = amqp_get_sockfd(state)
            self.isSecure = isSecure
            // The library would put heartbeats between the bytes that are written here: ours are our own.
            guard amqp_release_buffers_ok(state) != 0 else {
                throw AMQPError(.protocolViolation, "the broker sent what nobody asked for")
            }
            let status = amqp_tune_connection(state, 1, amqp_get_frame_max(state), 0)
            if status != AMQP_STATUS_OK.rawValue { throw AMQPError(status: status, "tuning") }
            amqp_maybe_release_buffers(state)
            self.state = state
            init_amqp_pool(&self.scratch, 4096)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
    }

    deinit {
        empty_amqp_pool(&self.scratch)
        amqp_destroy_connection(self.state)
    }

    private static func connect(
        _ state: amqp_connection_state_t, _ configuration: ConnectionConfiguration, _ endpoint: Endpoint
    ) throws(AMQPError) {
        var timeout = timeval(configuration.connectTimeout)
        amqp_set_handshake_timeout(state, &timeout)
        var requestTimeout = timeval(configuration.requestTimeout)
        amqp_set_rpc_timeout(state, &requestTimeout)
        let socket: OpaquePointer?
        if let tls = configuration.tls {
            socket = amqp_ssl_socket_new(state)
            guard let socket else { throw AMQPError(.tlsFailed, "no TLS socket") }
            guard amqp_ssl_socket_set_cacert(socket, tls.caFile) == 0 else {
                throw AMQPError(.tlsFailed, "the CA file cannot be read: \(tls.caFile)")
            }
            if let certificate = tls.certificateFile, let key = tls.keyFile {
                guard amqp_ssl_socket_set_key(socket, certificate, key) == 0 else {
                    throw AMQPError(.tlsFailed, "certificate and key cannot be used: \(certificate), \(key)")
                }
            }
            amqp_ssl_socket_set_verify_peer(socket, tls.verifyPeer ? 1 : 0)
            amqp_ssl_socket_set_verify_hostname(socket, tls.verifyHostName ? 1 : 0)
            amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        } else {
            socket = amqp_tcp_socket_new(state)
        }
        guard let socket else { throw AMQPError(.connectionFailed, "no socket") }
        let status = amqp_socket_open_noblock(socket, endpoint.host, Int32(endpoint.port), &timeout)
        guard status == AMQP_STATUS_OK.rawValue else {
            var error = AMQPError(status: status, "connecting to \(endpoint)")
            if error.code == .connectionClosed { error = AMQPError(.connectionFailed, error.detail) }
            throw error
        }
    }

    private static func logIn(
        _ state: amqp_connection_state_t, _ configuration: ConnectionConfiguration
    ) throws(AMQPError) {
        let encoded = OutboundBuffer(frameMax: .max)
        encoded.put(Self.clientProperties(name: configuration.name))
        var pool = amqp_pool_t()
        init_amqp_pool(&pool, 4096)
        defer { empty_amqp_pool(&pool) }
        var properties = amqp_table_t()
        var offset = 0
        let status = amqp_decode_table(encoded.bytes.libraryBytes, &pool, &properties, &offset)
        guard status == AMQP_STATUS_OK.rawValue else { throw AMQPError(status: status, "client properties") }
        let reply =
            switch configuration.authentication {
            case .plain:
                crabbitmq_login_plain(
                    state, configuration.virtualHost, Int32(clamping: configuration.frameMax),
                    Int32(clamping: configuration.heartbeat), &properties, configuration.user, configuration.password)
            case .external:
                crabbitmq_login_external(
                    state, configuration.virtualHost, Int32(clamping: configuration.frameMax),
                    Int32(clamping: configuration.heartbeat), &properties, configuration.user)
            }
        if let error = AMQPError(reply, "logging in") { throw error }
    }

    /// Without the capabilities the broker would cancel consumers and block publishers silently.
    private static func clientProperties(name: String) -> Table {
        let capabilities: Table = [
            "authentication_failure_close": true,
            "basic.nack": true,
            "connection.blocked": true,
            "consumer_cancel_notify": true,
            "exchange_exchange_bindings": true,
            "publisher_confirms": true,
        ]
        var properties: Table = [
            "product": "AMQP for Swift",
            "platform": "Swift on librabbitmq \(amqp_version().map { String(cString: $0) } ?? "")",
            "capabilities": .table(capabilities),
        ]
        if !name.isEmpty { properties.append("connection_name", .string(name)) }
        return properties
    }

    // MARK: Reading

    /// Whether something can be read without the socket becoming readable again.
    var mayHaveMore: Bool {
        self.isSecure || amqp_data_in_buffer(self.state) != 0 || amqp_frames_enqueued(self.state) != 0
    }

    /// The next frame that is there; `nil` if there is none. Never waits.
    func nextFrame() throws(AMQPError) -> InboundFrame? {
        var frame = amqp_frame_t()
        var zero = timeval()
        let status = amqp_simple_wait_frame_noblock(self.state, &frame, &zero)
        guard status == AMQP_STATUS_OK.rawValue else {
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            throw AMQPError(status: status, "reading")
        }
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            return self.inbound(frame.payload.method)
        case AMQP_FRAME_HEADER:
            guard frame.payload.properties.class_id == 60, let decoded = frame.payload.properties.decoded else {
                throw AMQPError(.protocolViolation, "a content header of an unknown class")
            }
            let properties = decoded.assumingMemoryBound(to: amqp_basic_properties_t.self)
            return .header(bodySize: frame.payload.properties.body_size, properties: self.properties(properties))
        case AMQP_FRAME_BODY:
            return .body(frame.payload.body_fragment.raw)
        default:
            return .heartbeat
        }
    }

    /// Lets the library use its memory again: nothing that was read may be looked at after it.
    func releaseBuffers() {
        amqp_maybe_release_buffers(self.state)
    }

    /// The only place where `decoded` is given its type.
    private func inbound(_ method: amqp_method_t) -> InboundFrame {
        let id = MethodID(rawValue: method.id)
        guard let decoded = method.decoded else { return .unexpected(id) }
        func arguments<Arguments>(_ type: Arguments.Type) -> Arguments {
            decoded.assumingMemoryBound(to: type).pointee
        }
        switch id {
        case .basicDeliver:
            let deliver = arguments(amqp_basic_deliver_t.self)
            return .deliver(
                ContentMethod.Deliver(
                    consumerTag: self.consumerTag.string(deliver.consumer_tag), tag: deliver.delivery_tag,
                    redelivered: deliver.redelivered != 0, exchange: self.exchange.string(deliver.exchange),
                    routingKey: self.routingKey.string(deliver.routing_key)))
        case .basicAck:
            let ack = arguments(amqp_basic_ack_t.self)
            return .acknowledged(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case .basicNack:
            let nack = arguments(amqp_basic_nack_t.self)
            return .rejected(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        case .basicReturn:
            let message = arguments(amqp_basic_return_t.self)
            return .returned(
                ContentMethod.Return(
                    replyCode: Int(message.reply_code), replyText: message.reply_text.string,
                    exchange: message.exchange.string, routingKey: message.routing_key.string))
        case .basicGetOk:
            let message = arguments(amqp_basic_get_ok_t.self)
            return .getOk(
                ContentMethod.Get(
                    tag: message.delivery_tag, redelivered: message.redelivered != 0,
                    exchange: message.exchange.string, routingKey: message.routing_key.string))
        case .basicGetEmpty:
            return .getEmpty
        case .basicCancel:
            let cancel = arguments(amqp_basic_cancel_t.self)
            return .consumerCancelled(consumerTag: cancel.consumer_tag.string, noWait: cancel.nowait != 0)
        case .connectionBlocked:
            return .blocked(reason: arguments(amqp_connection_blocked_t.self).reason.string)
        case .connectionUnblocked:
            return .unblocked
        case .channelFlow:
            return .flow(active: arguments(amqp_channel_flow_t.self).active != 0)
        case .channelClose:
            let close = arguments(amqp_channel_close_t.self)
            return .channelClose(replyCode: Int(close.reply_code), replyText: close.reply_text.string)
        case .connectionClose:
            let close = arguments(amqp_connection_close_t.self)
            return .connectionClose(replyCode: Int(close.reply_code), replyText: close.reply_text.string)
        case .connectionCloseOk:
            return .connectionCloseOk
        case .queueDeclareOk:
            let queue = arguments(amqp_queue_declare_ok_t.self)
            return .reply(
                id,
                .queue(
                    QueueStatus(
                        name: queue.queue.string, messageCount: Int(queue.message_count),
                        consumerCount: Int(queue.consumer_count))))
        case .queuePurgeOk:
            return .reply(id, .messageCount(Int(arguments(amqp_queue_purge_ok_t.self).message_count)))
        case .queueDeleteOk:
            return .reply(id, .messageCount(Int(arguments(amqp_queue_delete_ok_t.self).message_count)))
        case .basicConsumeOk:
            return .reply(id, .consumerTag(arguments(amqp_basic_consume_ok_t.self).consumer_tag.string))
        case .basicCancelOk, .basicQosOk, .confirmSelectOk, .queueBindOk, .queueUnbindOk, .exchangeDeclareOk,
            .exchangeDeleteOk, .exchangeBindOk, .exchangeUnbindOk:
            return .reply(id, .done)
        default:
            return .unexpected(id)
        }
    }

    private func properties(_ pointer: UnsafePointer<amqp_basic_properties_t>) -> Properties {
        var properties = Properties()
        let flags = pointer.pointee._flags
        func isSet(_ bit: UInt32) -> Bool { flags & (1 << bit) != 0 }
        if isSet(15) { properties.contentType = self.contentType.string(pointer.pointee.content_type) }
        if isSet(14) { properties.contentEncoding = self.contentEncoding.string(pointer.pointee.content_encoding) }
        if isSet(13) { properties.headers = Table(pointer.pointee.headers) }
        if isSet(12) { properties.deliveryMode = DeliveryMode(rawValue: pointer.pointee.delivery_mode) }
        if isSet(11) { properties.priority = pointer.pointee.priority }
        if isSet(10) { properties.correlationID = pointer.pointee.correlation_id.string }
        if isSet(9) { properties.replyTo = pointer.pointee.reply_to.string }
        if isSet(8) { properties.expiration = pointer.pointee.expiration.string }
        if isSet(7) { properties.messageID = pointer.pointee.message_id.string }
        if isSet(6) { properties.timestamp = pointer.pointee.timestamp }
        if isSet(5) { properties.type = self.type.string(pointer.pointee.type) }
        if isSet(4) { properties.userID = self.userID.string(pointer.pointee.user_id) }
        if isSet(3) { properties.appID = self.appID.string(pointer.pointee.app_id) }
        if isSet(2) { properties.clusterID = pointer.pointee.cluster_id.string }
        return properties
    }

    // MARK: Writing

    /// Writes as much as the socket takes.
    ///
    /// - Returns: Whether all was written; if not, the socket must become writable first.
    func write(_ outbound: OutboundBuffer, watchdog: WriteWatchdog) throws(AMQPError) -> Bool {
        if self.isSecure { return try self.writeFrames(outbound, watchdog: watchdog) }
        while !outbound.isEmpty {
            let bytes = outbound.bytes
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            let count = send(self.descriptor, bytes.baseAddress, bytes.count, flags)
            if count >= 0 {
                outbound.consume(count)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                return false
            } else if errno != EINTR {
                throw AMQPError(.connectionClosed, "writing: \(String(cString: strerror(errno)))")
            }
        }
        return true
    }

    /// Gives the library frame after frame. It blocks while the broker does not read, so it is asked only when the
    /// socket has room, and watched.
    private func writeFrames(_ outbound: OutboundBuffer, watchdog: WriteWatchdog) throws(AMQPError) -> Bool {
        while !outbound.isEmpty {
            var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&descriptor, 1, 0) == 1 else { return false }
            let bytes = outbound.bytes
            let size = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 3, as: UInt32.self)))
            let payload = UnsafeRawBufferPointer(rebasing: bytes[7..<7 + size])
            var frame = amqp_frame_t()
            frame.frame_type = bytes[0]
            frame.channel = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt16.self))
            try self.decode(payload, into: &frame)
            watchdog.begin(self.descriptor)
            let status = amqp_send_frame(self.state, &frame)
            watchdog.end()
            recycle_amqp_pool(&self.scratch)
            guard status == AMQP_STATUS_OK.rawValue else { throw AMQPError(status: status, "writing") }
            outbound.consume(size + 8)
        }
        return true
    }

    private func decode(_ payload: UnsafeRawBufferPointer, into frame: inout amqp_frame_t) throws(AMQPError) {
        var decoded: UnsafeMutableRawPointer?
        var status = AMQP_STATUS_OK.rawValue
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            let id = UInt32(bigEndian: payload.loadUnaligned(as: UInt32.self))
            let arguments = UnsafeRawBufferPointer(rebasing: payload[4...])
            status = amqp_decode_method(id, &self.scratch, arguments.libraryBytes, &decoded)
            frame.payload.method = amqp_method_t(id: id, decoded: decoded)
        case AMQP_FRAME_HEADER:
            let encoded = UnsafeRawBufferPointer(rebasing: payload[12...])
            status = amqp_decode_properties(60, &self.scratch, encoded.libraryBytes, &decoded)
            frame.payload.properties.class_id = 60
            frame.payload.properties.body_size = UInt64(
                bigEndian: payload.loadUnaligned(fromByteOffset: 4, as: UInt64.self))
            frame.payload.properties.decoded = decoded
        case AMQP_FRAME_BODY:
            frame.payload.body_fragment = payload.libraryBytes
        default:
            break
        }
        if status < 0 { throw AMQPError(status: status, "writing") }
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let milliseconds = max(duration.wholeMilliseconds, 1)
        self.init(tv_sec: Int(milliseconds / 1000), tv_usec: Int(milliseconds % 1000) * 1000)
    }
}
