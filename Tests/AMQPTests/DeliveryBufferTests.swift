import BrokerTesting
import Testing

@testable import AMQP

@Suite("Delivery buffer")
struct DeliveryBufferTests {
    @Test("taking with a limit of time ends with it")
    func timeout() {
        let buffer = DeliveryBuffer()
        #expect(buffer.take(atMost: 1, waiting: .zero).isEmpty)
        #expect(buffer.take(atMost: 1, waiting: .milliseconds(5)).isEmpty)
    }

    @Test("wake() is not lost when nobody waits yet")
    func stickyWake() async {
        let buffer = DeliveryBuffer()
        buffer.wake()
        #expect(buffer.take(atMost: 1, waiting: nil).isEmpty)
        buffer.wake()
        #expect(await buffer.take(atMost: 1).isEmpty)
    }

    @Test("cancelling a task ends its waiting")
    func cancelled() async {
        let buffer = DeliveryBuffer()
        let task = Task { await buffer.take(atMost: 1) }
        task.cancel()
        #expect(await task.value.isEmpty)
    }
}
