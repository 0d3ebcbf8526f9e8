import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird
import NIOCore

/// The answers of the API: the contract's, under the HTTP status that fits.
enum APIAnswer {
    /// A worker's answer as it came.
    static func response(raw answer: [UInt8], headers: HTTPFields = [:]) -> Response {
        var status = HTTPResponse.Status.ok
        var headers = headers
        if let code = code(raw: answer) {
            status = Self.status(code)
            if status == .tooManyRequests || status == .serviceUnavailable { headers[.retryAfter] = "1" }
        }
        return json(answer, status: status, headers: headers)
    }

    /// Why a worker refused; `nil` of an answer that says done.
    static func code(raw answer: [UInt8]) -> ErrorCode? {
        guard !answer.starts(with: #"{"ok":true"#.utf8) else { return nil }
        return JSONFields(answer)?.object("error")?.text("code").flatMap { ErrorCode(rawValue: $0) } ?? .internal
    }

    /// An allowance is used up.
    static func limited(_ seconds: Int) -> Response {
        refused(
            Refusal(.rateLimited, "too many requests; try again in \(seconds) s"),
            headers: [.retryAfter: String(seconds)])
    }

    /// A result that the gateway made itself; `json` is an object.
    static func done(_ json: [UInt8], headers: HTTPFields = [:]) -> Response {
        var object = JSONObject()
        object.append("ok", json: "true".utf8)
        object.append("result", json: json)
        return Self.json(object.json, status: .ok, headers: headers)
    }

    /// A refusal by the gateway itself.
    static func refused(_ refusal: Refusal, headers: HTTPFields = [:]) -> Response {
        let json = (try? Answer.refused(status: nil, refusal).json()) ?? []
        let status = Self.status(refusal.code)
        var headers = headers
        if status == .tooManyRequests || status == .serviceUnavailable, headers[.retryAfter] == nil {
            headers[.retryAfter] = "1"
        }
        return Self.json(json, status: status, headers: headers)
    }

    static func json(_ json: [UInt8], status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }

    static func status(_ code: ErrorCode) -> HTTPResponse.Status {
        switch code {
        case .malformed, .unknownType: .badRequest
        case .invalidField: .unprocessableContent
        case .unauthenticated: .unauthorized
        case .forbidden, .blocked, .filesNotAllowed: .forbidden
        case .unknownChannel, .unknownSession, .unknownAgent, .notFound: .notFound
        case .conflict, .notInQueue, .notAssigned, .notPresent, .noTransferPending, .invalidState, .sessionClosed,
            .moved:
            .conflict
        case .tooLarge: .contentTooLarge
        case .illegalFileType: .unsupportedMediaType
        case .rateLimited: .tooManyRequests
        case .internal: .internalServerError
        case .unavailable: .serviceUnavailable
        }
    }
}

extension Refusal {
    /// What a client is told when no worker answered.
    init(_ error: ChatClientError) {
        switch error.code {
        case .invalidBody, .invalidAnswer: self.init(.internal, "the gateway could not work with what came")
        default:
            self.init(
                .unavailable, "the system does not answer now; the same request with the same id may be sent again")
        }
    }
}
