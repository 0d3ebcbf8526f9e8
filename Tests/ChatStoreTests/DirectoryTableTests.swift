import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("The directory in the store")
struct DirectoryTableTests {
    private static func save(_ names: [(String, String)], in store: Store) throws {
        try store.write { sql throws(StoreError) in
            for (number, name) in names.enumerated() {
                try DirectoryTable.save(
                    Person(
                        person: PersonID(high: 1, low: UInt64(number)), firstName: name.0, lastName: name.1,
                        emails: ["\(number)@example.com", "Both@Example.com"]), sql)
            }
        }
    }

    private static func found(_ name: String, limit: Int = 10, in store: Store) throws -> [String] {
        try store.look { reader throws(StoreError) in try reader.persons(named: name, limit: limit) }.map(\.name)
    }

    @Test("who has the words as they are stands before who has longer ones; nobody twice, and never too many")
    func ranking() throws {
        let fixture = try StoreFixture()
        try Self.save(
            [("Annabel", "Dahlberg"), ("Anna", "Dahl"), ("Ann", "Dahl"), ("Anna", "Dahlgren")], in: fixture.store)
        #expect(
            try Self.found("anna dahl", in: fixture.store) == ["Anna Dahl", "Annabel Dahlberg", "Anna Dahlgren"])
        #expect(try Self.found("anna dahl", limit: 2, in: fixture.store) == ["Anna Dahl", "Annabel Dahlberg"])
        #expect(try Self.found("ann", limit: 3, in: fixture.store).first == "Ann Dahl")
        #expect(try Self.found("ann", in: fixture.store).count == 4)
        // One letter is a word, not the beginning of everybody's.
        #expect(try Self.found("a dahl", in: fixture.store).isEmpty)
    }

    @Test("who is removed is found by nothing any more, whatever letters he has; so are addresses that changed")
    func removal() throws {
        let fixture = try StoreFixture()
        try Self.save([("Åse", "Østby-Næss"), ("Kari", "Dahl")], in: fixture.store)
        #expect(try Self.found("ostby naess", in: fixture.store).count == 1)
        let left = try fixture.store.write { sql throws(StoreError) -> [Int64] in
            guard let person = try DirectoryTable.kept(PersonID(high: 1, low: 0), sql) else { return [-1] }
            try DirectoryTable.remove(person, sql)
            let words = ["ase", "ostby", "naess", "næss", "os"].map { "\"\($0)\"*" }.joined(separator: " OR ")
            return [
                try sql.first("SELECT count(*) FROM person_words WHERE person_words MATCH ?", .text(words)) {
                    $0.integer(0)
                } ?? -1,
                try sql.first("SELECT count(*) FROM person_email WHERE person = ?", .integer(person.number)) {
                    $0.integer(0)
                } ?? -1,
            ]
        }
        #expect(left == [0, 0])
        try fixture.store.write { sql throws(StoreError) in
            try DirectoryTable.save(
                Person(
                    person: PersonID(high: 1, low: 1), firstName: "Kari", lastName: "Dahl",
                    emails: ["new@example.com", "both@example.com"]), sql)
        }
        func count(_ email: String) throws -> Int {
            try fixture.store.look { reader throws(StoreError) in try reader.persons(email: email) }.count
        }
        #expect(try count("1@example.com") == 0 && count("new@example.com") == 1 && count("both@example.com") == 1)
    }

    @Test(
        "while a worker lives an import gives the store free after each batch; afterwards commits are durable as before"
    )
    func batches() throws {
        let fixture = try StoreFixture()
        let now = Timestamp(milliseconds: 1_000_000)
        var number = 0
        func next() throws -> [DirectoryDraft] {
            number += 1
            let line = DirectoryLine(
                number: number, kind: .person, values: [(.externalId, "\(number)"), (.lastName, "Dahl")])
            return [try DirectoryDraft(line, fixture.store.identifiers)]
        }
        var batches = [try next(), try next(), try next()]
        let directory = try DirectoryImport(fixture.store)
        func take() throws -> Bool {
            try directory.take({ batches.isEmpty ? nil : batches.removeFirst() }, at: now) { _ in }
        }
        try fixture.store.register(worker: "w.1", name: "w", lease: .seconds(3), at: now)
        #expect(try take() && batches.count == 2)
        try fixture.store.release(worker: "w.1")
        #expect(try !take() && batches.isEmpty)
        try directory.finish()
        #expect(directory.counts.created == 3)
        #expect(try fixture.store.durability().synchronous == 2)
    }
}
