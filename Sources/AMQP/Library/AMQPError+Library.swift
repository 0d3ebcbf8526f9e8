import CRabbitMQ

extension AMQPError {
    /// What a negative status of the library means.
    init(status: Int32, _ doing: String, file: String = #fileID, line: Int = #line) {
        let code: Code =
            switch amqp_status_enum(rawValue: status) {
            case AMQP_STATUS_TIMEOUT: .timeout
            case AMQP_STATUS_HEARTBEAT_TIMEOUT: .timeout
            case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED, AMQP_STATUS_TCP_ERROR: .connectionFailed
            case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED, AMQP_STATUS_SSL_PEER_VERIFY_FAILED,
                AMQP_STATUS_SSL_CONNECTION_FAILED, AMQP_STATUS_SSL_SET_ENGINE_FAILED:
                .tlsFailed
            case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
                AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_WRONG_METHOD, AMQP_STATUS_UNEXPECTED_STATE:
                .protocolViolation
            case AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD: .accessRefused
            case AMQP_STATUS_INVALID_PARAMETER, AMQP_STATUS_TABLE_TOO_BIG: .invalidArgument
            default: .connectionClosed
            }
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
        self.init(code, "\(doing): \(text)", file: file, line: line)
    }

    /// Why a call that waits for the broker's answer failed; `nil` if it did not.
    init?(_ reply: amqp_rpc_reply_t, _ doing: String, file: String = #fileID, line: Int = #line) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return nil
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            self.init(status: reply.library_error, doing, file: file, line: line)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard let decoded = reply.reply.decoded else {
                self.init(.connectionClosed, doing, file: file, line: line)
                return
            }
            switch MethodID(rawValue: reply.reply.id) {
            case .connectionClose:
                let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
                self.init(
                    replyCode: Int(close.reply_code), replyText: close.reply_text.string, onChannel: false, file: file,
                    line: line)
            case .channelClose:
                let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
                self.init(
                    replyCode: Int(close.reply_code), replyText: close.reply_text.string, onChannel: true, file: file,
                    line: line)
            default:
                self.init(.protocolViolation, doing, file: file, line: line)
            }
        default:
            self.init(.connectionClosed, doing, file: file, line: line)
        }
    }
}
