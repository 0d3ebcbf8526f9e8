import ChatStore
import Foundation

extension SettingsOptions {
    /// Opens the store, which must be there, for as long as `body` needs it.
    func withStore<Value>(_ body: (Store) throws -> Value) throws -> Value {
        let store = try settings().openStore()
        defer { try? store.close() }
        return try body(store)
    }
}

extension Settings {
    /// Opens the store that is there: looking at it makes none.
    func openStore() throws -> Store {
        guard FileManager.default.fileExists(atPath: storePath) else {
            throw CommandFailure(
                .unavailable, "there is no store at \(storePath)",
                remedy: "name it with SAMTALE_STORE_PATH or --store-path; samtale apply and samtale up make one")
        }
        return try Store(path: storePath)
    }
}
