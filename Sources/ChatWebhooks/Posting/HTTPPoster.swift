import AsyncHTTPClient
import ChatContract
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Posts to one receiver: over TLS that is verified, to an address that was looked at, following no redirect.
///
/// A name may stand for another address at each look-up. So it is looked up here, each address is judged
/// (``HostAddress/isPublic``), and the connection goes to the one that was judged and nowhere else.
final class HTTPPoster: Sendable {
    /// A client, and the address to which alone it connects.
    private struct Way: Sendable {
        var client: HTTPClient
        var address: HostAddress
    }

    /// The latest look-up.
    private struct LookUp {
        var way: Task<Way, any Error>
        var goodUntil: ContinuousClock.Instant
        /// The address that did not answer.
        var failed: HostAddress?
    }

    private let target: WebhookTarget
    private let timeout: Duration
    private let width: Int
    private let lookUp = Mutex<LookUp?>(nil)
    /// For how long an address is good.
    private static let addressLife = Duration.seconds(60)
    /// How much of an answer is read: nothing in it counts.
    private static let answerLimit = 4096

    init(_ target: WebhookTarget, timeout: Duration, width: Int) {
        self.target = target
        self.timeout = timeout
        self.width = width
    }

    /// Why nobody can be reached there.
    private struct NoWay: Error {
        let reason: String
    }

    /// Posts an event and waits for the answer.
    ///
    /// - Parameter now: the time that is signed.
    func post(_ post: WebhookPost, secrets: [WebhookSecret], at now: Timestamp) async -> PostOutcome {
        let way: Way
        do {
            way = try await self.way()
        } catch {
            return .unreachable((error as? NoWay)?.reason ?? "\(error)", after: nil)
        }
        let seconds = now.milliseconds / 1000
        var request = HTTPClientRequest(url: target.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "Samtale", "webhook-id": post.id,
            "webhook-timestamp": String(seconds),
            "webhook-signature": WebhookSignature.header(
                id: post.id, seconds: seconds, body: post.body, secrets: secrets),
            "ce-specversion": "1.0", "ce-id": post.id, "ce-type": post.type, "ce-source": "/channels/\(post.channel)",
            "ce-subject": post.session.description, "ce-time": post.at,
        ]
        request.body = .bytes(ByteBuffer(bytes: post.body))
        let deadline = NIODeadline.now() + .nanoseconds(Self.nanoseconds(timeout))
        do {
            let response = try await way.client.execute(request, deadline: deadline)
            await Self.drain(response, until: deadline)
            return Self.outcome(response.status, response.headers)
        } catch {
            // Another address may stand behind the name by now, or answer.
            expire(way)
            return Self.outcome(error)
        }
    }

    /// Ends all connections.
    func close() async {
        let last = lookUp.withLock { lookUp in
            defer { lookUp = nil }
            return lookUp
        }
        try? await last?.way.value.client.shutdown()
    }

    // MARK: - Answers

    private static func outcome(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) -> PostOutcome {
        let asked = headers.first(name: "retry-after").flatMap { RetryAfter.duration($0, now: Date()) }
        switch status.code {
        case 200..<300: return .delivered
        case 300..<400:
            let place = headers.first(name: "location").map { " to \($0.prefix(200))" } ?? ""
            return .failed(
                "it answers \(status.code), a redirect\(place): put the right URL into the settings", after: asked)
        case 410: return .refused("it answers 410: it does not want this, ever")
        case 429, 503: return .unreachable("it answers \(status.code)", after: asked)
        default: return .failed("it answers \(status.code)", after: asked)
        }
    }

    private static func outcome(_ error: any Error) -> PostOutcome {
        switch error as? HTTPClientError {
        case .deadlineExceeded, .readTimeout, .writeTimeout: .failed("it does not answer in time", after: nil)
        case .remoteConnectionClosed: .failed("it closes the connection instead of an answer", after: nil)
        default: .unreachable("no answer: \(Self.text(error))", after: nil)
        }
    }

    private static func text(_ error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        let text = (error as? HTTPClientError)?.description ?? String(describing: error)
        return String(text.prefix(300))
    }

    private static func drain(_ response: HTTPClientResponse, until deadline: NIODeadline) async {
        var length = 0
        do {
            for try await part in response.body {
                length += part.readableBytes
                if length > answerLimit || NIODeadline.now() > deadline { return }
            }
        } catch {
            // The answer's first line said all that counts.
            return
        }
    }

    // MARK: - The way there

    /// The way there: the latest, or a new one where that is too old to be trusted.
    private func way() async throws -> Way {
        let now = ContinuousClock.now
        let task = lookUp.withLock { lookUp in
            if let lookUp, now < lookUp.goodUntil { return lookUp.way }
            let last = lookUp?.way
            let failed = lookUp?.failed
            let task = Task { try await find(after: try? await last?.value, failed: failed) }
            lookUp = LookUp(way: task, goodUntil: now + Self.addressLife)
            return task
        }
        do {
            return try await task.value
        } catch {
            expire(nil)
            throw error
        }
    }

    /// Looks the name up, judges what it stands for, and goes on with the client that is there if its address is among
    /// that, and did not fail while there are others.
    private func find(after last: Way?, failed: HostAddress?) async throws -> Way {
        let addresses = await HostLookup.addresses(of: target.host)
        let allowed = target.isPrivate ? addresses : addresses.filter(\.isPublic)
        let address = HostAddress.choice(among: allowed, last: last?.address, failed: failed)
        if let last, last.address == address { return last }
        if let last { retire(last.client) }
        guard let address else {
            guard let found = addresses.first else { throw NoWay(reason: "the name \(target.host) is not known") }
            throw NoWay(reason: "\(target.host) is \(found), in an own network: say private: true if that is meant")
        }
        return Way(client: try makeClient(for: address), address: address)
    }

    private func makeClient(for address: HostAddress) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .fullVerification
        tls.minimumTLSVersion = .tlsv12
        if let file = target.certificateFile {
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            } catch {
                throw NoWay(reason: "the certificates in \(file) cannot be read: \(error)")
            }
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .nanoseconds(Self.nanoseconds(timeout)), read: .nanoseconds(Self.nanoseconds(timeout))))
        configuration.dnsOverride = [target.host: address.description]
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = width
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers keep idle connections: none is closed under a post.
        configuration.connectionPool.idleTimeout = .seconds(2)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// The next post looks the name up anew.
    private func expire(_ way: Way?) {
        lookUp.withLock { lookUp in
            lookUp?.goodUntil = .now
            lookUp?.failed = way?.address
        }
    }

    /// Ends a client when what it has on its way must be over.
    private func retire(_ client: HTTPClient) {
        Task { [timeout] in
            try? await Task.sleep(for: timeout * 3)
            try? await client.shutdown()
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
