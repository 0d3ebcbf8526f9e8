import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

@Suite("samtale directory")
struct DirectoryTests {
    private struct Outcome {
        var report: DirectoryImportRun.Report
        var complaints: [String]
    }

    /// A folder with a store, and what is done there.
    private final class Folder {
        let url: URL
        let store: Store
        private var complaints: [String] = []

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "samtale-directory-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            store = try Store(path: url.appending(path: "store.db").path)
        }

        deinit {
            try? store.close()
            try? FileManager.default.removeItem(at: url)
        }

        func path(_ name: String) -> String { url.appending(path: name).path }

        func write(_ text: String, _ name: String) throws -> String {
            try text.write(toFile: path(name), atomically: true, encoding: .utf8)
            return path(name)
        }

        func take(
            _ text: String, _ name: String = "persons.csv", kind: DirectoryKind? = nil, isTrial: Bool = false
        ) async throws -> Outcome {
            try await take(file: try write(text, name), kind: kind, isTrial: isTrial)
        }

        func take(file: String, kind: DirectoryKind? = nil, isTrial: Bool = false) async throws -> Outcome {
            complaints = []
            let run = DirectoryImportRun(
                file: try DirectoryFile(path: file, format: file.hasSuffix(".rejected") ? .csv : nil), kind: kind,
                isTrial: isTrial, rejectedPath: file + ".rejected", complain: { self.complaints.append($0) },
                progress: { _, _ in })
            return Outcome(report: try await run.run(store), complaints: complaints)
        }

        func export(_ format: DirectoryFile.Format) throws -> String {
            var text = ""
            _ = try DirectoryExport(format: format, kinds: DirectoryKind.allCases) { text += $0 }.run(store)
            return text
        }

