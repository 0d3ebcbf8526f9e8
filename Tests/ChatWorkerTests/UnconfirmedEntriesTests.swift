import ChatContract
import Testing

@testable import ChatStore
@testable import ChatWorker

@Suite("Unconfirmed entries") struct UnconfirmedEntriesTests {
    private func entry(_ id: Int64, messages: Int) -> OutboxEntry {
        let message = OutboxMessage(
            exchange: Exchange.events, routingKey: "channel.support.test", messageID: "\(id)", type: "test",
            at: Timestamp(milliseconds: id), body: [])
        return OutboxEntry(
            id: id, at: Timestamp(milliseconds: id), messages: Array(repeating: message, count: messages))
    }

    @Test("An entry is done when every message of it is taken") func done() {
        var entries = UnconfirmedEntries()
        _ = entries.begin()
        #expect(entries.add([entry(1, messages: 2), entry(2, messages: 1)]).map(\.id) == [1, 2])
        #expect(entries.add([entry(1, messages: 2)]).isEmpty, "it is on its way")
        entries.settle([1, 2], of: 1)
        #expect(entries.takeConfirmed() == [2])
        #expect(entries.backlog.count == 1)
        entries.settle([1], of: 1)
        #expect(entries.takeConfirmed() == [1])
        #expect(entries.backlog.count == 0 && entries.backlog.oldest == nil)
    }

    /// Reproducer: the late word about the first sending counted for the second, and the refused message was lost.
    @Test("What was refused goes out again when the broker has spoken about all of its entry") func refused() {
        var entries = UnconfirmedEntries()
        _ = entries.begin()
        _ = entries.add([entry(1, messages: 2)])
        entries.refuse([1], of: 1)
        #expect(entries.retry().isEmpty, "one of its messages is not answered yet")
        entries.settle([1], of: 1)
        #expect(entries.takeConfirmed().isEmpty)
        #expect(entries.retry().map(\.id) == [1])
        #expect(entries.backlog.count == 2)
        entries.settle([1], of: 1)
        #expect(entries.takeConfirmed().isEmpty)
        entries.settle([1], of: 1)
        #expect(entries.takeConfirmed() == [1])
    }

    @Test("A new connection begins anew; late news of the old one is ignored") func reconnected() {
        var entries = UnconfirmedEntries()
        _ = entries.begin()
        _ = entries.add([entry(2, messages: 1), entry(1, messages: 2)])
        entries.settle([1], of: 1)
        #expect(entries.begin().map(\.id) == [1, 2])
        entries.settle([1, 1, 2], of: 1)
        #expect(entries.takeConfirmed().isEmpty && entries.backlog.count == 3)
        entries.settle([1, 1, 2], of: 2)
        #expect(entries.takeConfirmed() == [1, 2])
    }

    @Test("What could not be forgotten is given back") func givenBack() {
        var entries = UnconfirmedEntries()
        _ = entries.begin()
        _ = entries.add([entry(1, messages: 0)])
        let confirmed = entries.takeConfirmed()
        #expect(confirmed == [1])
        entries.putBack(confirmed: confirmed)
        #expect(entries.takeConfirmed() == [1])
    }
}
