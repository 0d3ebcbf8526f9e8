import ChatContract
import NIOCore

/// Where the bytes of shared files are. What is known of them stands in the sessions' events.
///
/// A file has the address that the contract gives it: its session and its own id. It is written once and never changed.
protocol FileStore: Sendable {
    /// Begins a file. It is nowhere to be found before ``FileDraft/finish()``.
    func begin(_ file: FileGet) async throws(FileStoreError) -> any FileDraft

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

/// A file that can be read.
protocol StoredFile: Sendable {
    /// In bytes.
    var size: Int64 { get }

    /// Up to so many bytes from there on; fewer only at the end.
    func read(from offset: Int64, count: Int) async throws(FileStoreError) -> ByteBuffer
}
