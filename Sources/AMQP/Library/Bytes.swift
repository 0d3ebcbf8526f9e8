import CRabbitMQ

extension amqp_bytes_t {
    /// The bytes where they lie: in a pool of the library, until its buffers are released.
    var raw: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.bytes, count: self.bytes == nil ? 0 : self.len)
    }

    /// A copy as text; what is not UTF-8 is replaced.
    var string: String { String(decoding: self.raw, as: UTF8.self) }

    var array: [UInt8] { [UInt8](self.raw) }
}

extension UnsafeRawBufferPointer {
    var libraryBytes: amqp_bytes_t {
        amqp_bytes_t(len: self.count, bytes: UnsafeMutableRawPointer(mutating: self.baseAddress))
    }
}
