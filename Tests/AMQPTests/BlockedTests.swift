import BrokerTesting
import Foundation
import Testing

@testable import AMQP

private enum BrokerControl {
    static let command = TestBroker.environment("SAMTALE_TEST_BROKER_CTL")
}

/// The memory alarm stops every publisher of a broker, so these run alone and only where
/// `SAMTALE_TEST_BROKER_CTL` (the command line of `rabbitmqctl` for the test broker) allows it.
@Suite(
    "Blocked connections", .serialized,
    .enabled("SAMTALE_TEST_BROKER_CTL and SAMTALE_TEST_BROKER_ALARMS=1 allow alarms on the test broker") {
        TestBroker.isAvailable && BrokerControl.command != nil
            && TestBroker.environment("SAMTALE_TEST_BROKER_ALARMS") == "1"
    })
struct BlockedTests {
    private func control(_ arguments: String) async throws {
        let command = "\(try #require(BrokerControl.command)) \(arguments)"
        let status: Int32 = await withCheckedContinuation { continuation in
            Thread {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/bin/sh")
                process.arguments = ["-c", command]
                process.standardOutput = FileHandle.nullDevice
                do {
                    try process.run()
                    process.waitUntilExit()
                    continuation.resume(returning: process.terminationStatus)
                } catch {
                    continuation.resume(returning: -1)
                }
            }.start()
        }
        guard status == 0 else { throw TestFailure("\(command): \(status)") }
    }

    @Test("a blocked publisher keeps its messages, hangs nothing, and sends them when it may")
    func blocked() async throws {
        try await withConnection { connection, host, loop in
            try await connection.declareQueue("q")
            try await connection.selectConfirms()
            #expect(try await connection.publish(Publishing(to: "q", "before")).isAcknowledged)
            let notices = Collected<Bool>()
            connection.onBlocked { isBlocked, _ in notices.append(isBlocked) }
            try await self.control("set_vm_memory_high_watermark 0.00001")
            do {
                let told = Collected<Int>()
                connection.publish([Publishing(to: "q", "first")]) { range, _ in told.append(range.count) }
                try await eventually { connection.isBlocked }
                #expect(connection.blockedReason?.contains("memory") == true)
                connection.publish((0..<100).map { Publishing(to: "q", "\($0)") }) { range, confirmation in
                    #expect(confirmation.isAcknowledged)
                    told.append(range.count)
                }
                // A consumer on another connection goes on.
                let consuming = try await Connection.open(host.configuration, on: loop)
                #expect(try await consuming.get("q", noAcknowledgement: true)?.text == "before")
                await consuming.close()
                #expect(told.all.isEmpty)
                try await self.control("set_vm_memory_high_watermark 0.4")
                try await eventually { told.all.reduce(0, +) == 101 }
                #expect(!connection.isBlocked)
                #expect(notices.all == [true, false])
            } catch {
                try await self.control("set_vm_memory_high_watermark 0.4")
                throw error
            }
        }
    }
}
