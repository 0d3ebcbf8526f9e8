import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of a store's answer: a name, and text or more elements in it.
struct S3Element {
    let name: String
    private(set) var text = ""
    private(set) var children: [S3Element] = []

    /// - Returns: `nil` of what is no XML.
    init?(_ bytes: [UInt8]) {
        let reader = Reader()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else { return nil }
        self = root
    }

    private init(name: String) { self.name = name }

    /// The text of the first element of this name; `nil` when there is none.
    subscript(_ name: String) -> String? { children.first { $0.name == name }?.text }

    func all(_ name: String) -> [S3Element] { children.filter { $0.name == name } }

    private final class Reader: NSObject, XMLParserDelegate {
        private var open: [S3Element] = []
        var root: S3Element?

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(S3Element(name: name))
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            guard !open.isEmpty else { return }
            open[open.count - 1].text += text
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            guard let done = open.popLast() else { return }
            if open.isEmpty { root = done } else { open[open.count - 1].children.append(done) }
        }
    }
}
