import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A CRM as `config/directory.yaml` has it: a real HTTP server that serves an embedded directory, checks signatures, and
/// can be made to hang or to talk nonsense.
final class DirectoryServer: Sendable {
    enum Mood: Sendable {
        case well, slow, broken, wrong
        /// It knows nobody's name.
        case nameless
        /// It answers, and takes nobody new.
        case refusing
    }

    let mood = Mutex(Mood.well)
    /// How many calls came.
    let calls = Mutex(0)
    /// Who was given to it, in order; also again.
    let given = Mutex<[String]>([])
    private let store: Store
    private let secret: String

    init(_ store: Store, secret: String) {
        self.store = store
        self.secret = secret
    }

    private struct Search: Decodable {
        var email: String?
        var name: String?
        var company: CompanyID?
        var domain: String?
        var kind: DirectoryRecord.Kind?
        var person: PersonID?
        var title: String?
        var limit: Int
    }

    /// Serves while `body` runs.
    func serve(_ body: @Sendable @escaping (_ url: String) async throws -> Void) async throws {
        let router = Router()
        router.on("**", method: .get) { request, _ in await self.answer(request) }
        router.on("**", method: .post) { request, _ in await self.answer(request) }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            try await body("http://127.0.0.1:\(port)/crm")
            group.cancelAll()
        }
    }

    private func answer(_ request: Request) async -> Response {
        calls.withLock { $0 += 1 }
        switch mood.withLock({ $0 }) {
        case .well, .nameless: break
        case .refusing:
            guard request.method == .get || request.uri.path.hasSuffix("/search") else {
                return Response(status: .unprocessableContent)
            }
        case .slow: try? await Task.sleep(for: .seconds(30))
        case .broken: return Response(status: .internalServerError)
        case .wrong: return Self.json(Array("{\"items\":[{\"person\":7}]}".utf8))
        }
        guard let body = try? await request.body.collect(upTo: 65536), isSigned(request, Array(body.readableBytesView))
        else { return Response(status: .unauthorized) }
        do {
            guard let json = try look(request, Array(body.readableBytesView)) else {
                return Response(status: .notFound)
            }
            return Self.json(json)
        } catch {
            return Response(status: .badRequest)
        }
    }

    private static func json(_ bytes: [UInt8]) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func isSigned(_ request: Request, _ body: [UInt8]) -> Bool {
        guard let name = HTTPField.Name("samtale-signature"), let time = HTTPField.Name("samtale-timestamp"),
            let seconds = request.headers[time].flatMap({ Int64($0) }),
            abs(Int64(Date().timeIntervalSince1970) - seconds) < 300
        else { return false }
        return request.headers[name]
            == DirectorySignature.header(
                seconds: seconds, method: request.method.rawValue, path: request.uri.path, body: body, secret: secret)
    }

    /// Keeps who is given under the identifier that he has, and under a name of its own.
    private func create(_ kind: String, _ body: [UInt8]) throws -> [UInt8]? {
        let line: DirectoryLine
        let id: String
        switch kind {
        case "persons":
            let person = try WireJSON.decode(Person.self, from: body)
            id = person.person?.description ?? ""
            line = DirectoryLine(
                number: 1, kind: .person,
                values: [
                    (.id, id), (.firstName, person.firstName), (.lastName, person.lastName),
                    (.emails, person.emails.joined(separator: ";")), (.company, person.company?.description ?? ""),
                    (.externalId, "crm-\(id.prefix(8))"),
                ])
        case "companies":
            let company = try WireJSON.decode(Company.self, from: body)
            id = company.company?.description ?? ""
            line = DirectoryLine(
                number: 1, kind: .company,
                values: [
                    (.id, id), (.name, company.name), (.domain, company.domain ?? ""),
                    (.externalId, "crm-\(id.prefix(8))"),
                ])
        default: return nil
        }
        guard try DirectoryImport(store).take([try DirectoryDraft(line, store.identifiers)]).isEmpty else { return nil }
        given.withLock { $0.append(id) }
        return Array(#"{"externalId":"crm-\#(id.prefix(8))"}"#.utf8)
    }

    private func look(_ request: Request, _ body: [UInt8]) throws -> [UInt8]? {
        let parts = request.uri.path.split(separator: "/").map(String.init)
        if parts.count == 2, parts[0] == "crm", request.method == .post { return try create(parts[1], body) }
        guard parts.count == 3, parts[0] == "crm" else { return nil }
        if request.method == .get {
            switch parts[1] {
            case "persons":
                let person = try PersonID(parts[2]).flatMap { id in
                    try store.look { reader throws(StoreError) in try reader.person(id) }
                }
                return try person.map { person in
                    var person = person
                    if mood.withLock({ $0 == .nameless }) { (person.firstName, person.lastName) = ("", "") }
                    return try WireJSON.encode(person)
                }
            case "companies":
                let company = try CompanyID(parts[2]).flatMap { id in
                    try store.look { reader throws(StoreError) in try reader.company(id) }
                }
                return try company.map { try WireJSON.encode($0) }
            case "records":
                let record = try RecordID(parts[2]).flatMap { id in
                    try store.look { reader throws(StoreError) in try reader.record(id) }
                }
                return try record.map { try WireJSON.encode($0) }
            default: return nil
            }
        }
        let search = try WireJSON.decode(Search.self, from: body)
        func list(_ items: [some Encodable]) throws -> [UInt8] {
            var result = JSONObject()
            result.append("items", list: try items.prefix(search.limit).map { try WireJSON.encode($0) })
            return result.json
        }
        switch parts[1] {
        case "persons":
            return try list(
                try store.look { reader throws(StoreError) -> [Person] in
                    if let email = search.email { return try reader.persons(email: email) }
                    if let company = search.company { return try reader.persons(of: company, limit: search.limit) }
                    return try reader.persons(named: search.name ?? "", limit: search.limit)
                })
        case "companies":
            return try list(
                try store.look { reader throws(StoreError) -> [Company] in
                    if let domain = search.domain { return try reader.companies(domain: domain) }
                    return try reader.companies(named: search.name ?? "", limit: search.limit)
                })
        case "records":
            return try list(
                try store.look { reader throws(StoreError) -> [DirectoryRecord] in
                    if let title = search.title { return try reader.documents(titled: title, limit: search.limit) }
                    return try reader.records(
                        of: ContactGet(person: search.person, company: search.company), search.kind ?? .sale,
                        limit: search.limit)
                })
        default: return nil
        }
    }
}
