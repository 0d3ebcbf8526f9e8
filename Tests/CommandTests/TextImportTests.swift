import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

@Suite("samtale faq, template and quick-reply import")
struct TextImportTests {
    private static func take(
        _ text: String, as name: String, in folder: DeskFolder, isTrial: Bool = false
    ) throws -> [DeskChange] {
        let file = try folder.write(text, as: name)
        let store = try Store(path: folder.storePath)
        defer { try? store.close() }
        let isTemplate = name.hasPrefix("template")
        let columns = isTemplate ? TemplateTableRows.columns : FAQTableRows.columns
        let rows: TextImportOptions.TableSteps = { table, state in
            if isTemplate { return try TemplateTableRows.steps(table, state) }
            return try FAQTableRows.steps(table, state)
        }
        return try TextImportOptions.take(file, columns: columns, into: store, isTrial: isTrial, rows) {
            desk -> DeskPart in
            var part = DeskPart(desk, only: isTemplate ? "templates" : "faq")
            part.folders = desk.folders
            part.entries = isTemplate ? [] : desk.entries
            part.templates = isTemplate ? desk.templates : []
            return part
        }
    }

    private static func failure(_ text: String, as name: String, in folder: DeskFolder) throws -> String {
        do {
            _ = try take(text, as: name, in: folder)
        } catch let failure as CommandFailure {
            return failure.message
        }
        Issue.record("nothing went wrong")
        return ""
    }

    @Test("a table makes folders and entries; again it changes nothing; what it has no column for stays")
    func table() throws {
        try DeskFolder.open { folder in
            let table = """
                folder,title,text,url,published
                Shop/Shipping,Where is my parcel?,"See the link, please",/track,yes
                Shop/Shipping,What does it cost?,4.90,,no
                ,Top,Nothing,,
                """
            let first = try Self.take(table, as: "faq.csv", in: folder)
            #expect(first.count == 5 && first.allSatisfy { $0.kind == .created })
            #expect(try Self.take(table, as: "faq.csv", in: folder).allSatisfy { $0.kind == .unchanged })
            let again = try Self.take(
                "title,text,folder\nWhere is my parcel?,New text,Shop/Shipping\n", as: "faq.csv", in: folder)
            #expect(again.map(\.kind) == [.changed] && again[0].fields == ["text"])
            let entries = try folder.entries()
            let parcel = try #require(entries.first { $0.title == "Where is my parcel?" })
            #expect(parcel.text == "New text" && parcel.url == "/track" && parcel.published)
            #expect(entries.first { $0.title == "What does it cost?" }?.published == false)
            #expect(try folder.registry().path(of: try #require(parcel.folder)) == "Shop/Shipping")
            let renamed = try Self.take(
                #"{"id":"\#(parcel.entry)","title":"Parcel?","text":"New text","url":""}"# + "\n", as: "faq.jsonl",
                in: folder)
            #expect(renamed.map(\.kind) == [.changed] && renamed[0].fields == ["title", "url"])
            #expect(try folder.entries().count == 3)
        }
    }

    @Test("a desk file's FAQ and a table with the same folder and title are the same entry")
    func sameEntry() throws {
        try DeskFolder.open { folder in
            _ = try Self.take("faq:\n  A:\n    - {title: T, text: one}\n", as: "faq.yaml", in: folder)
            let change = try Self.take("folder;title;text\nA;T;two\n", as: "faq.csv", in: folder)
            #expect(change.map(\.kind) == [.changed])
            #expect(try folder.entries().map(\.text) == ["two"])
        }
    }

    @Test("every mistake is told with its line, its column and its value, and nothing is kept")
    func mistakes() throws {
        try DeskFolder.open { folder in
            let table = """
                id,title,text,url,published
                ,Good,Text,,
                x,Bad,Text,http://plain,perhaps
                ,,Text,,
                ,Good,Text,,
                ,a,b,,,,
                """
            let message = try Self.failure(table, as: "faq.csv", in: folder)
            for part in [
                "line 3: id is \"x\", no UUID", "line 3: url is \"http://plain\"", "line 3: published is \"perhaps\"",
                "line 4: title is missing", "line 5: is the same entry as line 2", "line 6: has 7 cells for 5 columns",
            ] {
                #expect(message.contains(part), "\(part) in \(message)")
            }
            #expect(try folder.entries().isEmpty)
            #expect(
                try Self.failure("titl,text\n", as: "faq.csv", in: folder)
                    .contains("unknown column \"titl\" (did you mean \"title\"?)"))
            #expect(
                try Self.failure("{\"title\":[1]}\n", as: "faq.jsonl", in: folder).contains("line 1: is no JSON object")
            )
            #expect(
                try Self.failure("channels: {}\n", as: "faq.yaml", in: folder).contains("nothing in a section \"faq\""))
            #expect(try Self.failure("x", as: "faq.xlsx", in: folder).contains("none of .csv, .jsonl, .yaml"))
        }
    }

    @Test("a trial tells what would change, and changes nothing")
    func trial() throws {
        try DeskFolder.open { folder in
            let changes = try Self.take("title,text\nA,B\n", as: "faq.csv", in: folder, isTrial: true)
            #expect(changes.map(\.kind) == [.created])
            #expect(try folder.entries().isEmpty)
        }
    }

    @Test("templates: HTML is cleaned as when an administrator saves it, and importing it again changes nothing")
    func templates() throws {
        try DeskFolder.open { folder throws in
            let table = """
                folder,name,text,format,language
                English,Hello,"<p onclick=x>Hi {visitor.name}<script>1</script></p>",html,en
                """
            #expect(try Self.take(table, as: "template.csv", in: folder).map(\.kind) == [.created, .created])
            #expect(try Self.take(table, as: "template.csv", in: folder).map(\.kind) == [.unchanged])
            #expect(
                try Self.failure("name,text,format\nA,B,rtf\n", as: "template.csv", in: folder)
                    .contains("line 2: format is \"rtf\""))
        }
    }

    @Test("quick replies come behind those that the agent has, in the file's order, and are his own")
    func quickReplies() throws {
        try DeskFolder.open { folder in
            _ = try folder.apply("agents: {anna: {nickname: Anna}, ben: {nickname: Ben}}")
            let store = try Store(path: folder.storePath)
            defer { try? store.close() }
            func take(_ text: String) throws -> [DeskChange] {
                let file = try TableFile(
                    path: try folder.write(text, as: "replies.csv"), columns: QuickReplyTableRows.columns)
                return try TextImport(name: file.name, agent: "anna").run(store) { state in
                    try QuickReplyTableRows.steps(file, of: "anna", state)
                }
            }
            func replies(_ agent: AgentHandle) throws -> [QuickReply] {
                try store.look { reader throws(StoreError) in try reader.quickReplies(of: agent) }
            }
            #expect(try take("name,text\nBye,Have a nice day\n").map(\.kind) == [.created])
            #expect(try take("name,text\nHi,Hello\nWait,A moment\n").map(\.kind) == [.created, .created])
            #expect(try take("name,text\nHi,Hello\nWait,A moment\n").map(\.kind) == [.unchanged, .unchanged])
            #expect(try replies("anna").sorted { $0.rank < $1.rank }.map(\.name) == ["Bye", "Hi", "Wait"])
            #expect(try replies("anna").allSatisfy { $0.agent == nil })
            #expect(try replies("ben").isEmpty)
            // Nobody is there because somebody imported something for him.
            let roster = try store.look { reader throws(StoreError) in try reader.roster() }
            #expect(roster.agents["anna"]?.effective == .disconnected)
        }
    }
}
