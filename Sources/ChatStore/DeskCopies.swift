import ChatCore
import Synchronization

/// Registry and roster as they were at their last revisions: a query takes over what changed since then, instead of reading
/// every channel, and every chat of every agent, anew.
final class DeskCopies: Sendable {
    private struct Copy<Value: Sendable>: Sendable {
        var revision: Int64
        var value: Value
    }

    private let registry = Mutex<Copy<ChannelRegistry>?>(nil)
    private let roster = Mutex<Copy<Roster>?>(nil)

    /// - Parameter revision: the one that `sql` sees.
    func registry(_ sql: any SQLConnection, at revision: Int64) throws(StoreError) -> ChannelRegistry {
        if let copy = registry.withLock({ $0 }), copy.revision == revision { return copy.value }
        let value = try Transaction.registry(sql)
        Self.keep(Copy(revision: revision, value: value), in: registry)
        return value
    }

    /// - Parameter revision: the one that `sql` sees.
    func roster(_ sql: any SQLConnection, at revision: Int64) throws(StoreError) -> Roster {
        var copy = Copy(revision: -1, value: Roster())
        // Another query may have seen a later commit than this one does.
        if let kept = roster.withLock({ $0 }), kept.revision <= revision { copy = kept }
        guard copy.revision < revision else { return copy.value }
        try Transaction.refresh(&copy.value, since: copy.revision, sql)
        copy.revision = revision
        Self.keep(copy, in: roster)
        return copy.value
    }

    private static func keep<Value>(_ copy: Copy<Value>, in place: borrowing Mutex<Copy<Value>?>) {
        place.withLock { kept in
            if copy.revision > kept?.revision ?? .min { kept = copy }
        }
    }
}
