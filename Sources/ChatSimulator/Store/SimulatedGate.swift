import ChatStore

/// A worker's way to the store, with all that may happen on it.
///
/// `@unchecked Sendable`: a simulation and all that is in it belong to one thread, as does the store in memory.
final class SimulatedGate: StoreGate, @unchecked Sendable {
    private let engine: Engine
    private let watch: StoreWatch
    private let sabotage: SQLSabotage?
    /// The process whose way it is; without one nothing goes wrong.
    weak var process: SimulatedProcess?

    init(_ engine: Engine, _ watch: StoreWatch, _ sabotage: SQLSabotage?) {
        self.engine = engine
        self.watch = watch
        self.sabotage = sabotage
    }

    func begin() throws(StoreError) {
        try process?.reach(.lock)
        watch.begin()
    }

    func look() throws(StoreError) { try process?.reach(.look) }

    func connection(_ sql: any SQLConnection) -> any SQLConnection {
        let watched = WatchedConnection(sql, watch)
        guard let sabotage else { return watched }
        return SabotagedConnection(watched, sabotage)
    }

    func commit() throws(StoreError) { try process?.reach(.commit) }

    func end() throws(StoreError) {
        watch.keep()
        try process?.reach(.committed)
    }
}
