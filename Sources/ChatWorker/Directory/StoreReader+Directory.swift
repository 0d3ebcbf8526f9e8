import ChatStore

/// The embedded directory: it lies in the store.
extension StoreReader: Directory {}
