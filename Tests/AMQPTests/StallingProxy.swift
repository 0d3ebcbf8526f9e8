import AMQP
import BrokerTesting
import Foundation
import Synchronization

/// A TCP proxy in front of the broker that can stop forwarding without closing anything, as a dead network does.
final class StallingProxy: Sendable {
    private struct State {
        var isStalled = false
        var isClosed = false
        var descriptors: [Int32] = []
    }

    private let listener: ListeningSocket
    private let target: Endpoint
    private let state = Mutex(State())

    init(target: Endpoint) throws {
        self.listener = try ListeningSocket()
        self.target = target
        self.start { $0.acceptLoop() }
    }

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: self.listener.port) }

    func stall() { self.state.withLock { $0.isStalled = true } }

    func resume() { self.state.withLock { $0.isStalled = false } }

    func close() {
        self.listener.close()
        self.state.withLock { state in
            state.isClosed = true
            for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func start(_ body: @escaping @Sendable (StallingProxy) -> Void) {
        Thread { body(self) }.start()
    }

    private func acceptLoop() {
        while true {
            let client = self.listener.accept()
            guard client >= 0 else { return }
            let broker = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(self.target.port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(broker, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard status == 0 else { return }
            self.state.withLock { $0.descriptors += [client, broker] }
            self.start { $0.forward(from: client, to: broker) }
            self.start { $0.forward(from: broker, to: client) }
        }
    }

    private func forward(from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let (isStalled, isClosed) = self.state.withLock { ($0.isStalled, $0.isClosed) }
            if isClosed { break }
            if isStalled {
                usleep(5_000)
                continue
            }
            var descriptor = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 20) > 0 else { continue }
            if self.state.withLock({ $0.isStalled }) { continue } // while it was waiting
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let written = buffer.withUnsafeBytes {
                    send(target, $0.baseAddress.map { $0 + sent }, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }
}
