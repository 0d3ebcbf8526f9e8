import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("What the directory costs")
struct DirectoryCostTests {
    static let person = PersonID(high: 1, low: 1)
    static let company = CompanyID(high: 2, low: 2)

    /// A store with a person, a company, a record of each kind, and a chat that is linked to them.
    static func fixture() throws -> StoreFixture {
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
            // One of each is found; what throws is no part of an expectation where only the store's errors may be thrown.
            var counts = [
                try reader.persons(email: "Kari@Example.com").count,
                try reader.persons(named: "ka da", limit: 20).count,
                try reader.companies(domain: "nordlys.no").count, try reader.companies(named: "nord", limit: 20).count,
                try reader.person(Self.person) == nil ? 0 : 1, try reader.company(Self.company) == nil ? 0 : 1,
                try reader.persons(of: Self.company, limit: 50).count,
                try reader.documents(titled: "doc", limit: 20).count,
            ]
            for contact in [ContactGet(person: Self.person), ContactGet(company: Self.company)] {
                for kind in DirectoryRecord.Kind.allCases {
                    counts.append(try reader.records(of: contact, kind, limit: 50).count)
                }
                _ = try reader.requests(of: contact, limit: 50)
                let chats = try reader.sessions(.linked(contact), limit: 50)
                counts.append(chats.count)
                for chat in chats { _ = try reader.activity(of: chat.session, channelName: "Support") }
            }
            let data = try PersonalData(of: "kari@example.com", spy)
            counts.append(try data.chats().count)
            _ = try data.requests(of: SessionID(high: 9, low: 9))
            let records = try data.records().count
            #expect(counts.allSatisfy { $0 == 1 } && records == 4, "\(counts)")
            return spy.plans
        }
        #expect(plans.count >= 14)
        for (text, steps) in plans {
            // A table of words, or a list in JSON, is always gone through by its own index: VIRTUAL TABLE INDEX. Chats in
            // which several addresses were given are few, and have an index of their own.
            let isFound = steps.allSatisfy {
                $0.hasPrefix("SEARCH") || $0.contains("VIRTUAL TABLE INDEX") || $0.hasPrefix("USE TEMP B-TREE")
                    || $0.contains("SCALAR SUBQUERY") || $0.hasSuffix("USING INDEX session_other_emails")
            }
            #expect(!steps.isEmpty && isFound, "\(text): \(steps)")
        }
    }
}
