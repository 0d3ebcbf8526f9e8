import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

@Suite("The search in the FAQ")
struct FAQSearchTests {
    private static func config(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/\(name)").path
    }

    private static func withEntries(_ body: (Store, DeskFolder) throws -> Void) throws {
        try DeskFolder.open { folder in
            let store = try Store(path: folder.storePath)
            defer { try? store.close() }
            _ = try TextImportOptions.take(
                config("faq.yaml"), columns: FAQTableRows.columns, into: store, FAQTableRows.steps
            ) { desk in
                var part = DeskPart(desk, only: "faq")
                part.folders = desk.folders
                part.entries = desk.entries
                return part
            }
            try body(store, folder)
        }
    }

    private static func titles(_ sentence: String, _ store: Store, _ language: Language? = nil) throws -> [String] {
        try store.look { reader throws(StoreError) in
            try reader.faqSearch(sentence, language: language, in: nil, shownOnly: true, limit: 3)
        }.map(\.title)
    }

    @Test("the questions of config/faq-questions.csv, those that nobody looked at while tuning too, find their entry")
    func questions() throws {
        try Self.withEntries { store, _ in
            let file = try TableFile(path: Self.config("faq-questions.csv"), columns: SearchTrial.columns)
            let questions = try SearchTrial.questions(file)
            #expect(questions.count { !$0.right.isEmpty } >= 60)
            let trial = try SearchTrial(questions, in: store, toldLanguages: false)
            #expect(trial.sets.map(\.set) == ["held", "tune"])
            for set in trial.sets {
                #expect(set.topThree >= 0.9, "\(set)")
                #expect(set.topOne >= 0.8, "\(set)")
                #expect(Double(set.falseFinds) <= 0.2 * Double(set.unanswerable), "\(set)")
            }
            for part in trial.figures { #expect(part.topThree >= 0.85, "\(part)") }
        }
    }

    @Test("an entry that is changed, hidden or removed is found by its new words only, or not at all")
    func changes() throws {
        try DeskFolder.open { folder in
            let file = "faq:\n  A:\n    - {title: Zebras, text: striped, keywords: hippotigris}\n"
            _ = try folder.apply(file)
            let store = try Store(path: folder.storePath)
            defer { try? store.close() }
            for sentence in ["zebra", "zebars", "striped?", "a hippotigris"] {
                #expect(try Self.titles(sentence, store) == ["Zebras"], "\(sentence)")
            }
            _ = try folder.apply("faq:\n  A:\n    - {title: Zebras, text: plain}\n")
            #expect(try Self.titles("striped", store).isEmpty)
            #expect(try Self.titles("hippotigris", store).isEmpty)
            _ = try folder.apply("faq:\n  A:\n    - {title: Zebras, text: plain, published: false}\n")
            #expect(try Self.titles("zebra", store).isEmpty)
            _ = try folder.apply("faq: {}\nbots: {hal: {}}\n", prune: true)
            #expect(try folder.entries().isEmpty)
            #expect(try Self.titles("zebra", store).isEmpty)
        }
    }

    @Test("what a visitor writes is never read as an operator of the search")
    func hostile() throws {
        try Self.withEntries { store, _ throws in
            for sentence in [
                "\"", "parcel\" OR title:*", "NEAR(parcel, 2)", "-parcel ^title", "'; DROP TABLE faq; --", "#parcel #",
                String(repeating: "parcel pakke pakket ", count: 2000), "\u{0}parcel", "🐘🐘🐘🐘",
            ] {
                #expect(try Self.titles(sentence, store).count <= 3)
            }
            #expect(try Self.titles("where is my parcel", store).first == "Where is my parcel?")
        }
    }
}
