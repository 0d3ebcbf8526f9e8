import BrokerTesting
import ChatClient
import ChatContract
import ChatStore
import Foundation
import Testing

extension FaultTests {
    @Suite("A store that is away")
    struct LockedStoreTests {
        /// Longer than a transaction waits, and longer than a lease.
        @Test("Another process holds the lock for eight seconds: nothing is acknowledged, lost or done twice")
        func locked() async throws {
            try await Scene.play("locked") { scene in
                _ = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["support"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                let stream = try await PostStream(count: 4, on: "support", by: client)
                try await stream.progress(by: 20)
                let held = try ChildProcess(
                    "/usr/bin/python3",
                    [
                        "-c",
                        """
                        import sqlite3, sys, time
                        connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
                        connection.execute("BEGIN IMMEDIATE")
                        time.sleep(8)
                        """, scene.store.path,
                    ], log: scene.folder.appending(path: "lock.log"))
                #expect(await held.ended() == 0)
                let freed = ContinuousClock.now
                try await stream.progress(by: 20, within: .seconds(30))
                FaultSettings.say("locked: answers again \(ContinuousClock.now - freed) after the lock was free")
                try await stream.finish()
                try await eventually(within: .seconds(20)) { try scene.count("SELECT count(*) FROM outbox") == 0 }
                try stream.check(scene)
            }
        }
    }
}
