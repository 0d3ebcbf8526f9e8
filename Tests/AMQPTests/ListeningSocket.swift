import BrokerTesting
import Glibc
import Synchronization

/// A listening TCP socket on the loopback, on a port that the system picks.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    let port: Int
    private let isClosed = Atomic<Bool>(false)

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard status else { throw TestFailure("cannot listen: \(errno)") }
        self.descriptor = descriptor
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    func accept() -> Int32 {
        Glibc.accept(self.descriptor, nil, nil)
    }

    /// Closes once: a second time would close somebody else's descriptor of the same number.
    func close() {
        guard !self.isClosed.exchange(true, ordering: .relaxed) else { return }
        shutdown(self.descriptor, Int32(SHUT_RDWR))
        Glibc.close(self.descriptor)
    }
}
