import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("What the directory costs")
struct DirectoryCostTests {
    private static let person = PersonID(high: 1, low: 1)
    private static let company = CompanyID(high: 2, low: 2)

    /// A store with a person, a company, a record of each kind, and a chat that is linked to them.
    private static func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        let session = try fixture.open("kari", question: "Hello?")
        try fixture.store.write { sql throws(StoreError) in
            var company = Company(name: "Nordlys AS", domain: "nordlys.no")
            company.company = Self.company
            try DirectoryTable.save(company, sql)
            try DirectoryTable.save(
                Person(
                    person: Self.person, firstName: "Kari", lastName: "Dahl", emails: ["kari@example.com"],
                    company: Self.company), sql)
            for (number, kind) in DirectoryRecord.Kind.allCases.enumerated() {
                var record = DirectoryRecord(
                    record: RecordID(high: 3, low: UInt64(number)), kind: kind, title: "The \(kind.rawValue)")
                record.person = Self.person
                record.company = Self.company
                try RecordTable.save(record, body: try JSONColumn.encode(record), over: nil, sql)
            }
            try sql.execute(
                "UPDATE session SET extra = json_set(extra, '$.contact', json(?)) WHERE session = ?",
                .text(#"{"person":"\#(Self.person)","company":"\#(Self.company)"}"#), .text(session.description))
        }
        return fixture
    }

    @Test("suggestions, search, the contact panel and what is held about somebody are looked up by indexes")
    func plans() throws {
        let fixture = try Self.fixture()
        let plans = try fixture.store.read { sql throws(StoreError) in
            let spy = PlanSpy(sql)
            let reader = StoreReader(spy)
            #expect(try reader.persons(email: "Kari@Example.com").count == 1)
            #expect(try reader.persons(named: "ka da", limit: 20).count == 1)
            #expect(try reader.companies(domain: "nordlys.no").count == 1)
            #expect(try reader.companies(named: "nord", limit: 20).count == 1)
            #expect(try reader.person(Self.person) != nil)
            #expect(try reader.company(Self.company) != nil)
            #expect(try reader.persons(of: Self.company, limit: 50).count == 1)
            #expect(try reader.documents(titled: "doc", limit: 20).count == 1)
            for contact in [ContactGet(person: Self.person), ContactGet(company: Self.company)] {
                for kind in DirectoryRecord.Kind.allCases {
                    #expect(try reader.records(of: contact, kind, limit: 50).count == 1)
                }
                _ = try reader.requests(of: contact, limit: 50)
                #expect(try reader.sessions(.linked(contact), limit: 50).count == 1)
            }
            let data = try PersonalData(of: "kari@example.com", spy)
            #expect(try data.chats().count == 1)
            _ = try data.requests(of: SessionID(high: 9, low: 9))
            #expect(try data.records().count == 4)
            return spy.plans
        }
        #expect(plans.count >= 14)
        for (text, steps) in plans {
            // A table of words is always gone through by its own index: VIRTUAL TABLE INDEX.
            let isFound = steps.allSatisfy {
                $0.hasPrefix("SEARCH") || $0.contains("VIRTUAL TABLE INDEX") || $0.hasPrefix("USE TEMP B-TREE")
            }
            #expect(!steps.isEmpty && isFound, "\(text): \(steps)")
        }
    }
}
