import ChatContract
import ChatCore
import ChatWorker
import Foundation
import Testing

/// What any directory must answer, wherever it is: the same suite for the embedded one and for one over HTTP.
enum DirectoryConformance {
    static let ola = PersonID(high: 1, low: 1)
    static let kari = PersonID(high: 1, low: 2)
    static let nordlys = CompanyID(high: 2, low: 1)
    static let vandijk = CompanyID(high: 2, low: 2)
    static let prices = RecordID(high: 3, low: 1)
    static let manual = RecordID(high: 3, low: 2)
    static let callBack = RecordID(high: 3, low: 3)

    /// What is in the directory that is examined, as an import takes it.
    static let file = """
        {"kind":"company","id":"\(nordlys)","name":"Nordlys Energi AS","domain":"nordlys.no","country":"NO"}
        {"kind":"company","id":"\(vandijk)","name":"Van Dijk & Zonen","domain":"vandijk.nl"}
        {"kind":"person","id":"\(ola)","firstName":"Ola","lastName":"Dahl","emails":["Ola@Nordlys.no","ola@home.no"],"company":"\(nordlys)"}
        {"kind":"person","id":"\(kari)","firstName":"Kari","lastName":"Østby-Dahl","emails":["kari@nordlys.no","ola@home.no"],"company":"\(nordlys)"}
        {"kind":"sale","externalId":"s1","title":"Chargers","person":"\(ola)","company":"\(nordlys)","amount":1250.5,"currency":"NOK","at":"2026-11-01"}
        {"kind":"sale","externalId":"s2","title":"Cables","company":"\(nordlys)","at":"2026-11-20"}
        {"kind":"followUp","id":"\(callBack)","externalId":"f1","title":"Call back","person":"\(ola)","dueAt":"2026-12-01"}
        {"kind":"document","id":"\(prices)","externalId":"d1","title":"Price list 2026","url":"https://example.com/prices.pdf"}
        {"kind":"document","id":"\(manual)","externalId":"d2","title":"Manual","url":"manuals/Ladeboks øst.pdf","company":"\(nordlys)"}

        """

    /// - Parameter ask: asks the directory under examination.
    static func examine(
        _ ask: (@escaping @Sendable (any Directory) throws -> Void) async throws -> Void
    ) async throws {
        try await ask { (directory: any Directory) throws in
            #expect(try directory.person(ola)?.emails == ["Ola@Nordlys.no", "ola@home.no"])
            #expect(try directory.person(PersonID(high: 9, low: 9)) == nil)
            #expect(try directory.company(nordlys)?.name == "Nordlys Energi AS")
            #expect(try directory.company(CompanyID(high: 9, low: 9)) == nil)
        }
        try await ask { (directory: any Directory) throws in
            #expect(try directory.persons(email: "OLA@nordlys.NO").map(\.person) == [ola])
            #expect(Set(try directory.persons(email: "ola@home.no").map(\.person)) == [ola, kari])
            #expect(try directory.persons(email: "nobody@home.no").isEmpty)
        }
        try await ask { (directory: any Directory) throws in
            #expect(try directory.persons(named: "dah ol", limit: 10).map(\.person) == [ola])
            #expect(Set(try directory.persons(named: "DAHL", limit: 10).map(\.person)) == [ola, kari])
            #expect(try directory.persons(named: "ostby", limit: 10).map(\.person) == [kari])
            #expect(try directory.persons(named: "dahl", limit: 1).count == 1)
            #expect(try directory.persons(named: "ahl", limit: 10).isEmpty)
            #expect(try directory.persons(named: "\" OR *", limit: 10).isEmpty)
            #expect(Set(try directory.persons(of: nordlys, limit: 10).map(\.person)) == [ola, kari])
            #expect(try directory.persons(of: vandijk, limit: 10).isEmpty)
        }
        try await ask { (directory: any Directory) throws in
            #expect(try directory.companies(domain: "Nordlys.NO").map(\.company) == [nordlys])
            #expect(try directory.companies(domain: "dlys.no").isEmpty)
            #expect(try directory.companies(named: "zon van", limit: 10).map(\.company) == [vandijk])
        }
        try await ask { (directory: any Directory) throws in
            let sales = try directory.records(of: ContactGet(company: nordlys), .sale, limit: 10)
            #expect(sales.map(\.title) == ["Cables", "Chargers"] && sales[1].amount == 1250.5)
            #expect(try directory.records(of: ContactGet(person: ola), .sale, limit: 10).map(\.title) == ["Chargers"])
            #expect(try directory.records(of: ContactGet(person: ola), .followUp, limit: 10).count == 1)
            #expect(try directory.records(of: ContactGet(person: kari), .activity, limit: 10).isEmpty)
            #expect(
                try directory.documents(titled: "price", limit: 10).map(\.url) == ["https://example.com/prices.pdf"])
            #expect(try directory.record(prices)?.url == "https://example.com/prices.pdf")
            #expect(try directory.record(manual)?.url == "manuals/Ladeboks øst.pdf")
            #expect(try directory.record(callBack)?.kind == .followUp)
            #expect(try directory.record(RecordID(high: 9, low: 9)) == nil)
        }
    }
}
