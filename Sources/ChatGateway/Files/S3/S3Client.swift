import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Speaks to one bucket: signs, tries again what may be tried again, and says in words what went wrong.
final class S3Client: Sendable {
    let configuration: S3Configuration
    private let signature: AWSSignature
    private let client: HTTPClient
    private let host: String
    private let pathBefore: String

    /// How long an answer may take that has no large body.
    private static let patience = TimeAmount.seconds(20)
    /// The longest that a whole file may take on its way there: more than the slowest visitor is given.
    private static let longest = TimeAmount.hours(4)
    /// For how long nothing may come of an answer that has begun: also while a slow reader takes nothing.
    private static let longestPause = TimeAmount.seconds(300)
    private static let attempts = 4
    private static let answerLimit = 4 << 20
    /// Many files may come at once, and none waits for another.
    private static let width = 512

    /// - Throws: ``S3Failure`` when the endpoint cannot be read.
    init(_ configuration: S3Configuration) throws(S3Failure) {
        guard let url = URL(string: configuration.base), let host = url.host(), let scheme = url.scheme else {
            throw S3Failure(.refused, "\"\(configuration.base)\" is no URL", "correct s3.endpoint")
        }
        self.configuration = configuration
        let standard = scheme == "https" ? 443 : 80
        self.host = url.port.flatMap { $0 == standard ? nil : "\(host):\($0)" } ?? host
        pathBefore = url.path()
        signature = AWSSignature(
            accessKey: configuration.accessKey, secretKey: configuration.secretKey, region: configuration.region)
        var settings = HTTPClient.Configuration.toNamedServer(
            longestPause: Self.longestPause, trusting: configuration.certificates)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.width
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    deinit {
        let client = client
        Task { try? await client.shutdown() }
    }

    /// What a call gave.
    struct Answer: Sendable {
        var headers: HTTPHeaders
        var body: [UInt8]

        /// The store's clock.
        var date: Date? { S3Client.date(headers) }
    }

    /// Calls, again where that does no harm and may help.
    func call(_ request: S3Request) async throws(S3Failure) -> Answer {
        var attempt = 1
        while true {
            do throws(S3Failure) {
                let response = try await send(request, within: Self.longest(of: request))
                let body = try await read(response, request)
                // Some calls begin to answer before they know how it ends.
                if request.method == "POST", let failure = failure(Int(response.status.code), response, body, request) {
                    throw failure
                }
                return Answer(headers: response.headers, body: body)
            } catch {
                guard error.kind == .busy, attempt < Self.attempts, !Task.isCancelled, request.mayBeRepeated else {
                    throw error
                }
                let pause = 0.2 * Double(1 << (attempt - 1)) * .random(in: 0.5...1.5)
                try? await Task.sleep(for: .seconds(pause))
                attempt += 1
            }
        }
    }

    /// Begins to read an object.
    ///
    /// - Returns: `nil` when there is none.
    func open(_ request: S3Request) async throws(S3Failure) -> HTTPClientResponse? {
        var attempt = 1
        while true {
            do throws(S3Failure) {
                return try await send(request, within: Self.patience)
            } catch {
                if error.kind == .missing { return nil }
                guard error.kind == .busy, attempt < Self.attempts, !Task.isCancelled else { throw error }
                try? await Task.sleep(for: .milliseconds(200 * attempt))
                attempt += 1
            }
        }
    }

    private static func longest(of request: S3Request) -> TimeAmount {
        if case .stream = request.body { longest } else { patience }
    }

    /// - Throws: ``S3Failure`` of every answer that is no success, its body read.
    private func send(_ request: S3Request, within time: TimeAmount) async throws(S3Failure) -> HTTPClientResponse {
        let path = pathBefore + (request.key.isEmpty ? (pathBefore.isEmpty ? "/" : "") : "/" + request.key)
        let query = AWSSignature.encode(query: request.query)
        let root = configuration.base.dropLast(pathBefore.utf8.count)
        var call = HTTPClientRequest(
            url: root + AWSSignature.encode(path: path) + (query.isEmpty ? "" : "?" + query))
        call.method = HTTPMethod(rawValue: request.method)
        let payload: AWSSignature.Payload
        switch request.body {
        case .none: payload = .bytes([])
        case .bytes(let bytes):
            payload = .bytes(Array(bytes.readableBytesView))
            call.body = .bytes(bytes)
        case .stream(let stream, let length):
            payload = .unsigned
            call.body = .stream(stream, length: .known(length))
        }
        let headers = signature.headers(
            request.method, host: host, path: path, query: request.query, headers: request.headers, payload: payload,
            at: Date())
        for (name, value) in headers { call.headers.add(name: name, value: value) }
        call.headers.add(name: "user-agent", value: "Samtale")
        let response: HTTPClientResponse
        do {
            response = try await client.execute(call, deadline: .now() + time)
        } catch {
            throw unreachable(error)
        }
        if (200..<300).contains(response.status.code) { return response }
        let body = (try? await read(response, request)) ?? []
        throw failure(Int(response.status.code), response, body, request)
            ?? S3Failure(
                Int(response.status.code), code: "", message: "", region: nil, what: request.what, configuration,
                skew: nil)
    }

    private func read(_ response: HTTPClientResponse, _ request: S3Request) async throws(S3Failure) -> [UInt8] {
        do {
            return Array(try await response.body.collect(upTo: Self.answerLimit).readableBytesView)
        } catch {
            throw unreachable(error)
        }
    }

    /// What an answer says went wrong; `nil` when it says nothing.
    private func failure(
        _ status: Int, _ response: HTTPClientResponse, _ body: [UInt8], _ request: S3Request
    ) -> S3Failure? {
        guard let root = S3Element(body), root.name == "Error" else { return nil }
        let skew = Self.date(response.headers).map { Int($0.timeIntervalSinceNow.rounded()) }
        return S3Failure(
            status < 300 ? 500 : status, code: root["Code"] ?? "", message: root["Message"] ?? "",
            region: root["Region"], what: request.what, configuration, skew: skew)
    }

    func unreachable(_ error: any Error) -> S3Failure {
        let reason: String
        switch error {
        case let error as S3Failure: return error
        case let error as IOError: reason = String(cString: strerror(error.errnoCode))
        case is CancellationError: reason = "it does not answer in time"
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout].contains(error):
            reason = "it does not answer in time"
        default: reason = String("\(error)".prefix(200))
        }
        return S3Failure(
            .busy, "the store at \(configuration.base) cannot be reached: \(reason)",
            "see whether it runs, and s3.endpoint")
    }

    private static func date(_ headers: HTTPHeaders) -> Date? {
        headers.first(name: "date").flatMap { text in
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = .gmt
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
            return format.date(from: text)
        }
    }
}

extension S3Request {
    /// A stream is read only once.
    fileprivate var mayBeRepeated: Bool { if case .stream = body { false } else { true } }
}
