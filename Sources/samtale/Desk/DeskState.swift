import ChatContract
import ChatCore
import ChatStore

/// What the store holds of a desk, inside a transaction.
struct DeskState {
    let view: StoreView
    /// The FAQ, where it was asked for.
    private(set) var entries: [FAQEntryID: FAQEntry]

    var registry: ChannelRegistry { view.registry }
    var roster: Roster { view.roster }

    init(_ view: StoreView, entries: [FAQEntry] = []) {
        self.view = view
        self.entries = Dictionary(entries.map { ($0.entry, $0) }) { $1 }
    }

    /// Takes note of a command that was done: the FAQ is not in the view.
    mutating func note(_ command: ControlCommand) {
        switch command {
        case .saveFAQ(let entry): entries[entry.entry] = entry
        case .removeFAQ(let reference): entries[reference.entry] = nil
        default: break
        }
    }

    /// Whether a command would change nothing, which its decision does not look at.
    func isSo(_ command: ControlCommand) -> Bool {
        if case .saveFAQ(let entry) = command { entries[entry.entry] == entry } else { false }
    }
}
