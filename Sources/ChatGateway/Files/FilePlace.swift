/// Where a gateway keeps the files that visitors and agents share.
public enum FilePlace: Sendable, Equatable {
    /// A folder, of this machine or of a file system that all gateways see.
    case folder(String)
    /// A bucket of an S3-compatible store.
    case bucket(S3Configuration)

    /// - Throws: ``FileStoreError`` when the settings are none.
    func store() throws(FileStoreError) -> any FileStore {
        switch self {
        case .folder(let path): return FolderStore(path: path)
        case .bucket(let configuration):
            do throws(S3Failure) {
                return try S3Store(configuration)
            } catch {
                throw error.asFileStoreError
            }
        }
    }

    /// Sees whether files can be kept there now: puts, gets, lists and deletes something small.
    ///
    /// - Returns: What is wrong and what to do about it; `nil` when all is well.
    public func problem() async -> String? {
        do throws(FileStoreError) {
            try await store().check()
            return nil
        } catch {
            return error.detail
        }
    }
}
