import ChatContract
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages of the FAQ: the list at `/faq`, what a question finds at `/faq?q=…`, and the entries at `/faq/<id>`. For
/// everybody, and only what everybody may read.
struct FAQRoutes: Sendable {
    private static let questionLength = 200

    let gateway: Gateway
    private let shelf: FAQShelf

    init(gateway: Gateway) {
        self.gateway = gateway
        shelf = FAQShelf(gateway)
    }

    func add(to router: RouterGroup<GatewayContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/faq", method: method) { request, context in await list(request, context) }
            router.on("/faq/:entry", method: method) { request, context in await page(request, context) }
        }
    }

    private func list(_ request: Request, _ context: GatewayContext) async -> Response {
        let prefix = gateway.client(request, context).prefix
        if let wait = gateway.limits.wait([.address(prefix)], at: Gateway.uptime) { return APIAnswer.limited(wait) }
        let words = FAQWords.words(request.headers[.acceptLanguage])
        // Forms write a blank as a plus.
        let asked = request.uri.queryParameters["q"].map { $0.replacing("+", with: " ") } ?? ""
        let question = String(asked.prefix(Self.questionLength))
        var response: Response
        do throws(Refusal) {
            if question.contains(where: { !$0.isWhitespace }) {
                let found = try await shelf.search(question, language: words.language)
                response = Self.response(FAQDocument.html(found: found, for: question, words), .ok, request)
            } else {
                response = Self.response(FAQDocument.html(try await shelf.index(), words), .ok, request)
            }
        } catch {
            return Self.failed(error, request)
        }
        response.headers[.vary] = "Accept-Language"
        return response
    }

    private func page(_ request: Request, _ context: GatewayContext) async -> Response {
        let prefix = gateway.client(request, context).prefix
        if let wait = gateway.limits.wait([.address(prefix)], at: Gateway.uptime) { return APIAnswer.limited(wait) }
        guard let entry = context.parameters.get("entry").flatMap({ FAQEntryID($0) }) else {
            return Self.response(FAQDocument.missing, .notFound, request)
        }
        do throws(Refusal) {
            let answer = try await gateway.ask(.faqGet, as: .visitor, FAQEntryReference(entry: entry))
            guard let result = answer["result"] else { return Self.response(FAQDocument.missing, .notFound, request) }
            guard let page = try? WireJSON.decode(FAQPage.self, from: result) else {
                throw Refusal(.internal, "the worker's answer cannot be read")
            }
            return Self.response(FAQDocument.html(page), .ok, request)
        } catch {
            return Self.failed(error, request)
        }
    }

    /// People read these pages: they are told in words.
    private static func failed(_ refusal: Refusal, _ request: Request) -> Response {
        guard refusal.code == .unavailable || refusal.code == .internal else {
            return response(FAQDocument.missing, .notFound, request)
        }
        var response = response(FAQDocument.unavailable, .serviceUnavailable, request)
        response.headers[.retryAfter] = "10"
        return response
    }

    private static func response(_ html: String, _ status: HTTPResponse.Status, _ request: Request) -> Response {
        let digest = SHA256.hash(data: Array(html.utf8)).prefix(12).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let tag = "\"" + digest.joined() + "\""
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: Site.contentSecurityPolicy, .cacheControl: status == .ok ? "no-cache" : "no-store",
        ]
        if status == .ok {
            headers[.eTag] = tag
            let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
            if known.contains(where: { $0.hasSuffix(tag) }) {
                headers[.contentType] = nil
                return Response(status: .notModified, headers: headers)
            }
        }
        guard request.method != .head else {
            headers[.contentLength] = String(html.utf8.count)
            return Response(status: status, headers: headers)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
