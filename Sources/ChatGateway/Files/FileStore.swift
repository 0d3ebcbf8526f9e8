import ChatContract
import NIOCore

/// Where the bytes of shared files are. What is known of them stands in the sessions' events.
///
/// A file has the address that the contract gives it: its session and its own id. It is written once and never changed.
protocol FileStore: Sendable {
    /// Begins a file. It is nowhere to be found before ``FileDraft/finish()``.
    ///
    /// - Parameter size: How many bytes will be written; `nil` when that is not known.
    func begin(_ file: FileGet, size: Int64?) async throws(FileStoreError) -> any FileDraft

    /// A file to read; `nil` when there is none.
    func open(_ file: FileGet) async throws(FileStoreError) -> (any StoredFile)?

    /// Removes a file; nothing happens when there is none.
    func remove(_ file: FileGet) async throws(FileStoreError)

    /// The files that were finished longer ago than `age`, in any order, a page at a time.
    func pages(olderThan age: Duration, of size: Int) -> AsyncThrowingStream<[FileGet], any Error>

    /// Removes what was begun, and last written to longer ago than `age`: its gateway is dead.
    func removeUnfinished(olderThan age: Duration) async throws(FileStoreError)

    /// Whether the files here are those of this store's sessions. The first store that is asked for has them.
    func belongs(to store: StoreID) async throws(FileStoreError) -> Bool

    /// Sees whether files can be kept here now.
    func check() async throws(FileStoreError)
}

extension FileStore {
    /// Begins a file of unknown size.
    func begin(_ file: FileGet) async throws(FileStoreError) -> any FileDraft { try await begin(file, size: nil) }
}

/// A file that is being written. Either ``finish()`` or ``discard()`` must be called, once.
protocol FileDraft: Sendable {
    func write(_ bytes: ByteBuffer) async throws(FileStoreError)

    /// Puts the file at its address, on disk when this returns. One that is there already with the same content will do.
    ///
    /// - Throws: ``FileStoreError`` `conflict` when another content is there. Nothing is left behind then.
    func finish() async throws(FileStoreError)

    /// Leaves nothing behind.
    func discard() async
}

/// A file that is read once, from its beginning to its end.
protocol StoredFile: Sendable {
    /// In bytes.
    var size: Int64 { get }

    /// The next bytes, a few of them; `nil` at the end. One call at a time.
    func next() async throws(FileStoreError) -> ByteBuffer?
}
