import ChatContract
import ChatStore

/// What was published, or is to be, and is not confirmed: pure bookkeeping over lost connections and refusals.
package struct UnconfirmedEntries {
    private struct Entry {
        let entry: OutboxEntry
        /// How many of its messages the broker has not taken.
        var open: Int
        /// How many it has neither taken nor refused.
        var awaited: Int
    }

    /// Counts the connections, so that late news of an old one is ignored.
    package private(set) var generation = 0
    /// Unconfirmed, by id; ids grow.
    private var entries: [Int64: Entry] = [:]
    private var unconfirmed = 0
    private var confirmed: [Int64] = []
    /// Entries that the broker refused, to be published again with the next look.
    private var refused: Set<Int64> = []

    package init() {}

    /// How many messages wait for their confirmation, and how old the oldest of them is.
    package var backlog: (count: Int, oldest: Timestamp?) {
        (unconfirmed, entries.values.lazy.map(\.entry.at).min())
    }

    /// Takes new entries in.
    ///
    /// - Returns: those that are to be sent: what a lost incarnation of this worker wrote is adopted, and may be on its
    ///   way already.
    package mutating func add(_ added: [OutboxEntry]) -> [OutboxEntry] {
        let new = added.filter { entries[$0.id] == nil }
        for entry in new {
            entries[entry.id] = Entry(entry: entry, open: entry.messages.count, awaited: entry.messages.count)
            unconfirmed += entry.messages.count
            // An entry without messages needs no confirmation.
            if entry.messages.isEmpty { finish(entry.id) }
        }
        return new
    }

    /// A new connection is there: all that is unconfirmed goes out again, in order.
    package mutating func begin() -> [OutboxEntry] {
        generation += 1
        refused = []
        let all = entries.values.map(\.entry).sorted { $0.id < $1.id }
        for entry in all { sendAnew(entry) }
        unconfirmed = all.reduce(0) { $0 + $1.messages.count }
        return all
    }

    /// The broker took messages of a connection: one off each of the entries.
    package mutating func settle(_ owners: some Sequence<Int64>, of generation: Int) {
        guard generation == self.generation else { return }
        for id in owners {
            guard let open = entries[id]?.open else { continue }
            unconfirmed -= 1
            entries[id]?.awaited -= 1
            if open > 1 { entries[id]?.open = open - 1 } else { finish(id) }
        }
    }

    /// The broker refused messages of a connection for want of room.
    package mutating func refuse(_ owners: some Sequence<Int64>, of generation: Int) {
        guard generation == self.generation else { return }
        for id in owners { entries[id]?.awaited -= 1 }
        refused.formUnion(owners)
    }

    /// The entries that the broker refused, to be sent again: those of which it has said so much about every message,
    /// since a late word about the first sending would count for the second.
    package mutating func retry() -> [OutboxEntry] {
        let again = refused.sorted().compactMap { id in entries[id].flatMap { $0.awaited == 0 ? $0.entry : nil } }
        for entry in again {
            unconfirmed += entry.messages.count - (entries[entry.id]?.open ?? 0)
            refused.remove(entry.id)
            sendAnew(entry)
        }
        return again
    }

    private mutating func sendAnew(_ entry: OutboxEntry) {
        entries[entry.id]?.open = entry.messages.count
        entries[entry.id]?.awaited = entry.messages.count
    }

    /// The entries that were confirmed since the last call.
    package mutating func takeConfirmed() -> [Int64] {
        defer { confirmed = [] }
        return confirmed
    }

    /// Gives back what was taken and could not be deleted.
    package mutating func putBack(confirmed ids: [Int64]) { confirmed += ids }

    private mutating func finish(_ id: Int64) {
        entries[id] = nil
        refused.remove(id)
        confirmed.append(id)
    }
}
