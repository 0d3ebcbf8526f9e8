import Foundation
import Testing

@testable import ChatCore

@Suite("What visitors agree to")
struct ConsentSentenceTests {
    @Test("the sentence that is kept is the one that the widget shows", arguments: Language.allCases)
    func same(_ language: Language) throws {
        let place = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ChatGateway/Pages/widget/texts/\(language.rawValue).js")
        let texts = try String(contentsOf: place, encoding: .utf8)
        #expect(texts.contains("consent: \"\(ConsentSentence.standard(language))\""))
    }
}
