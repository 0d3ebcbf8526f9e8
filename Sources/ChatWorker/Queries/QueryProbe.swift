import ChatContract
import ChatCore
import ChatStore

/// Answers a query from a store as a worker does, without a broker: for measurements of what looking costs.
public enum QueryProbe {
    /// - Returns: the result, a JSON object.
    public static func answer(_ query: Query, as actor: Actor, _ store: Store) throws -> [UInt8] {
        var failure: (any Error)?
        let result = try store.look { reader throws(StoreError) -> [UInt8] in
            let desk = QueryDesk(
                reader: reader, directory: reader, registry: try reader.registry(), roster: try reader.roster(),
                now: WallClock.now(),
                identifiers: store.identifiers)
            do {
                return try desk.result(of: query, for: actor)
            } catch {
                failure = error
                return []
            }
        }
        if let failure { throw failure }
        return result
    }
}
