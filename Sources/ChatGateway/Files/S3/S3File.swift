import AsyncAlgorithms
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// An object of a store that is being read, as fast as its reader takes it.
final class S3File: StoredFile {
    let size: Int64
    private let channel = AsyncThrowingChannel<ByteBuffer, any Error>()
    private let task: Task<Void, Never>
    private let key: String
    private let client: S3Client

    init(_ response: HTTPClientResponse, key: String, by client: S3Client) throws(FileStoreError) {
        guard let size = response.headers.first(name: "content-length").flatMap({ Int64($0) }) else {
            throw FileStoreError(.failed, "the store does not say how large \(key) is")
        }
        self.size = size
        self.key = key
        self.client = client
        task = Task { [channel] in
            do {
                for try await bytes in response.body {
                    try Task.checkCancellation()
                    await channel.send(bytes)
                }
                channel.finish()
            } catch {
                channel.fail(error)
            }
        }
    }

    deinit { task.cancel() }

    func next() async throws(FileStoreError) -> ByteBuffer? {
        var bytes = channel.makeAsyncIterator()
        do {
            return try await bytes.next()
        } catch {
            throw client.unreachable(error).asFileStoreError
        }
    }
}
