import AsyncHTTPClient
import ChatContract
import ChatCore
import ChatStore
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Asks a directory elsewhere (`config/directory.yaml`): signed, with a limit of time, and with what it said a moment ago
/// at hand.
public final class HTTPDirectory: Sendable {
    /// The directory did not answer as it should: what the agent is told.
    public struct Unavailable: Error, Sendable {
        public let reason: String
    }

    private struct Cached {
        var answer: [UInt8]?
        var goodUntil: ContinuousClock.Instant
    }

    private let configuration: DirectoryConfiguration
    private let base: String
    private let path: String
    private let client: HTTPClient
    private let cache = Mutex<[DirectoryQuestion: Cached]>([:])
    private static let cacheLimit = 5000
    private static let answerLimit = 1024 * 1024

    public init(_ configuration: DirectoryConfiguration) {
        self.configuration = configuration
        var url = configuration.url
        while url.hasSuffix("/") { url.removeLast() }
        base = url
        path = URLComponents(string: url)?.percentEncodedPath ?? ""
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = [.certificates(configuration.certificates)]
        var settings = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        settings.timeout = HTTPClient.Configuration.Timeout(
            connect: .nanoseconds(Self.nanoseconds(configuration.timeout)),
            read: .nanoseconds(Self.nanoseconds(configuration.timeout)))
        // Agents are told at once why it cannot be reached.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    deinit {
        // Whoever forgets ``close()``, or ends by an error, must not end the process.
        let client = client
        Task { try? await client.shutdown() }
    }

    public func close() async { try? await client.shutdown() }

    /// What the directory says: the body of its answer, `nil` for "there is none".
    public func answer(to question: DirectoryQuestion) async throws(Unavailable) -> [UInt8]? {
        let now = ContinuousClock.now
        let known = cache.withLock { cache -> Cached? in
            guard let known = cache[question], now < known.goodUntil else { return nil }
            return known
        }
        if let known { return known.answer }
        let answer = try await ask(question)
        cache.withLock { cache in
            if cache.count >= Self.cacheLimit { cache = cache.filter { now < $0.value.goodUntil } }
            if cache.count >= Self.cacheLimit { cache = [:] }
            cache[question] = Cached(answer: answer, goodUntil: now + configuration.cacheLife)
        }
        return answer
    }

    /// What the directory says to several questions, asked at once.
    func answers(
        to questions: [DirectoryQuestion]
    ) async throws(Unavailable) -> [DirectoryQuestion: [UInt8]?] {
        let results = await withTaskGroup(of: (DirectoryQuestion, Result<[UInt8]?, Unavailable>).self) { group in
            for question in questions {
                group.addTask {
                    do throws(Unavailable) {
                        return (question, .success(try await self.answer(to: question)))
                    } catch {
                        return (question, .failure(error))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var answers: [DirectoryQuestion: [UInt8]?] = [:]
        for (question, result) in results { answers[question] = .some(try result.get()) }
        return answers
    }

    private func ask(_ question: DirectoryQuestion) async throws(Unavailable) -> [UInt8]? {
        let call = question.call
        let (status, body) = try await send(call)
        switch status {
        case 200: return body
        case 404 where call.method == "GET": return nil
        default: throw Self.unavailable(status)
        }
    }

    private struct Created: Decodable { var externalId: String? }

    /// Gives the directory a person or a company that was made here; it keeps it under the identifier that it has. Doing it
    /// again changes nothing.
    ///
    /// - Returns: what the directory calls it, where it says so.
    func create(_ entry: DirectoryEntry) async throws(Unavailable) -> String? {
        let call: (method: String, path: String, body: [UInt8])
        do {
            switch entry {
            case .person(let person): call = ("POST", "/persons", try WireJSON.encode(person))
            case .company(let company): call = ("POST", "/companies", try WireJSON.encode(company))
            case .record: return nil
            }
        } catch {
            throw Unavailable(reason: "what is to be handed over cannot be written: \(error)")
        }
        let (status, body) = try await send(call)
        guard [200, 201, 204].contains(status) else { throw Self.unavailable(status) }
        guard !body.isEmpty else { return nil }
        guard let created = try? WireJSON.decode(Created.self, from: body), created.externalId?.utf8.count ?? 0 <= 255
        else { throw Unavailable(reason: "its answer to POST \(call.path) cannot be read") }
        return created.externalId
    }

    private static func unavailable(_ status: UInt) -> Unavailable {
        switch status {
        case 401, 403: Unavailable(reason: "it answers \(status): is directory.secret the same on both sides?")
        default: Unavailable(reason: "it answers \(status)")
        }
    }

    private func send(
        _ call: (method: String, path: String, body: [UInt8])
    ) async throws(Unavailable) -> (status: UInt, body: [UInt8]) {
        let seconds = Int64(Date().timeIntervalSince1970)
        var request = HTTPClientRequest(url: base + call.path)
        request.method = HTTPMethod(rawValue: call.method)
        request.headers = [
            "accept": "application/json", "user-agent": "Samtale", "samtale-timestamp": String(seconds),
            "samtale-signature": DirectorySignature.header(
                seconds: seconds, method: call.method, path: path + call.path, body: call.body,
                secret: configuration.secret),
        ]
        if !call.body.isEmpty {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: call.body))
        }
        do {
            let deadline = NIODeadline.now() + .nanoseconds(Self.nanoseconds(configuration.timeout))
            let response = try await client.execute(request, deadline: deadline)
            var bytes: [UInt8] = []
            for try await part in response.body {
                bytes += part.readableBytesView
                guard bytes.count <= Self.answerLimit, NIODeadline.now() < deadline else {
                    throw Unavailable(reason: "its answer is too long or takes too long")
                }
            }
            return (response.status.code, bytes)
        } catch let error as Unavailable {
            throw error
        } catch {
            throw Unavailable(reason: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error, error as? HTTPClientError) {
        case (NIOSSLError.handshakeFailed, _), (is NIOSSLExtraError, _):
            "its certificate is not trusted, or it speaks no TLS 1.2; see directory.certificateFile"
        case (_, .deadlineExceeded), (_, .readTimeout), (_, .writeTimeout), (_, .connectTimeout):
            "it does not answer in time"
        case (_, .remoteConnectionClosed): "it closes the connection instead of an answer"
        default: "it cannot be reached"
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
