import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1

/// A file that is being written to a store: with one request where its size is known and small, in parts otherwise.
///
/// Where the size is known nothing is kept of it here. The object appears at once and whole: a request that breaks off, and
/// parts that are not put together, are nowhere.
actor S3Draft: FileDraft {
    private enum State {
        /// Nothing came.
        case begun
        /// Of known size, and so far in one piece: nothing was sent, so that nothing has to be called back.
        case held(ByteBuffer, length: Int64)
        /// One request takes it all. The last bytes are held back until it is certain that the file is wanted.
        case single(S3Sending, held: ByteBuffer)
        /// The request was refused because something is at the key: whether it is the same is seen in the end.
        case occupied
        /// Of unknown size, and so far it fits into one request.
        case collecting(ByteBuffer)
        /// In parts; `room` is what still goes into the one that is being sent, or collected.
        case parts(upload: String, done: [String], sending: S3Sending?, collected: ByteBuffer, room: Int64)
        case over
    }

    private let client: S3Client
    private let key: String
    private let size: Int64?
    private var state = State.begun
    private var received: Int64 = 0
    private var hash = SHA256()

    /// The most that goes in one request, and how long parts are. Stores take no shorter ones than 5 MiB, but for the last.
    static let partLength: Int64 = 8 << 20

    /// - Parameter size: In bytes; `nil` when it is not known.
    init(_ client: S3Client, key: String, size: Int64?) {
        self.client = client
        self.key = key
        self.size = size
    }

    // MARK: - Writing

    func write(_ bytes: ByteBuffer) async throws(FileStoreError) {
        guard bytes.readableBytes > 0 else { return }
        received += Int64(bytes.readableBytes)
        hash.update(data: bytes.readableBytesView)
        do throws(S3Failure) {
            try await take(bytes)
        } catch {
            await discard()
            throw error.asFileStoreError
        }
    }

    private func take(_ bytes: ByteBuffer) async throws(S3Failure) {
        switch state {
        case .begun:
            guard let size else {
                state = .collecting(ByteBuffer())
                return try await take(bytes)
            }
            guard size <= Self.partLength else {
                state = try await beginParts()
                return try await take(bytes)
            }
            state = .held(bytes, length: size)
        case .held(let held, let length):
            let sending = single(length)
            // Kept before it is waited for: what is thrown away meanwhile is to be cancelled.
            state = .single(sending, held: held)
            try await take(bytes)
        case .single(let sending, let held):
            do throws(S3Failure) {
                try await sending.write(held)
                state = .single(sending, held: bytes)
            } catch {
                // A store that refuses in the middle may close the connection before the answer is read.
                guard try await isOccupied(error) else { throw error }
                state = .occupied
            }
        case .occupied: break
        case .collecting(var collected):
            var bytes = bytes
            collected.writeBuffer(&bytes)
            state = .collecting(collected)
            guard collected.readableBytes > Self.partLength else { return }
            state = try await beginParts()
            try await take(collected)
        case .parts: try await takeIntoParts(bytes)
        case .over: throw S3Failure(.refused, "the upload of \(key) is over")
        }
    }

    private func isOccupied(_ failure: S3Failure) async throws(S3Failure) -> Bool {
        switch failure.kind {
        case .occupied: true
        case .busy: try await client.open(S3Request("GET", key, "get \(key)")) != nil
        case .missing, .notImplemented, .refused: false
        }
    }

    private func single(_ size: Int64) -> S3Sending {
        S3Sending(S3Request("PUT", key, headers: [S3Request.ifNew], "put \(key)"), length: size, by: client)
    }

    private func beginParts() async throws(S3Failure) -> State {
        let answer = try await client.call(
            S3Request("POST", key, query: [("uploads", "")], "begin an upload of \(key)"))
        guard let upload = S3Element(answer.body)?["UploadId"], !upload.isEmpty else {
            throw S3Failure(.refused, "the store gave no id to an upload of \(key)")
        }
        return .parts(upload: upload, done: [], sending: nil, collected: ByteBuffer(), room: Self.partLength)
    }

    private func takeIntoParts(_ bytes: ByteBuffer) async throws(S3Failure) {
        var bytes = bytes
        while bytes.readableBytes > 0 {
            guard case .parts(let upload, var done, var sending, var collected, var room) = state else { return }
            guard var piece = bytes.readSlice(length: Int(min(Int64(bytes.readableBytes), room))) else { return }
            room -= Int64(piece.readableBytes)
            if let size {
                let before = Int64(done.count) * Self.partLength
                let part =
                    sending
                    ?? S3Sending(
                        partRequest(upload, done.count), length: min(Self.partLength, size - before), by: client)
                sending = part
                // Kept before it is waited for: what is thrown away meanwhile is to be cancelled.
                state = .parts(upload: upload, done: done, sending: part, collected: collected, room: room)
                try await part.write(piece)
                if room == 0 {
                    done.append(try tag(try await part.finish()))
                    sending = nil
                }
            } else {
                collected.writeBuffer(&piece)
                if room == 0 {
                    done.append(try await send(collected, upload, done.count))
                    collected.clear()
                }
            }
            state = .parts(
                upload: upload, done: done, sending: sending, collected: collected,
                room: room == 0 ? Self.partLength : room)
        }
    }

    private func partRequest(_ upload: String, _ index: Int) -> S3Request {
        S3Request(
            "PUT", key, query: [("partNumber", String(index + 1)), ("uploadId", upload)],
            "put part \(index + 1) of \(key)")
    }

    private func send(_ bytes: ByteBuffer, _ upload: String, _ index: Int) async throws(S3Failure) -> String {
        var request = partRequest(upload, index)
        request.body = .bytes(bytes)
        return try tag(try await client.call(request))
    }

    private func tag(_ answer: S3Client.Answer) throws(S3Failure) -> String {
        guard let tag = answer.headers.first(name: "etag"), !tag.contains(where: { $0 == "<" || $0 == "&" }) else {
            throw S3Failure(.refused, "the store gave no ETag to a part of \(key)")
        }
        return tag
    }

    // MARK: - The end

    func finish() async throws(FileStoreError) {
        do throws(S3Failure) {
            try await put()
            state = .over
        } catch {
            let failure = error
            await discard()
            switch failure.kind {
            // Missing or busy: the answer was lost perhaps, and the file is there.
            case .occupied, .missing, .busy: try await compare(failure)
            case .notImplemented, .refused: throw failure.asFileStoreError
            }
        }
    }

    private func put() async throws(S3Failure) {
        if let size, received != size {
            throw S3Failure(.refused, "\(received) bytes came for \(key), not \(size) as was said")
        }
        switch state {
        case .begun: try await put(ByteBuffer())
        case .held(let bytes, _), .collecting(let bytes): try await put(bytes)
        case .single(let sending, let held):
            try await sending.write(held)
            _ = try await sending.finish()
        case .occupied: throw S3Failure(.occupied, "something is at \(key)")
        case .parts(let upload, var done, let sending, let collected, _):
            if let sending { done.append(try tag(try await sending.finish())) }
            if collected.readableBytes > 0 { done.append(try await send(collected, upload, done.count)) }
            try await complete(upload, done)
        case .over: throw S3Failure(.refused, "the upload of \(key) is over")
        }
    }

    private func put(_ bytes: ByteBuffer) async throws(S3Failure) {
        try await callIfNew(S3Request("PUT", key, body: .bytes(bytes), "put \(key)"))
    }

    private func complete(_ upload: String, _ tags: [String]) async throws(S3Failure) {
        let parts = tags.enumerated().map { index, tag in
            "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(tag)</ETag></Part>"
        }
        let list =
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + parts.joined()
            + "</CompleteMultipartUpload>"
        try await callIfNew(
            S3Request(
                "POST", key, query: [("uploadId", upload)], headers: [("content-type", "application/xml")],
                body: .bytes(ByteBuffer(string: list)), "put \(key) together"))
    }

    /// Takes the place of nothing, also at stores that do not know the header for it: they are asked before.
    private func callIfNew(_ request: S3Request) async throws(S3Failure) {
        do throws(S3Failure) {
            var careful = request
            careful.headers.append(S3Request.ifNew)
            _ = try await client.call(careful)
        } catch {
            guard error.kind == .notImplemented else { throw error }
            guard try await client.open(S3Request("GET", key, "get \(key)")) == nil else {
                throw S3Failure(.occupied, "something is at \(key)")
            }
            _ = try await client.call(request)
        }
    }

    /// What is at the key will do if it is the same.
    private func compare(_ failure: S3Failure) async throws(FileStoreError) {
        let hash = self.hash
        var other = SHA256()
        var size: Int64 = 0
        do {
            guard let response = try await client.open(S3Request("GET", key, "get \(key)")) else {
                throw failure.kind == .occupied
                    ? S3Failure(.busy, "\(key) is being put, and is not there yet") : failure
            }
            for try await bytes in response.body {
                size += Int64(bytes.readableBytes)
                guard size <= received else { break }
                other.update(data: bytes.readableBytesView)
            }
        } catch {
            throw client.unreachable(error).asFileStoreError
        }
        guard size == received, hash.finalize() == other.finalize() else {
            throw FileStoreError(.conflict, "another content is at \(key)")
        }
    }

    func discard() async {
        let last = state
        state = .over
        switch last {
        case .single(let sending, _): await sending.cancel()
        case .parts(let upload, _, let sending, _, _):
            await sending?.cancel()
            // What stays is swept.
            _ = try? await client.call(
                S3Request("DELETE", key, query: [("uploadId", upload)], "give up an upload of \(key)"))
        case .begun, .held, .occupied, .collecting, .over: break
        }
    }
}