        func persons(named name: String) throws -> [Person] {
            try store.look { reader throws(StoreError) in try reader.persons(named: name, limit: 10) }
        }
    }

    private static let companies = """
        externalId,name,domain,country
        c-1,Nordlys AS,nordlys.no,NO
        c-2,"Van Dijk, Zonen & Co",vandijk.nl,NL

        """

    private static let persons = """
        externalId;firstName;lastName;emails;company
        p-1;Kari;Dahl;kari@nordlys.no;c-1
        p-2;Jan;"van ""der"" Berg";jan@vandijk.nl;c-2

        """

    @Test("companies and persons come in, are found, and taking them again changes nothing")
    func twice() async throws {
        let folder = try Folder()
        #expect(try await folder.take(Self.companies, "companies.csv", kind: .company).report.created == 2)
        let first = try await folder.take(Self.persons, kind: .person)
        #expect(first.report.created == 2 && first.report.rejected == 0 && first.complaints.isEmpty)
        let again = try await folder.take(Self.persons, kind: .person)
        #expect(again.report.unchanged == 2 && again.report.created == 0 && again.report.changed == 0)
        let jan = try #require(try folder.persons(named: "berg jan").first)
        #expect(jan.lastName == "van \"der\" Berg" && jan.externalId == "p-2")
        let company = try folder.store.look { reader throws(StoreError) in
            try jan.company.flatMap { id throws(StoreError) in try reader.company(id) }
        }
        #expect(company?.name == "Van Dijk, Zonen & Co")
    }

    @Test("an empty field takes a value away, a column that is not there keeps it, a new name replaces the old one")
    func change() async throws {
        let folder = try Folder()
        _ = try await folder.take("externalId,lastName,emails,phone\n7,Dahl,kari@example.com,123\n", kind: .person)
        let changed = try await folder.take("externalId,lastName,phone\n7,Holm,\n", kind: .person)
        #expect(changed.report.changed == 1)
        #expect(try folder.persons(named: "Dahl").isEmpty)
        let kari = try #require(try folder.persons(named: "Holm").first)
        #expect(kari.emails == ["kari@example.com"] && kari.phone == nil)
    }

    @Test("without an id a person is known by the address; where two have it, the line is not taken")
    func address() async throws {
        let folder = try Folder()
        #expect(try await folder.take("lastName,emails\nDahl,kari@example.com\n", kind: .person).report.created == 1)
        #expect(try await folder.take("lastName,emails\nHolm,Kari@Example.com\n", kind: .person).report.changed == 1)
        _ = try await folder.take("externalId,lastName,emails\n8,Berg,kari@example.com\n", kind: .person)
        let twins = try await folder.take("lastName,emails\nX,kari@example.com\n", kind: .person)
        #expect(twins.report.rejected == 1)
        #expect(twins.complaints.first?.contains("line 2: emails: 2 persons have the address") == true)
    }

    @Test("each bad line is told with line, field, value and remedy, and kept; mended, the file of them goes in")
    func rejected() async throws {
        let folder = try Folder()
        let text = """
            externalId,lastName,emails,company
            1,Good,good@example.com,
            2,Bad,not an address,
            3,Lost,lost@example.com,nobody
            4,Many,many@example.com,,,
            ,,,
            5,"Quoted
            name",quoted@example.com,
            6,,none@example.com,

            """
        let outcome = try await folder.take(text, kind: .person)
        #expect(outcome.report.created == 2 && outcome.report.rejected == 5)
        func complaint(_ line: Int) -> String { outcome.complaints.first { $0.contains(", line \(line): ") } ?? "" }
        #expect(complaint(3).contains("emails: \"not an address\" is not an e-mail address"))
        #expect(complaint(4).contains("company: the company is not in the directory; import companies first"))
        #expect(complaint(5).contains("6 fields, the header 4"))
        #expect(complaint(6).contains("id, externalId and emails are empty"))
        #expect(complaint(9).contains("lastName: a person has a first or a last name"))
        let kept = try String(contentsOfFile: folder.path("persons.csv.rejected"), encoding: .utf8)
        #expect(
            kept.hasPrefix("problem,externalId,lastName,emails,company\n") && kept.split(separator: "\n").count == 6)
        let mended = kept.replacing("not an address", with: "bad@example.com")
        let again = try await folder.take(file: try folder.write(mended, "mended.csv"), kind: .person)
        // What is not mended is refused again: no line is made to fit.
        #expect(again.report.created == 1 && again.report.rejected == 4, "\(again)")
        #expect(try folder.persons(named: "Bad").count == 1)
    }

    @Test("the form of a file of rejected lines is that of what was imported; others must be told")
    func forms() throws {
        #expect(try DirectoryFile(path: "persons.CSV.rejected", format: nil).format == .csv)
        #expect(try DirectoryFile(path: "persons.jsonl.rejected", format: nil).format == .jsonLines)
        #expect(throws: CommandFailure.self) { try DirectoryFile(path: "persons.rejected", format: nil) }
        #expect(try DirectoryFile(path: "-", format: .csv).rejectedPath.hasSuffix(".csv.rejected"))
    }

    @Test("an output file is there when it is complete; until then, and where that fails, the earlier one stays")
    func outputs() throws {
        let folder = try Folder()
        let path = try folder.write("earlier", "backup.jsonl")
        let failed = CommandFailure(.unavailable, "no store")
        #expect(throws: CommandFailure.self) {
            try OutputFile.write(path) { handle in
                try handle.write(contentsOf: Data("half".utf8))
                throw failed
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "earlier")
        let link = folder.path("link.jsonl")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        try OutputFile.write(link) { try $0.write(contentsOf: Data("whole".utf8)) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path(""))
        #expect(!left.contains { $0.hasSuffix(".part") }, "\(left)")
        let full = #expect(throws: CommandFailure.self) {
            try OutputFile.write("/dev/full") { try $0.write(contentsOf: Data("x".utf8)) }
        }
        #expect(full?.message.contains("No space left") == true)
        #expect(throws: CommandFailure.self) { try OutputFile.write(folder.path("none/file")) { _ in } }
    }

    @Test("a trial checks and counts, and changes nothing")
    func trial() async throws {
        let folder = try Folder()
        let trial = try await folder.take(
            "externalId,lastName\n1,A\n1,B\n2,C\n3,\n", kind: .person, isTrial: true)
        #expect(trial.report.created == 2 && trial.report.changed == 1 && trial.report.rejected == 1)
        #expect(try folder.export(.jsonLines).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("persons.csv.rejected")))
    }

    @Test("what is exported comes back the same, in both forms and into another store")
    func roundTrip() async throws {
        let folder = try Folder()
        _ = try await folder.take(Self.companies, "companies.csv", kind: .company)
        _ = try await folder.take(Self.persons, kind: .person)
        _ = try await folder.take(
            """
            {"kind":"sale","externalId":"s-1","title":"200 chargers","person":"p-1","company":"c-1","amount":1250.5,"currency":"NOK","at":"2026-11-20"}
            {"kind":"followUp","externalId":"f-1","title":"Call \\"back\\"","person":"p-2","dueAt":"2026-12-01T09:00:00Z"}
            {"kind":"activity","externalId":"a-1","title":"Met at the fair","company":"c-2"}
            {"kind":"document","externalId":"d-1","title":"Price list","url":"https://example.com/prices.pdf"}

            """, "linked.jsonl")
        let whole = try folder.export(.jsonLines)
        #expect(whole.split(separator: "\n").count == 8)
        for (format, name) in [(DirectoryFile.Format.csv, "all.csv"), (.jsonLines, "all.jsonl")] {
            let other = try Folder()
            let outcome = try await other.take(try folder.export(format), name)
            #expect(outcome.report.created == 8, "\(outcome.complaints)")
            #expect(try other.export(.jsonLines) == whole)
            #expect(try await folder.take(try folder.export(format), name).report.unchanged == 8)
        }
    }

    @Test("a header that is not understood ends the import before anything is taken")
    func header() async throws {
        let folder = try Folder()
        func failure(_ text: String, _ kind: DirectoryKind?) async throws -> String {
            do {
                _ = try await folder.take(text, kind: kind)
            } catch let failure as CommandFailure {
                return failure.message
            }
            Issue.record("nothing went wrong")
            return ""
        }
        #expect(try await failure("firstname,lastName\n", .person).contains("did you mean \"firstName\"?"))
        #expect(try await failure("id,lastName,lastName\n", .person).contains("stands there twice"))
        #expect(try await failure("id,lastName\n", nil).contains("nothing says what the lines are"))
        #expect(try await failure("", .person).contains("is empty"))
    }
}
