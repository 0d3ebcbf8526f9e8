import AsyncHTTPClient
import ChatContract
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Fetches documents from the few origins that the settings name: no redirect is followed, and none has more bytes than a
/// file may have.
final class DocumentClient: Sendable {
    private let origins: Set<DocumentOrigin>
    private let token: String?
    private let patience: TimeAmount
    private let client: HTTPClient
    private let collecting = Mutex(0)

    static let limit = Int(FileRules.agentLimit)
    /// How many documents of unknown length may be held at a time.
    private static let collectingLimit = 8

    init(_ configuration: DocumentConfiguration) {
        origins = Set(configuration.origins)
        token = configuration.token
        patience = TimeAmount(configuration.patience)
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .toNamedServer(
                longestPause: TimeAmount(configuration.longestPause), trusting: configuration.certificates))
    }

    deinit {
        let client = client
        Task { try? await client.shutdown() }
    }

    /// Begins to fetch a document.
    ///
    /// - Throws: ``Refusal`` `notFound`, `tooLarge` or `unavailable`.
    func open(_ address: DocumentAddress, title: String) async throws(Refusal) -> Document {
        guard origins.contains(address.origin) else {
            throw Refusal(
                .notFound, "documents at \(address.origin) are not sent: documents.origins does not name it",
                field: "record")
        }
        let response = try await send(address)
        let headers = response.headers
        try check(response, address)
        let name = DocumentName.fetched(
            disposition: headers.first(name: "content-disposition"),
            contentType: headers.first(name: "content-type"), address: address, title: title)
        if let length = headers.first(name: "content-length").flatMap({ Int($0) }) {
            guard length <= Self.limit else { throw Self.tooLarge }
            return Document(name: name, content: .answer(response, length: length))
        }
        return Document(name: name, content: .bytes(try await collect(response, address)))
    }

    static var tooLarge: Refusal {
        Refusal(.tooLarge, "the document has more than \(limit) bytes, and no file may", field: "record")
    }

    private func send(_ address: DocumentAddress) async throws(Refusal) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address.url)
        request.headers = ["accept": "*/*", "accept-encoding": "identity", "user-agent": "Samtale"]
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        do {
            return try await client.execute(request, deadline: .now() + patience)
        } catch {
            throw Self.unavailable(address, Self.reason(error))
        }
    }

    private func check(_ response: HTTPClientResponse, _ address: DocumentAddress) throws(Refusal) {
        let status = response.status.code
        switch status {
        case 200: break
        case 404, 410:
            throw Refusal(
                .notFound, "the document is not there any more: \(address.origin) answers \(status)", field: "record")
        case 300..<400:
            throw Self.unavailable(address, "it answers \(status), and redirects are not followed")
        case 401, 403:
            throw Self.unavailable(
                address, "it answers \(status): \(token == nil ? "set documents.token" : "see documents.token")")
        default: throw Self.unavailable(address, "it answers \(status)")
        }
        if let coding = response.headers.first(name: "content-encoding"), coding.lowercased() != "identity" {
            throw Self.unavailable(address, "it packs the document though it was asked not to")
        }
    }

    /// An answer that does not say how long it is: whether it is too long is told before its first byte is passed on.
    private func collect(
        _ response: HTTPClientResponse, _ address: DocumentAddress
    ) async throws(Refusal) -> ByteBuffer {
        let isTaken = collecting.withLock { count in
            guard count < Self.collectingLimit else { return false }
            count += 1
            return true
        }
        guard isTaken else { throw Self.unavailable(address, "too many documents are being fetched; try again") }
        defer { collecting.withLock { $0 -= 1 } }
        do {
            return try await response.body.collect(upTo: Self.limit)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge
        } catch {
            throw Self.unavailable(address, Self.reason(error))
        }
    }

    private static func unavailable(_ address: DocumentAddress, _ reason: String) -> Refusal {
        Refusal(.unavailable, "the document cannot be fetched from \(address.origin) now: \(reason)")
    }

    private static func reason(_ error: any Error) -> String {
        switch (error, error as? HTTPClientError) {
        case (NIOSSLError.handshakeFailed, _), (is NIOSSLExtraError, _):
            "its certificate is not trusted, or it speaks no TLS 1.2; see documents.certificateFile"
        case (_, .deadlineExceeded), (_, .readTimeout), (_, .writeTimeout), (_, .connectTimeout):
            "it does not answer in time"
        case (_, .remoteConnectionClosed): "it closes the connection instead of an answer"
        default: "it cannot be reached"
        }
    }
}
