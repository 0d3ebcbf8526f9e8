import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Serves the pages and what they are made of.
struct Site: Sendable {
    let folder: PageFolder

    /// - Parameter pages: A folder to serve instead of what came with the program.
    init(pages: String?) {
        if let pages {
            folder = PageFolder(pages, isLive: true)
        } else {
            folder = PageFolder(Self.ownPages, isLive: false)
        }
    }

    private static var ownPages: String {
        Bundle.module.resourceURL?.appendingPathComponent("Pages").path ?? "Pages"
    }

    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob: https:",
        "font-src 'self'", "media-src 'self'", "connect-src 'self'", "manifest-src 'self'", "frame-ancestors 'none'",
        "base-uri 'none'", "form-action 'self'",
    ].joined(separator: "; ")

    /// A page: `/chat` is `chat.html`.
    func page(_ path: String, _ request: Request) -> Response {
        respond(path + ".html", request, isShared: false)
    }

    /// A module, script, style or picture.
    ///
    /// - Parameter isShared: whether pages of other origins may load it: the widget's parts.
    func asset(_ path: String, _ request: Request, isShared: Bool) -> Response {
        guard !path.hasSuffix(".html") else { return Self.missing(request) }
        return respond(path, request, isShared: isShared)
    }

    private func respond(_ path: String, _ request: Request, isShared: Bool) -> Response {
        guard let file = folder.file(path) else { return Self.missing(request) }
        var headers: HTTPFields = [
            .contentType: file.contentType, .eTag: file.tag, .cacheControl: "no-cache",
            .xContentTypeOptions: "nosniff",
        ]
        var content = file.content
        if let compressed = file.compressed {
            headers[.vary] = "Accept-Encoding"
            if Self.takesGzip(request) {
                content = compressed
                headers[.contentEncoding] = "gzip"
                // Other bytes, so another tag.
                headers[.eTag] = file.tag.dropLast() + "-gzip\""
            }
        }
        if file.contentType.hasPrefix("text/html") {
            headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        } else if file.contentType == "image/svg+xml" {
            headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
        }
        if isShared {
            headers[.accessControlAllowOrigin] = "*"
            if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { headers[name] = "cross-origin" }
        }
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
        if let tag = headers[.eTag], known.contains(where: { $0.hasSuffix(tag) }) {
            headers[.contentType] = nil
            headers[.contentEncoding] = nil
            return Response(status: .notModified, headers: headers)
        }
        guard request.method != .head else {
            headers[.contentLength] = String(content.readableBytes)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: content))
    }

    private static func takesGzip(_ request: Request) -> Bool {
        request.headers[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" || $0.hasPrefix("q=0.0") }
        }
    }

    static func missing(_ request: Request) -> Response {
        Response(
            status: .notFound,
            headers: [
                .contentType: "text/plain; charset=utf-8", .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: "There is no such page.\n")))
    }

    func redirect(to path: String) -> Response {
        Response(status: .found, headers: [.location: path, .cacheControl: "no-store"])
    }
}
