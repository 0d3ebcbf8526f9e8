import ChatContract
import Hummingbird
import NIOCore
import Synchronization

/// The bytes of an upload as they come, each block in its turn; whoever stands still or crawls is cut off.
struct UploadBody {
    private var bytes: RequestBody.AsyncIterator
    private let size: Int64?
    private let limit: Int64
    private let watch: UploadWatch
    private let pace: UploadPace
    /// Until where its bytes may come.
    private var admitted: Int64 = 0
    private(set) var received: Int64 = 0

    /// - Parameters:
    ///   - size: How many are to come; `nil` when that is not said.
    ///   - limit: How many may come.
    ///   - stall: For how long none may come.
    init(
        _ request: Request, size: Int64?, limit: Int64, on channel: any NIOCore.Channel, stall: Duration,
        pace: UploadPace
    ) {
        bytes = request.body.makeAsyncIterator()
        self.size = size
        self.limit = limit
        self.pace = pace
        watch = UploadWatch(channel, stall: stall)
    }

    /// The next ones; `nil` after the last.
    ///
    /// - Throws: ``Refusal`` `malformed` when the connection ends before that, `tooLarge` when there are too many.
    mutating func next() async throws(Refusal) -> ByteBuffer? {
        let chunk: ByteBuffer?
        do {
            chunk = try await read()
        } catch {
            throw Refusal(.malformed, "the file did not arrive")
        }
        guard let chunk else {
            watch.end()
            if let size, received != size { throw Refusal(.malformed, "of \(size) bytes \(received) arrived") }
            return nil
        }
        guard received <= limit else {
            throw Refusal(.tooLarge, "the file has more than the \(limit) bytes that are allowed", field: "file.size")
        }
        return chunk
    }

    /// Does not listen any more, and soon closes the connection.
    func cut() { watch.endSoon() }

    /// Takes what is left and forgets it: browsers read the answer only when all is sent. More than any file may have
    /// is not waited for.
    mutating func discard() async {
        guard size ?? 0 <= FileRules.agentLimit else { return watch.endSoon() }
        while (try? await read()) != nil {
            guard received <= FileRules.agentLimit else { return watch.endSoon() }
        }
        watch.end()
    }

    private mutating func read() async throws -> ByteBuffer? {
        let rest = size.map { $0 - received } ?? .max
        if received >= admitted, rest > 0 {
            let block = min(rest, Int64(UploadPace.block))
            await pace.wait(for: Int(block))
            admitted = received + block
        }
        watch.wait()
        let chunk = try await bytes.next()
        received += Int64(chunk?.readableBytes ?? 0)
        watch.note(received)
        return chunk
    }
}

/// Closes the connection of an upload that stands still, or is slower than any modem. Time counts only while its sender is
/// waited for, not while the worker is asked or the disk is busy.
final class UploadWatch: Sendable {
    private struct State {
        var received: Int64 = 0
        /// For how long the sender was waited for until now.
        var waited = TimeAmount.zero
        /// Since when he is waited for.
        var since: NIODeadline?
        var isOver = false
    }

    /// Bytes a second, on average, once it had twice the time that it may stand still.
    private static let leastRate: Int64 = 2048

    private let state = Mutex(State())
    private let channel: any NIOCore.Channel
    private let stall: TimeAmount

    init(_ channel: any NIOCore.Channel, stall: Duration) {
        self.channel = channel
        self.stall = TimeAmount(stall)
        look(in: self.stall)
    }

    /// It is the sender's turn.
    func wait() { state.withLock { $0.since = .now() } }

    /// Something came, or the end.
    func note(_ received: Int64) {
        state.withLock { state in
            if let since = state.since { state.waited = state.waited + (.now() - since) }
            state.since = nil
            state.received = received
        }
    }

    func end() { state.withLock { $0.isOver = true } }

    /// The answer is given; a moment is left to read it.
    func endSoon() {
        end()
        channel.eventLoop.scheduleTask(in: .seconds(5)) { [channel] in channel.close(mode: .all, promise: nil) }
    }

    private func look(in time: TimeAmount) {
        channel.eventLoop.scheduleTask(in: time) { self.look() }
    }

    private func look() {
        let state = state.withLock { $0 }
        guard !state.isOver else { return }
        guard let since = state.since else { return look(in: stall) }
        let silent = NIODeadline.now() - since
        let waited = state.waited + silent
        let crawls = waited > stall + stall && state.received < waited.nanoseconds / 1_000_000_000 * Self.leastRate
        guard !crawls, silent < stall else { return channel.close(mode: .all, promise: nil) }
        look(in: stall - silent)
    }
}
