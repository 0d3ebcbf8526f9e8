/// Stands between a store and its database: what may go wrong with a real one, a simulation lets go wrong here.
package protocol StoreGate: AnyObject, Sendable {
    /// A transaction asks for the lock.
    func begin() throws(StoreError)

    /// Something is to be read outside of a transaction.
    func look() throws(StoreError)

    /// The connection as the transaction gets it.
    func connection(_ sql: any SQLConnection) -> any SQLConnection

    /// The transaction is about to be kept; it is rolled back when this throws.
    func commit() throws(StoreError)

    /// The transaction is kept; the caller does not learn it when this throws.
    func end() throws(StoreError)
}
