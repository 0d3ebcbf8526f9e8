import CRabbitMQ
import Glibc

/// Makes a string of bytes that are mostly the same as last time, such as the name of an exchange, without allocating.
struct RepeatedText {
    private var last = ""

    mutating func string(_ bytes: amqp_bytes_t) -> String {
        let raw = bytes.raw
        let isSame =
            self.last.utf8.withContiguousStorageIfAvailable { last in
                guard last.count == raw.count else { return false }
                guard let one = last.baseAddress, let other = raw.baseAddress else { return raw.isEmpty }
                return memcmp(one, other, raw.count) == 0
            } ?? false
        if !isSame { self.last = bytes.string }
        return self.last
    }
}
