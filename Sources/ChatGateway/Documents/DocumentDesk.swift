import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird
import Logging

/// Gives agents the content of the directory's documents, which their pages share as any file (spec section 7.6).
struct DocumentDesk: Sendable {
    let gateway: Gateway
    private let configuration: DocumentConfiguration
    private let folder: DocumentFolder?
    private let client: DocumentClient

    init(gateway: Gateway) {
        self.gateway = gateway
        configuration = gateway.configuration.documents
        folder = configuration.folder.map { DocumentFolder(path: $0) }
        client = DocumentClient(configuration)
    }

    /// What can be sent from here: `{folder, origins}`.
    func places() -> Response {
        var result = JSONObject()
        result.append("folder", json: (folder == nil ? "false" : "true").utf8)
        result.append("origins", list: configuration.origins.map { JSONObject.text($0.description) })
        return APIAnswer.done(result.json)
    }

    /// A document's bytes. Whatever it is, nothing of it runs.
    func serve(_ id: String?, to agent: AgentHandle) async throws(Refusal) -> Response {
        guard let id = id.flatMap({ RecordID($0) }) else {
            throw Refusal(.notFound, "there is no such document", field: "record")
        }
        let record = try await gateway.ask(
            .documentGet, as: .agent(agent), DocumentGet(record: id), sessionKey: nil, returning: DirectoryRecord.self)
        do throws(Refusal) {
            let document = try await open(record)
            let headers: HTTPFields = [
                .contentType: "application/octet-stream",
                .contentDisposition: ContentDisposition.value(isInline: false, name: document.name),
                .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "sandbox; default-src 'none'",
                .cacheControl: "no-store",
            ]
            return Response(status: .ok, headers: headers, body: document.body)
        } catch {
            gateway.logger.warning(
                "a document cannot be sent", metadata: ["record": "\(id)", "reason": "\(error.detail)"])
            throw error
        }
    }

    private func open(_ record: DirectoryRecord) async throws(Refusal) -> Document {
        guard let url = record.url else {
            throw Refusal(
                .notFound, "the directory does not say where this document is: it has no url", field: "record")
        }
        switch DocumentPlace(url) {
        case .file(let names): return try await file(names)
        case .address(let text):
            guard let address = DocumentAddress(text) else { throw Self.nowhere(url) }
            return try await client.open(address, title: record.title)
        case nil: throw Self.nowhere(url)
        }
    }

    private func file(_ names: [String]) async throws(Refusal) -> Document {
        guard let folder else {
            throw Refusal(.notFound, "files of documents are not sent: documents.folder is not set", field: "record")
        }
        let file: FolderFile?
        do throws(FileStoreError) {
            file = try await folder.open(names)
        } catch {
            gateway.logger.error("a document cannot be read", metadata: ["reason": "\(error)"])
            throw Refusal(
                .unavailable, "the gateway cannot read the document in documents.folder now; its log says why")
        }
        let path = names.joined(separator: "/")
        guard let file else {
            throw Refusal(
                .notFound, "there is no file \"\(path)\" in documents.folder; links to files elsewhere do not count",
                field: "record")
        }
        guard file.size <= FileRules.agentLimit else { throw DocumentClient.tooLarge }
        return Document(name: DocumentName.clean(names.last ?? ""), content: .file(file))
    }

    private static func nowhere(_ url: String) -> Refusal {
        Refusal(
            .notFound,
            "the directory says that this document is at \"\(url.prefix(80))\", which is neither a path below"
                + " documents.folder nor an address", field: "record")
    }
}
