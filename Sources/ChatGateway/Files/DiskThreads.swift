import NIOPosix

/// Where files are read and written: disks block, and neither event loops nor Swift's own threads may.
enum DiskThreads {
    /// Works there, to the end even when the task is cancelled: nothing half done is left.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(FileStoreError) -> Value
    ) async throws(FileStoreError) -> Value {
        let result: Result<Value, FileStoreError> = await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in
                do throws(FileStoreError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
