import AsyncAlgorithms
import NIOCore
import Synchronization

/// A request whose body is sent as it comes. It cannot be repeated: nothing of the body is kept.
final class S3Sending: Sendable {
    typealias Outcome = Result<S3Client.Answer, S3Failure>

    private final class Early: Sendable {
        let outcome = Mutex<Outcome?>(nil)
    }

    private let channel = AsyncThrowingChannel<ByteBuffer, any Error>()
    private let early = Early()
    private let task: Task<Outcome, Never>

    /// For how long the store may take no bytes, or not answer when it has them all.
    private static let stall = Duration.seconds(30)

    /// - Parameters:
    ///   - request: Its body is set here.
    ///   - length: How many bytes will be written.
    init(_ request: S3Request, length: Int64, by client: S3Client) {
        var request = request
        request.body = .stream(channel, length: length)
        task = Task { [request, channel, early] in
            let outcome: Outcome
            do throws(S3Failure) {
                outcome = .success(try await client.call(request))
            } catch {
                outcome = .failure(error)
            }
            early.outcome.withLock { $0 = outcome }
            // Nobody reads any more: who writes is not to wait.
            channel.finish()
            return outcome
        }
    }

    /// Hands over bytes, when the store is ready for them.
    ///
    /// - Throws: ``S3Failure`` once it is known that this comes to nothing.
    func write(_ bytes: ByteBuffer) async throws(S3Failure) {
        try check()
        let watch = Task { [channel] in
            try await Task.sleep(for: Self.stall)
            channel.fail(S3Failure(.busy, "the store took no bytes for \(Self.stall)"))
        }
        await channel.send(bytes)
        watch.cancel()
        try check()
    }

    private func check() throws(S3Failure) {
        if case .failure(let failure) = early.outcome.withLock({ $0 }) { throw failure }
    }

    /// All is written: what the store says to it.
    func finish() async throws(S3Failure) -> S3Client.Answer {
        channel.finish()
        let watch = Task { [task] in
            try await Task.sleep(for: Self.stall)
            task.cancel()
        }
        defer { watch.cancel() }
        return try await task.value.get()
    }

    /// It comes to nothing, and the store keeps nothing of it.
    func cancel() async {
        channel.fail(CancellationError())
        task.cancel()
        _ = await task.value
    }
}
