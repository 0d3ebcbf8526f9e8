import ChatContract
import ChatCore
import ChatStore
import Foundation

/// Looks whether the store can be relied on.
struct StoreExamination {
    let path: String

    /// What was found, and what the store says should be on the broker.
    func run() -> (findings: [Finding], registry: ChannelRegistry, roster: Roster) {
        var findings: [Finding] = []
        guard FileManager.default.fileExists(atPath: path) else {
            return (
                [
                    .warn("store", "there is none at \(path) yet", "samtale up and samtale apply make it"), disk(),
                ], ChannelRegistry(), Roster()
            )
        }
        do {
            let store = try Store(path: path)
            defer { try? store.close() }
            findings.append(try writable(store))
            findings.append(try durability(store))
            let (registry, roster, last) = try store.look { reader throws(StoreError) in
                let registry = try reader.registry()
                let channels = registry.channels.keys.sorted()
                let newest = channels.isEmpty ? [] : try reader.sessions(.all(channels), limit: 1)
                return (registry, try reader.roster(), newest.first?.session.at)
            }
            findings.append(desk(registry, roster))
            if let finding = contacts(try store.contactBacklog()) { findings.append(finding) }
            findings.append(clock(last))
            findings.append(disk())
            return (findings, registry, roster)
        } catch {
            return (findings + [.fail("store", error)], ChannelRegistry(), Roster())
        }
    }

    private func writable(_ store: Store) throws -> Finding {
        // A lease that ends at once: a real write, gone again.
        let name = "doctor-\(RandomName.make())"
        let started = ContinuousClock.now
        try store.register(worker: name, name: name, lease: .zero, at: LogLine.now)
        let took = ContinuousClock.now - started
        try store.release(worker: name)
        let milliseconds = Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1000
        let text = String(format: "%.1f ms for a write", milliseconds)
        return milliseconds < 200
            ? .ok("store", "\(path) can be written, \(text)")
            : .warn("store", "\(path) is slow: \(text)", "put it on a local disk; never on a network file system")
    }

    private func durability(_ store: Store) throws -> Finding {
        let (journal, synchronous) = try store.durability()
        guard journal == "wal", synchronous == 2 else {
            return .fail(
                "durability", "journal \(journal), synchronous \(synchronous): a power cut may lose commits",
                "it should be wal and 2 (FULL); is the file on a file system that cannot do WAL?")
        }
        return .ok("durability", "journal wal, synchronous FULL")
    }

    private func desk(_ registry: ChannelRegistry, _ roster: Roster) -> Finding {
        let members = registry.members.values.flatMap(\.values)
        guard !registry.channels.isEmpty else {
            return .warn("desk", "there are no channels", "samtale apply config/demo.yaml, or a file of your own")
        }
        let empty = registry.channels.keys.filter { channel in
            !members.contains { $0.channel == channel && $0.respond }
        }
        guard empty.isEmpty else {
            return .warn(
                "desk", "nobody may respond on \(empty.map(\.text).sorted().joined(separator: ", "))",
                "give an agent the permission respond there, with samtale apply")
        }
        return .ok("desk", "\(registry.channels.count) channels, \(roster.agents.count) agents")
    }

    /// What another CRM does not take; `nil` where all is there, or on its way for the first time.
    private func contacts(_ backlog: ContactBacklog) -> Finding? {
        guard let problem = backlog.problem else { return nil }
        return .warn(
            "contacts",
            "\(backlog.count) made by agents are not in the directory elsewhere yet; after \(backlog.attempts) attempts: \(problem)",
            "see in that system why; they are tried again every few minutes")
    }

    private func clock(_ last: Timestamp?) -> Finding {
        guard let last else { return .ok("clock", "\(LogLine.now); there are no events yet") }
        guard LogLine.now >= last else {
            return .fail(
                "clock", "it is \(LogLine.now), before the last event of \(last)",
                "set the clock right (timedatectl); until then waiting times are wrong")
        }
        return .ok("clock", "\(LogLine.now), after the last event of \(last)")
    }

    private func disk() -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return .warn("disk", "the free space of \(folder) cannot be read", "look with: df -h") }
        let text = String(format: "%.1f GB free on \(folder)", Double(free) / 1e9)
        switch free {
        case ..<200_000_000: return .fail("disk", text, "make room: a full disk stops all work")
        case ..<2_000_000_000: return .warn("disk", text, "make room before it is full")
        default: return .ok("disk", text)
        }
    }
}
