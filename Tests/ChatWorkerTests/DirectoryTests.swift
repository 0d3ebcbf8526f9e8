import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Foundation
import Synchronization
import Testing

@testable import ChatWorker

@Suite("The directory, embedded and elsewhere")
struct DirectoryTests {
    private static let secret = "a secret of thirty-two characters"

    /// A store with the directory of the conformance suite.
    private static func store(_ body: (Store) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-directory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: folder.appending(path: "crm.db").path)
        try fill(store)
        try await body(store)
        try store.close()
    }

    private static func fill(_ store: Store) throws {
        var drafts: [DirectoryDraft] = []
        for (number, line) in DirectoryConformance.file.split(separator: "\n").enumerated() {
            struct Value: Decodable {
                var text: String

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    if let list = try? container.decode([String].self) {
                        text = list.joined(separator: ";")
                    } else if let number = try? container.decode(Double.self) {
                        text = String(number)
                    } else {
                        text = try container.decode(String.self)
                    }
                }
            }
            let fields = try JSONDecoder().decode([String: Value].self, from: Data(line.utf8))
            let kind = try #require(fields["kind"].flatMap { DirectoryKind(rawValue: $0.text) })
            let values = fields.compactMap { name, value in DirectoryField(rawValue: name).map { ($0, value.text) } }
            drafts.append(
                try DirectoryDraft(
                    DirectoryLine(number: number, kind: kind, values: values.map { (field: $0.0, value: $0.1) }),
                    store.identifiers))
        }
        #expect(try DirectoryImport(store).take(drafts).isEmpty)
    }

    @Test("the embedded one answers as any directory must")
    func embedded() async throws {
        try await Self.store { store in
            try await DirectoryConformance.examine { ask in
                var failure: (any Error)?
                try store.look { reader throws(StoreError) in
                    do { try ask(reader) } catch { failure = error }
                }
                if let failure { throw failure }
            }
        }
    }

    @Test("one over HTTP, which serves the same, answers alike")
    func elsewhere() async throws {
        try await Self.store { store in
            let server = DirectoryServer(store, secret: Self.secret)
            try await server.serve { url in
                let empty = try Store(inMemory: Array(repeating: 7, count: 32))
                let desk = ForeignDirectoryDesk(DirectoryConfiguration(url: url, secret: Self.secret), store: empty)
                try await DirectoryConformance.examine { ask in
                    let outcome = await withCheckedContinuation {
                        (continuation: CheckedContinuation<Result<Answer, any Error>, Never>) in
                        desk.answer { _, directory in
                            try ask(directory)
                            return .done(status: nil, result: Answer.nothing)
                        } done: {
                            continuation.resume(returning: $0)
                        }
                    }
                    let answer = try outcome.get()
                    guard case .done = answer else {
                        Issue.record("\(answer)")
                        return
                    }
                }
                await desk.close()
            }
        }
    }

    private struct Suggestions: Decodable, Sendable {
        struct Item: Decodable, Sendable {
            var person: PersonID?
            var company: CompanyID?
            var companyName: String?
            var reason: String
        }

        var persons: [Item]
        var companies: [Item]
    }

    @Test("with directory.url agents are shown what the CRM has; when it fails they are told, and chats go on")
    func overTheBroker() async throws {
        try await Self.store { crm in
            let server = DirectoryServer(crm, secret: Self.secret)
            try await server.serve { url in
                var directory = DirectoryConfiguration(url: url, secret: Self.secret)
                directory.timeout = .seconds(3)
                directory.cacheLife = .milliseconds(1)
                try await TestDesk.open(directory: directory) { desk in
                    let caller = desk.caller
                    var opening = Caller.opening("ola")
                    opening.email = "ola@nordlys.no"
                    opening.name = "Kari Dahl"
                    opening.question = "Hello?"
                    let opened = try await caller.ask(
                        .sessionOpen, to: TestDesk.support, as: .visitor, opening, returning: SessionOpened.self
                    ).get()
                    let session = OpenSession(id: opened.session, key: opened.key, channel: TestDesk.support)
                    _ = try await caller.pickUp(session, by: "anna")
                    func suggest() async throws -> ClientAnswerOf<Suggestions> {
                        ClientAnswerOf(
                            try await caller.ask(
                                .contactSuggest, as: .agent("anna"), SessionReference(session: session.id),
                                returning: Suggestions.self))
                    }
                    let found = try #require(try await suggest().value)
                    #expect(found.persons.map(\.person) == [DirectoryConformance.ola, DirectoryConformance.kari])
                    #expect(found.persons.map(\.reason) == ["email", "name"])
                    #expect(found.persons[0].companyName == "Nordlys Energi AS")
                    #expect(found.companies.map(\.company) == [DirectoryConformance.nordlys])

                    let link = ContactLink(session: session.id, person: DirectoryConformance.ola)
                    #expect(try await caller.ask(.contactLink, session, by: .agent("anna"), link).ok)
                    struct Known: Decodable, Sendable {
                        var person: Person?
                        var sales: [DirectoryRecord]
                        var sessions: [Summary]
                    }
                    let known = try await caller.ask(
                        .contactGet, as: .agent("anna"), ContactGet(person: DirectoryConformance.ola),
                        returning: Known.self
                    ).get()
                    #expect(known.person?.lastName == "Dahl" && known.sales.map(\.title) == ["Chargers"])
                    #expect(known.sessions.map(\.session) == [session.id])

                    for (mood, reason) in [
                        (DirectoryServer.Mood.broken, "it answers 500"), (.slow, "does not answer in time"),
                        (.wrong, "cannot be read"),
                    ] {
                        server.mood.withLock { $0 = mood }
                        async let failing = suggest()
                        // Chats go on meanwhile.
                        #expect(try await caller.post("still here", in: session, by: .visitor).ok)
                        let refusal = try #require(try await failing.refusal)
                        #expect(refusal.code == .unavailable && refusal.detail.contains(reason), "\(refusal)")
                    }
                    server.mood.withLock { $0 = .well }
                    #expect(try await suggest().value?.persons.count == 2)
                    try await desk.tap.validate(["command", "reply"])
                }
            }
        }
    }

    @Test("whose a found document is, by his name; by his address where the CRM has no name of his")
    func namesOfOwners() async throws {
        struct Found: Decodable, Sendable {
            var title: String
            var personName: String?
        }
        try await Self.store { crm in
            let ola = DirectoryConformance.ola
            let line = DirectoryLine(
                number: 1, kind: .document,
                values: [
                    (.externalId, "d9"), (.title, "Offer for one"), (.person, ola.description),
                    (.url, "offers/one.pdf"),
                ])
            #expect(try DirectoryImport(crm).take([try DirectoryDraft(line, crm.identifiers)]).isEmpty)
            let server = DirectoryServer(crm, secret: Self.secret)
            try await server.serve { url in
                var directory = DirectoryConfiguration(url: url, secret: Self.secret)
                directory.cacheLife = .milliseconds(1)
                try await TestDesk.open(directory: directory) { desk in
                    for (mood, name) in [(DirectoryServer.Mood.well, "Ola Dahl"), (.nameless, "Ola@Nordlys.no")] {
                        server.mood.withLock { $0 = mood }
                        let found = try await desk.caller.ask(
                            .directorySearch, as: .agent("anna"), DirectorySearch(kind: .document, text: "offer"),
                            returning: ItemList<Found>.self
                        ).get()
                        #expect(found.items.map(\.title) == ["Offer for one"])
                        #expect(found.items.map(\.personName) == [name])
                    }
                    try await desk.tap.validate(["command", "reply"])
                }
            }
        }
    }

    private struct Found: Decodable, Sendable {
        var person: PersonID?
        var company: CompanyID?
    }

    @Test("who is made goes to the CRM under the same identifier, once, however long it is away; chats do not wait")
    func handover() async throws {
        try await Self.store { crm in
            let server = DirectoryServer(crm, secret: Self.secret)
            server.mood.withLock { $0 = .broken }
            try await server.serve { url in
                var directory = DirectoryConfiguration(url: url, secret: Self.secret)
                directory.timeout = .milliseconds(500)
                directory.cacheLife = .milliseconds(1)
                directory.retryAfter = .milliseconds(100)
                try await TestDesk.open(directory: directory) { desk in
                    let caller = desk.caller
                    let session = try await caller.open("ola")
                    _ = try await caller.pickUp(session, by: "anna")
                    let body = ContactCreate(
                        session: session.id,
                        person: Person(firstName: "Per", lastName: "Ås", emails: ["per@fjord.example"]),
                        company: Company(name: "Fjord AS", domain: "fjord.example"))
                    struct Made: Decodable, Sendable {
                        var person: PersonID
                        var company: CompanyID
                    }
                    let made = try await caller.ask(
                        .contactCreate, session, by: .agent("anna"), body, returning: Made.self
                    ).get()
                    try await eventually("nothing was tried") {
                        try desk.number("SELECT min(attempts) FROM contact_handover WHERE problem IS NOT NULL") >= 1
                    }
                    #expect(try await caller.post("still here", in: session, by: .visitor).ok)
                    #expect(server.given.withLock { $0 }.isEmpty)
                    // Where it answers, and does not take them, they are found as they are here.
                    server.mood.withLock { $0 = .refusing }
                    for (kind, text) in [(DirectorySearch.Kind.person, "per ås"), (.company, "fjord")] {
                        let found = try await caller.ask(
                            .directorySearch, as: .agent("anna"), DirectorySearch(kind: kind, text: text),
                            returning: ItemList<Found>.self
                        ).get()
                        #expect(found.items.map(\.company) == [made.company])
                        #expect(found.items.first?.person == (kind == .person ? made.person : nil))
                    }
                    server.mood.withLock { $0 = .well }
                    try await eventually("the CRM was not given them") {
                        try desk.number("SELECT count(*) FROM contact_handover") == 0
                    }
                    // What was answered too late is given again, under the same identifier.
                    let given = server.given.withLock { $0 }
                    let firsts = given.indices.filter { given.firstIndex(of: given[$0]) == $0 }.map { given[$0] }
                    #expect(firsts == [made.company.description, made.person.description])
                    let there = try crm.look { reader throws(StoreError) in try reader.person(made.person) }
                    #expect(there?.company == made.company && there?.lastName == "Ås")
                    // What the CRM calls them is kept here.
                    let here = try desk.store.look { reader throws(StoreError) in
                        (try reader.person(made.person), try reader.company(made.company))
                    }
                    #expect(here.0?.externalId == there?.externalId && here.0?.externalId != nil)
                    #expect(here.1?.externalId?.hasPrefix("crm-") == true)
                }
            }
        }
    }

    @Test("names in short: what visitors write beside their names does not keep them from being suggested")
    func shortNames() {
        #expect(ShortName.person("Kari Anne Holm") == "Kari Holm" && ShortName.person("Kari Holm") == nil)
        #expect(ShortName.company("Nordlys Energi A/S") == "Nordlys Energi")
        #expect(ShortName.company("Nordlys GmbH") == "Nordlys" && ShortName.company("Nordlys Energi") == nil)
        #expect(ShortName.company("AS") == nil)
    }

    /// An answer, or why there is none.
    private struct ClientAnswerOf<Value: Decodable & Sendable>: Sendable {
        var value: Value?
        var refusal: Refusal?

        init(_ answer: ClientAnswer<Value>) {
            refusal = answer.refusal
            value = try? answer.get()
        }
    }

    @Test(
        "a call is signed over time, method, path and body; who signs otherwise is refused, and the agent is told why")
    func signature() async throws {
        try await Self.store { crm in
            let server = DirectoryServer(crm, secret: "another secret, which is not the same")
            try await server.serve { url in
                let directory = HTTPDirectory(DirectoryConfiguration(url: url, secret: Self.secret))
                do throws(HTTPDirectory.Unavailable) {
                    _ = try await directory.answer(to: .person(DirectoryConformance.ola))
                    Issue.record("a wrong signature was taken")
                } catch {
                    #expect(error.reason.contains("directory.secret"))
                }
                await directory.close()
            }
        }
        // Computed by hand: openssl dgst -sha256 -hmac key -binary | base64.
        #expect(
            DirectorySignature.header(seconds: 1, method: "GET", path: "/a", body: [], secret: "key")
                == "v1,hjajP/1+BwiveOKbEkt1uwOWTIADK2NqaCaNWLKc1gE=")
    }

    @Test("an answer is good for a moment: the same question again asks nobody")
    func cache() async throws {
        try await Self.store { crm in
            let server = DirectoryServer(crm, secret: Self.secret)
            try await server.serve { url in
                let directory = HTTPDirectory(DirectoryConfiguration(url: url, secret: Self.secret))
                for _ in 0..<5 { _ = try await directory.answer(to: .person(DirectoryConformance.ola)) }
                #expect(server.calls.withLock { $0 } == 1)
                await directory.close()
            }
        }
    }
}
