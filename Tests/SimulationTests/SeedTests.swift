import ChatSimulator
import Foundation
import Testing

/// Thousands of runs of the real system in a simulated world: no invariant may fail in any of them.
@Suite("Seeds") struct SeedTests {
    static let jobs = ProcessInfo.processInfo.activeProcessorCount
    /// How many are run: `SAMTALE_SEEDS` for more than CI does.
    static let count = ProcessInfo.processInfo.environment["SAMTALE_SEEDS"].flatMap { UInt64($0) } ?? 2000

    @Test("Every seed keeps all invariants") func all() async {
        var commands: [String: Int] = [:]
        var faults: [String: Int] = [:]
        var reports = 0
        await SimulationSweep(seeds: 1...Self.count, jobs: Self.jobs).run { report in
            reports += 1
            if let failure = report.failure {
                Issue.record("\(failure)\nreplay it with: samtale simulate --seed \(report.seed) --verbose")
            }
            commands.merge(report.commands, uniquingKeysWith: +)
            faults.merge(report.faults, uniquingKeysWith: +)
            return true
        }
        #expect(reports == Self.count)
        // What is never tried proves nothing.
        for move in Self.moves { #expect(commands[move, default: 0] > 0, "nobody did \(move)") }
        for fault in Self.faults { #expect(faults[fault, default: 0] > 0, "never struck: \(fault)") }
    }

    private static let moves = [
        "session.open ok", "session.attach ok", "session.detach ok", "message.post ok", "message.post conflict",
        "message.post internal", "message.post sessionClosed", "message.read ok", "request.submit ok",
        "session.close ok", "session.pickUp ok", "session.pickUp notInQueue", "session.pickUp conflict",
        "session.pickUpNext ok", "transfer.request ok", "transfer.accept ok", "transfer.reject ok",
        "transfer.cancel ok", "session.takeOver ok", "session.requeue ok", "session.listen ok", "session.unlisten ok",
        "presence.set ok", "presence.renew ok", "presence.drop ok", "gateway.renew ok", "channel.save ok",
        "channel.delete ok", "message.post unknownChannel",
        "member.save ok", "agent.save ok",
    ]
    private static let faults = [
        "worker killed", "all workers killed", "nobody works", "worker asked to end", "worker frozen", "consumer lost",
        "publisher lost", "broker restarted",
        "broker full", "clock set", "two consumers active", "gateway crashed", "reader lost", "killed at lock",
        "killed at commit",
        "killed at committed", "killed at acknowledge", "frozen at lock", "frozen at committed",
        "store busy at commit", "store full at commit", "store unavailable at committed",
    ]
}
