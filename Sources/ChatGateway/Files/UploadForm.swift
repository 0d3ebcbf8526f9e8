import AMQP
import ChatContract
import Crypto
import HTTPTypes
import Hummingbird

/// What a request says of the file that it brings.
struct UploadForm: Sendable {
    /// Made by the page: the same upload again has the same one.
    let id: String
    let name: String
    /// In bytes, as `Content-Length` has it; `nil` when it comes in chunks, whose last one says that it was the last.
    let size: Int64?
    /// What the sender says that it is, in lower case and without parameters.
    let claimed: String?

    /// - Throws: ``Refusal`` `malformed`.
    init(_ request: Request) throws(Refusal) {
        let id = request.uri.queryParameters["id"].map(String.init) ?? ""
        guard (1...128).contains(id.utf8.count), id.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Refusal(.malformed, "id must be 1 to 128 printable ASCII characters: ?id=…", field: "id")
        }
        guard let header = request.headers[.fileName], let name = PercentEncoding.decode(header) else {
            throw Refusal(
                .malformed, "send the file's name percent-encoded: X-File-Name: bill%20of%20May.pdf",
                field: "X-File-Name")
        }
        if let length = request.headers[.contentLength] {
            guard let size = Int64(length), size >= 0 else {
                throw Refusal(.malformed, "this is not the file's size in bytes", field: "Content-Length")
            }
            self.size = size
        } else {
            size = nil
        }
        self.id = id
        self.name = name
        claimed = request.headers[.contentType]?.split(separator: ";").first.map {
            String($0.filter { $0 != " " }).lowercased()
        }
    }

    /// The file's id: the same for the same upload to the same session by the same actor, and no other's.
    func file(in session: SessionID, by actor: Actor) -> FileID {
        var hash = SHA256()
        hash.update(data: Array("samtale file\0".utf8) + session.bytes)
        hash.update(data: Array("\(actor)\0\(id)".utf8))
        return FileID(digest: hash.finalize())
    }
}

extension HTTPField.Name {
    /// `X-File-Name`.
    static let fileName = HTTPField.Name("X-File-Name") ?? .contentLocation
}
