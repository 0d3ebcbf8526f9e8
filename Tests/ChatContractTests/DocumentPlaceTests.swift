import ChatContract
import Testing

@Suite("Where a document's content is")
struct DocumentPlaceTests {
    @Test("a file below the folder", arguments: ["price list.pdf", "manuals/Ladeboks øst.pdf", "a/b/..c/d:e?f#g%2e"])
    func files(_ url: String) {
        #expect(DocumentPlace(url) == .file(url.split(separator: "/").map(String.init)))
    }

    @Test("an address", arguments: ["https://crm.example/files/7", "http://127.0.0.1:8000/a/../b"])
    func addresses(_ url: String) { #expect(DocumentPlace(url) == .address(url)) }

    @Test(
        "what leads out of the folder, or is of another scheme, is neither",
        arguments: [
            "", "/etc/passwd", "..", "../secret", "a/../../b", "a/..", "./a", "a//b", "a/", "javascript:alert(1)",
            "file:///etc/passwd", "HTTPS://crm.example", "//crm.example/a", "manuals\\charger.pdf", "a\u{0}b", "a\nb",
        ])
    func neither(_ url: String) { #expect(DocumentPlace(url) == nil) }
}
