import ChatContract
import Hummingbird
import NIOCore

/// The body of a request to the API: a JSON object with an `id` and what is asked for.
struct APIRequest: Sendable {
    let fields: JSONFields

    /// How large a body may be: a command's limit, and what stands around it.
    static let limit = Command.bodyLimit + 4096

    /// Reads the body; a connection on which it does not come is closed.
    ///
    /// - Throws: ``Refusal`` `tooLarge` or `malformed`.
    init(_ request: Request, on channel: any NIOCore.Channel, within patience: TimeAmount) async throws(Refusal) {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.limit {
            throw Self.tooLarge
        }
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard let type, type == "application/json" else {
            throw Refusal(.malformed, "the body must be JSON: send Content-Type: application/json")
        }
        let deadline = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.limit)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge
        } catch {
            throw Refusal(.malformed, "the body did not arrive")
        }
        guard let fields = JSONFields(Array(buffer.readableBytesView)) else {
            throw Refusal(.malformed, "the body is not a JSON object, each field once")
        }
        self.fields = fields
    }

    private static var tooLarge: Refusal { Refusal(.tooLarge, "the body is larger than \(limit) bytes") }

    /// The command's message-id.
    func id() throws(Refusal) -> String {
        guard let id = fields.text("id"), (1...128).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw Refusal(.malformed, "id must be 1 to 128 printable ASCII characters", field: "id") }
        return id
    }

    func text(_ key: String) throws(Refusal) -> String {
        guard let text = fields.text(key) else {
            throw Refusal(.malformed, "the field \(key) is missing or no text", field: key)
        }
        return text
    }

    func channel(_ key: String = "channel") throws(Refusal) -> ChannelHandle {
        let text = try text(key)
        guard let channel = ChannelHandle(text) else {
            throw Refusal(.malformed, "this is not the handle of a channel", field: key)
        }
        return channel
    }

    /// The command's body; an empty object where there is none.
    func body() throws(Refusal) -> JSONFields {
        guard fields["body"] != nil else { return JSONFields(Array("{}".utf8)) ?? fields }
        guard let body = fields.object("body") else {
            throw Refusal(.malformed, "the field body is not a JSON object, each field once", field: "body")
        }
        return body
    }
}

extension JSONFields {
    /// The same object without these keys, and with others added.
    func rebuilt(without removed: Set<String>, adding added: [(key: String, json: [UInt8])] = []) -> [UInt8] {
        var bytes: [UInt8] = [0x7B]
        func append(_ key: String, _ json: some Sequence<UInt8>) {
            if bytes.count > 1 { bytes.append(0x2C) }
            bytes.append(0x22)
            bytes.append(contentsOf: key.utf8)
            bytes.append(contentsOf: [0x22, 0x3A])
            bytes.append(contentsOf: json)
        }
        for key in keys where !removed.contains(key) { if let value = self[key] { append(key, value) } }
        for (key, json) in added { append(key, json) }
        bytes.append(0x7D)
        return bytes
    }
}
