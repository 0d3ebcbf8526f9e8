import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Where documents are kept elsewhere: a real HTTP server that wants a token, and can be made to misbehave.
final class DocumentServer: Sendable {
    static let token = "a-token.of-some/length="
    static let pdf = Sample.pdf + (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// What was asked for: path and query, in order.
    let asked = Mutex<[String]>([])

    /// Serves while `body` runs.
    func serve(_ body: @Sendable @escaping (_ origin: String) async throws -> Void) async throws {
        let router = Router()
        router.on("**", method: .get) { request, _ in await self.answer(request) }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            try await body("http://127.0.0.1:\(port)")
            group.cancelAll()
        }
    }

    private func answer(_ request: Request) async -> Response {
        asked.withLock { $0.append(request.uri.description) }
        guard request.headers[.authorization] == "Bearer \(Self.token)" else { return Response(status: .unauthorized) }
        switch request.uri.path {
        case "/files/7":
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/pdf",
                    .contentDisposition: "attachment; filename=\"x.pdf\"; filename*=UTF-8''Ladeboks%20%C3%B8st.pdf",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.pdf)))
        case "/files/pieces.pdf":
            return Response(
                status: .ok, headers: [.contentType: "application/pdf"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(bytes: Self.pdf.prefix(1000)))
                    try await writer.write(ByteBuffer(bytes: Self.pdf.dropFirst(1000)))
                    try await writer.finish(nil)
                })
        case "/files/large", "/files/endless":
            let piece = ByteBuffer(bytes: [UInt8](repeating: 7, count: 1 << 20))
            let length = request.uri.path == "/files/large" ? 26 << 20 : nil
            return Response(
                status: .ok,
                body: ResponseBody(contentLength: length) { writer in
                    for _ in 0..<26 { try await writer.write(piece) }
                    try await writer.finish(nil)
                })
        case "/files/silent":
            try? await Task.sleep(for: .seconds(60))
            return Response(status: .ok)
        case "/files/stalled", "/files/stalled-pieces":
            return Response(
                status: .ok,
                body: ResponseBody(contentLength: request.uri.path == "/files/stalled" ? Self.pdf.count : nil) {
                    writer in
                    try await writer.write(ByteBuffer(bytes: Self.pdf.prefix(1000)))
                    try? await Task.sleep(for: .seconds(60))
                    try await writer.write(ByteBuffer(bytes: Self.pdf.dropFirst(1000)))
                    try await writer.finish(nil)
                })
        case "/files/moved":
            return Response(status: .found, headers: [.location: "/files/7"])
        case "/files/packed":
            return Response(
                status: .ok, headers: [.contentType: "application/pdf", .contentEncoding: "gzip"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.pdf)))
        case "/files/broken": return Response(status: .internalServerError)
        default: return Response(status: .notFound)
        }
    }
}
