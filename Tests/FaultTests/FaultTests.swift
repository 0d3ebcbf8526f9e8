import BrokerTesting
import Foundation
import Testing

/// Faults of real processes: workers that are killed, frozen and drained, a broker that goes and comes back.
///
/// Needs `SAMTALE_BINARY` (the program; its workers are the ones that are killed) and `SAMTALE_SCRIPTS` (the folder
/// with `broker`). The suite has a broker of its own, and each test a virtual host on it and a store.
@Suite("Faults", .serialized, .enabled(if: FaultSettings.isComplete), .privateBroker)
enum FaultTests {}

/// What the environment says.
enum FaultSettings {
    static let binary = TestBroker.environment("SAMTALE_BINARY")
    static let scripts = TestBroker.environment("SAMTALE_SCRIPTS")
    /// Chooses another course of the storm.
    static let seed = TestBroker.environment("SAMTALE_FAULT_SEED").flatMap { UInt64($0) } ?? 20_261_122

    /// Whether the tests can run. Says once why not.
    static let isComplete: Bool = {
        if binary != nil, scripts != nil { return true }
        say("No fault tests: set SAMTALE_BINARY and SAMTALE_SCRIPTS to run them.")
        return false
    }()

    /// Tells people who watch.
    static func say(_ text: String) { FileHandle.standardError.write(Data("faults: \(text)\n".utf8)) }
}

/// Gives a suite a broker of its own, which is stopped at the end.
struct PrivateBrokerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let broker = try PrivateBroker()
        do {
            try await broker.start()
            try await PrivateBroker.$current.withValue(broker) { try await function() }
        } catch {
            await broker.remove()
            throw error
        }
        await broker.remove()
    }
}

extension Trait where Self == PrivateBrokerTrait {
    static var privateBroker: Self { Self() }
}
