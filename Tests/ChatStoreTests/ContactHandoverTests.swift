import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("Contacts on their way to another directory")
struct ContactHandoverTests {
    private static let person = PersonID(high: 1, low: 1)

    /// A store in which a person waits to be handed over.
    private static func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        let now = fixture.now
        try fixture.store.write { sql throws(StoreError) in
            try DirectoryTable.save(
                Person(person: person, firstName: "Kari", lastName: "Dahl", emails: ["kari@example.com"]), sql)
            try ContactHandover.note(.person, person.description, at: now, sql)
            try ContactHandover.note(.person, person.description, at: now, sql)
        }
        return fixture
    }

    private static func take(_ fixture: StoreFixture, after seconds: Int = 0) throws -> [ContactHandover] {
        try fixture.store.takeHandovers(at: fixture.now + .seconds(seconds), hold: .seconds(60), limit: 10)
    }

    @Test("each is one worker's at a time; who dies with it is followed by another")
    func hold() throws {
        let fixture = try Self.fixture()
        #expect(try Self.take(fixture).map(\.attempts) == [1])
        #expect(try Self.take(fixture, after: 59).isEmpty)
        #expect(try Self.take(fixture, after: 60).map(\.attempts) == [2])
    }

    @Test(
        "one that failed comes again when it is due, with what is kept then; one that is done does not, and keeps its name"
    )
    func outcome() throws {
        let fixture = try Self.fixture()
        let first = try #require(try Self.take(fixture).first)
        #expect(try fixture.store.contactBacklog() == ContactBacklog(count: 1, attempts: 0, problem: nil))
        try fixture.store.postpone(first, until: fixture.now + .seconds(5), problem: "it answers 500")
        #expect(try fixture.store.contactBacklog() == ContactBacklog(count: 1, attempts: 1, problem: "it answers 500"))
        #expect(try Self.take(fixture, after: 4).isEmpty)
        let second = try #require(try Self.take(fixture, after: 5).first)
        #expect(second.attempts == 2 && second.entry == first.entry)
        try fixture.store.finish(second, externalId: "crm-7")
        #expect(try fixture.store.contactBacklog().count == 0)
        #expect(try Self.take(fixture, after: 1000).isEmpty)
        let kept = try fixture.store.look { reader throws(StoreError) in try reader.person(Self.person) }
        #expect(kept?.externalId == "crm-7" && kept?.lastName == "Dahl")
    }

    @Test("who was erased meanwhile is not handed over, and does not come back")
    func erased() throws {
        let fixture = try Self.fixture()
        let taken = try #require(try Self.take(fixture).first)
        try fixture.store.write { sql throws(StoreError) in
            if let kept = try DirectoryTable.kept(Self.person, sql) { try DirectoryTable.remove(kept, sql) }
        }
        try fixture.store.postpone(taken, until: fixture.now, problem: "it answers 500")
        #expect(try Self.take(fixture).isEmpty)
        try fixture.store.finish(taken, externalId: "crm-7")
        #expect(try fixture.store.look { reader throws(StoreError) in try reader.person(Self.person) } == nil)
    }
}
