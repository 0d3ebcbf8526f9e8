import ChatContract
import HTTPTypes
import Hummingbird
import NIOCore

/// Logos and photos: agents bring them, everybody sees them.
struct MediaRoutes: Sendable {
    /// `nil` where none are taken.
    let folder: MediaFolder?

    func add(to router: RouterGroup<GatewayContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/media/:name", method: method) { request, context in
                guard let name = context.parameters.get("name"), let file = folder?.file(name) else {
                    return Site.missing(request)
                }
                return Self.respond(file, request)
            }
        }
    }

    /// A name never gets other content, so browsers need not ask again; and whatever it is, nothing of it runs.
    private static func respond(_ file: MediaFolder.File, _ request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: file.kind.contentType, .contentLength: String(file.content.count),
            .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; sandbox", .crossOriginResourcePolicy: "cross-origin",
        ]
        guard request.method != .head else { return Response(status: .ok, headers: headers) }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }

    /// Reads an upload and keeps it; a connection on which it does not come is closed.
    ///
    /// - Parameter patience: For how long it may come.
    /// - Returns: `{url}`.
    func upload(
        _ request: Request, _ context: GatewayContext, within patience: TimeAmount
    ) async throws(Refusal) -> Response {
        guard let folder else {
            throw Refusal(.notFound, "no pictures are taken here: gateway.media is not set")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > MediaFolder.limit {
            throw Refusal(.tooLarge, "a picture has at most \(MediaFolder.limit) bytes; this one has \(length)")
        }
        let channel = context.channel
        let deadline = channel.eventLoop.scheduleTask(in: patience) { channel.close(mode: .all, promise: nil) }
        defer { deadline.cancel() }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: MediaFolder.limit)
        } catch is NIOTooManyBytesError {
            throw Refusal(.tooLarge, "a picture has at most \(MediaFolder.limit) bytes")
        } catch {
            throw Refusal(.malformed, "the picture did not arrive")
        }
        let name = try folder.keep(Array(buffer.readableBytesView))
        var result = JSONObject()
        result.append("url", plain: "/media/" + name)
        return APIAnswer.done(result.json)
    }
}

extension HTTPField.Name {
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .vary
}
