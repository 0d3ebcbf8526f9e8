import ChatContract
import Testing

@testable import ChatGateway

@Suite("What a document's file is called, and where it is fetched")
struct DocumentNameTests {
    @Test(
        "as the origin says (RFC 6266)",
        arguments: [
            ("attachment; filename=\"price; list.pdf\"", "price; list.pdf"), ("attachment; filename=a.pdf", "a.pdf"),
            ("attachment; filename*=UTF-8''%C3%B8st.pdf; filename=\"ost.pdf\"", "øst.pdf"),
            ("attachment; FileName = \"a \\\"b\\\".pdf\"", "a \"b\".pdf"), ("inline", nil),
            ("attachment; filename=\"C:\\\\docs\\\\a.pdf\"", "a.pdf"),
            ("attachment; filename=\"../../a.pdf\"", "a.pdf"),
            ("attachment; filename=\"\"", nil), ("attachment; filename*=UTF-8''%C3", nil),
        ] as [(String, String?)])
    func told(_ header: String, _ name: String?) {
        #expect(DocumentName.told(header) == name)
    }

    @Test(
        "else what the address ends in, where that fits the type; else the title",
        arguments: [
            ("/a/Price%20list.pdf?v=2", "application/pdf", "Price list.pdf"),
            ("/a/photo.jpeg", "image/jpeg", "photo.jpeg"),
            ("/a/data.csv", nil, "data.csv"), ("/a/get.aspx?id=7", "application/pdf; charset=x", "Manual.pdf"),
            ("/files/7", "application/pdf", "Manual.pdf"), ("/files/7", "application/octet-stream", "Manual"),
            ("/", nil, "Manual"), ("/files/%2e%2e%2fx.pdf", "application/pdf", ".._x.pdf"),
        ] as [(String, String?, String)])
    func fetched(_ target: String, _ type: String?, _ name: String) throws {
        let address = try #require(DocumentAddress("https://crm.example" + target))
        #expect(
            DocumentName.fetched(disposition: nil, contentType: type, address: address, title: "Manual") == name)
    }

    @Test("a title that ends so is not given its ending twice")
    func once() throws {
        let address = try #require(DocumentAddress("https://crm.example/7"))
        #expect(
            DocumentName.fetched(disposition: nil, contentType: "application/pdf", address: address, title: "A.PDF")
                == "A.PDF")
    }

    @Test("always one that a file may have")
    func clean() {
        #expect(DocumentName.clean("a/b\\c\u{0}\u{202E}d.pdf") == "a_b_c__d.pdf")
        #expect(DocumentName.clean("..") == "document" && DocumentName.clean(" ") == "document")
        let long = DocumentName.clean(String(repeating: "ø", count: 400) + ".pdf")
        #expect(long.unicodeScalars.count == FileRules.nameLimit && long.hasSuffix(".pdf") && FileRules.isName(long))
    }

    @Test(
        "one origin, however it is written",
        arguments: ["https://crm.example", "https://CRM.example/", "https://crm.example:443"])
    func same(_ text: String) {
        #expect(DocumentOrigin(text)?.description == "https://crm.example")
    }

    @Test(
        "what is no origin",
        arguments: [
            "crm.example", "ftp://crm.example", "https://", "https://crm.example/files", "https://a@crm.example",
            "https://crm.example:0", "https://crm.example:99999", "https://crm.example\\@b", "https://crm.example?x",
            "https://[::1", "https://crm_example%2f",
        ])
    func none(_ text: String) { #expect(DocumentOrigin(text) == nil) }

    @Test("an address is asked of the host that was checked, and holds nothing that no request may")
    func addresses() throws {
        let address = try #require(DocumentAddress("https://CRM.example:8443/a b/ø.pdf?x={1}#part"))
        #expect(address.url == "https://crm.example:8443/a%20b/%C3%B8.pdf?x=%7B1%7D")
        #expect(DocumentAddress("http://[::1]:8000")?.url == "http://[::1]:8000/")
        #expect(DocumentAddress("https://crm.example?x=1")?.url == "https://crm.example:443/?x=1")
        #expect(DocumentAddress("https://crm.example@evil.example/") == nil)
        #expect(DocumentAddress("https://crm.example\\@evil.example/") == nil)
        #expect(DocumentAddress("https://crm.example/a\r\nHost: b")?.target == "/a%0D%0AHost:%20b")
    }
}
