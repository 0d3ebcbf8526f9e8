import BrokerTesting
import ChatContract
import ChatCore
import ChatStore

extension GatewayDesk {
    /// Takes documents into the directory, as `samtale directory import` does.
    ///
    /// - Returns: their records, in order.
    func importDocuments(_ documents: [(title: String, url: String?)]) throws -> [String] {
        let ids = documents.indices.map { RecordID(high: 7, low: UInt64($0 + 1)) }
        let drafts = try zip(ids, documents).map { id, document in
            try DirectoryDraft(
                DirectoryLine(
                    number: 1, kind: .document,
                    values: [(.id, id.description), (.title, document.title)]
                        + (document.url.map { [(.url, $0)] } ?? [])), store.identifiers)
        }
        guard try DirectoryImport(store).take(drafts).isEmpty else { throw TestFailure("they are not taken") }
        return ids.map(\.description)
    }
}

extension AgentPage {
    func document(_ record: String) async throws -> Reply {
        try await gateway.ask("GET", "/api/agent/documents/\(record)", headers: [("Cookie", cookie)])
    }
}
