import ChatContract
import Foundation
import NIOCore

/// Files in a bucket of an S3-compatible store, which any number of gateways share: `<prefix><ab>/<session>/<file>`, where
/// `ab` is what the session's id begins with. No name comes from outside.
///
/// Besides: `<prefix>store`, which says whose sessions they are.
struct S3Store: FileStore {
    private let client: S3Client

    private var prefix: String { client.configuration.prefix }

    init(_ client: S3Client) { self.client = client }

    /// - Throws: ``S3Failure`` when the settings are none.
    init(_ configuration: S3Configuration) throws(S3Failure) { client = try S3Client(configuration) }

    private func key(of file: FileGet) -> String {
        let session = file.session.description
        return "\(prefix)\(session.prefix(2))/\(session)/\(file.file)"
    }

    /// The file at a key; `nil` of what is none of ours.
    private func file(at key: String) -> FileGet? {
        guard key.hasPrefix(prefix) else { return nil }
        let parts = key.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let session = SessionID(String(parts[1])), let file = FileID(String(parts[2])) else {
            return nil
        }
        let found = FileGet(session: session, file: file)
        return self.key(of: found) == key ? found : nil
    }

    private func translating<Value>(
        _ work: () async throws(S3Failure) -> Value
    ) async throws(FileStoreError) -> Value {
        do throws(S3Failure) {
            return try await work()
        } catch {
            throw error.asFileStoreError
        }
    }

    func begin(_ file: FileGet, size: Int64?) async throws(FileStoreError) -> any FileDraft {
        S3Draft(client, key: key(of: file), size: size)
    }

    func open(_ file: FileGet) async throws(FileStoreError) -> (any StoredFile)? {
        let key = key(of: file)
        let response = try await translating { () throws(S3Failure) in
            try await client.open(S3Request("GET", key, "get \(key)"))
        }
        guard let response else { return nil }
        return try S3File(response, key: key, by: client)
    }

    func remove(_ file: FileGet) async throws(FileStoreError) {
        let key = key(of: file)
        try await translating { () throws(S3Failure) in
            do throws(S3Failure) {
                _ = try await client.call(S3Request("DELETE", key, "delete \(key)"))
            } catch {
                if error.kind != .missing { throw error }
            }
        }
    }

    // MARK: - Listing

    func pages(olderThan age: Duration, of size: Int) -> AsyncThrowingStream<[FileGet], any Error> {
        let pages = AsyncThrowingStream<[FileGet], any Error>.makeStream()
        let work = Task {
            do throws(S3Failure) {
                var token: String?
                repeat {
                    var query = [(name: "list-type", value: "2"), (name: "prefix", value: prefix)]
                    if let token { query.append((name: "continuation-token", value: token)) }
                    let (list, now) = try await list(query, "list \(prefix)")
                    let before = now.addingTimeInterval(-Double(age.components.seconds))
                    var files = list.all("Contents").compactMap { object -> FileGet? in
                        guard let at = Self.date(object["LastModified"]), at < before else { return nil }
                        return file(at: object["Key"] ?? "")
                    }[...]
                    while !files.isEmpty {
                        pages.continuation.yield(Array(files.prefix(size)))
                        files = files.dropFirst(size)
                    }
                    token = list["IsTruncated"] == "true" ? list["NextContinuationToken"] : nil
                } while token != nil && !Task.isCancelled
                pages.continuation.finish()
            } catch {
                pages.continuation.finish(throwing: error.asFileStoreError)
            }
        }
        pages.continuation.onTermination = { _ in work.cancel() }
        return pages.stream
    }

    func removeUnfinished(olderThan age: Duration) async throws(FileStoreError) {
        try await translating { () throws(S3Failure) in
            var markers: [(name: String, value: String)] = []
            repeat {
                let (list, now) = try await list(
                    [("uploads", ""), ("prefix", prefix)] + markers, "list uploads of \(prefix)")
                let before = now.addingTimeInterval(-Double(age.components.seconds))
                for upload in list.all("Upload") {
                    // Others may have uploads in the same bucket.
                    guard let key = upload["Key"], let id = upload["UploadId"], file(at: key) != nil,
                        let at = Self.date(upload["Initiated"]), at < before
                    else { continue }
                    do throws(S3Failure) {
                        _ = try await client.call(
                            S3Request("DELETE", key, query: [("uploadId", id)], "give up an upload of \(key)"))
                    } catch {
                        if error.kind != .missing { throw error }
                    }
                }
                markers = []
                if list["IsTruncated"] == "true", let key = list["NextKeyMarker"] {
                    markers = [("key-marker", key), ("upload-id-marker", list["NextUploadIdMarker"] ?? "")]
                }
            } while !markers.isEmpty
        }
    }

    /// - Returns: What is there, and the store's clock: its times are not ours.
    private func list(
        _ query: [(name: String, value: String)], _ what: String
    ) async throws(S3Failure) -> (S3Element, now: Date) {
        let answer = try await client.call(S3Request("GET", "", query: query, what))
        guard let list = S3Element(answer.body) else {
            throw S3Failure(.refused, "the store answered no XML to \(what)", "see whether s3.endpoint is a store's")
        }
        return (list, answer.date ?? Date())
    }

    private static func date(_ text: String?) -> Date? {
        guard let text else { return nil }
        let format = Date.ISO8601FormatStyle(timeZone: .gmt)
        return
            (try? format.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
            .parse(text)) ?? (try? format.parse(text))
    }

    // MARK: - Whose they are, and whether all is well

    private var mark: String { prefix + "store" }

    func belongs(to store: StoreID) async throws(FileStoreError) -> Bool {
        let text = "\(store)\n"
        return try await translating { () throws(S3Failure) in
            if let there = try await content(of: mark) { return there == text }
            do throws(S3Failure) {
                _ = try await client.call(
                    S3Request(
                        "PUT", mark, headers: [S3Request.ifNew], body: .bytes(ByteBuffer(string: text)), "put \(mark)"))
            } catch {
                switch error.kind {
                case .occupied: break
                case .notImplemented:
                    _ = try await client.call(
                        S3Request("PUT", mark, body: .bytes(ByteBuffer(string: text)), "put \(mark)"))
                case .missing, .busy, .refused: throw error
                }
            }
            return try await content(of: mark) == text
        }
    }

    private func content(of key: String) async throws(S3Failure) -> String? {
        do throws(S3Failure) {
            let answer = try await client.call(S3Request("GET", key, "get \(key)"))
            return String(decoding: answer.body, as: UTF8.self)
        } catch {
            if error.kind == .missing { return nil }
            throw error
        }
    }

    /// Puts, gets, lists and deletes something small.
    func check() async throws(FileStoreError) {
        let key = prefix + "check-\(UInt64.random(in: .min ... .max))"
        let text = "samtale"
        try await translating { () throws(S3Failure) in
            _ = try await list([("list-type", "2"), ("prefix", prefix), ("max-keys", "1")], "list \(prefix)")
            _ = try await list(
                [("uploads", ""), ("prefix", prefix), ("max-uploads", "1")], "list uploads of \(prefix)")
            _ = try await client.call(S3Request("PUT", key, body: .bytes(ByteBuffer(string: text)), "put \(key)"))
            guard try await content(of: key) == text else {
                throw S3Failure(.refused, "the store gave back something else than was put there")
            }
            _ = try await client.call(S3Request("DELETE", key, "delete \(key)"))
        }
    }
}
