import ChatContract
import NIOCore

/// Looks at a file while it passes: what it is, whether that fits its name, and how large a picture is.
struct FileInspection {
    let name: String
    /// What its sender says that it is, in lower case and without parameters.
    let claimed: String?
    let actor: ActorKind
    private var head: [UInt8] = []
    private(set) var type: FileType?

    /// How much of the beginning is kept: pictures have their size behind what a camera notes.
    private static let headLimit = 128 * 1024

    init(name: String, claimed: String?, actor: ActorKind) {
        self.name = name
        self.claimed = claimed
        self.actor = actor
    }

    /// Takes the next bytes.
    ///
    /// - Throws: ``Refusal`` `illegalFileType` as soon as that is known.
    mutating func take(_ bytes: ByteBuffer) throws(Refusal) {
        if head.count < Self.headLimit {
            head.append(contentsOf: bytes.readableBytesView.prefix(Self.headLimit - head.count))
        }
        if type == nil, head.count >= FileType.headLength { try decide() }
    }

    /// The last byte was taken.
    mutating func finish() throws(Refusal) {
        if type == nil { try decide() }
    }

    private mutating func decide() throws(Refusal) {
        let type = FileType(Array(head.prefix(FileType.headLength)))
        self.type = type
        // Agents may send anything (spec section 7.6): it is served as what it is, and harmless.
        guard actor == .visitor else { return }
        if type.isUnsafe {
            throw Refusal(
                .illegalFileType,
                type == .program ? "this is a program" : "this is markup, which a browser could run", field: "file")
        }
        let ending = FileRules.ending(of: name)
        if let expected = FileType.expected(ending: ending), !expected.contains(type) {
            throw Refusal(
                .illegalFileType, "the name ends in .\(ending), but what is in the file is \(type.words)",
                field: "file")
        }
        if let claimed, let expected = FileType.expected(contentType: claimed), !expected.contains(type) {
            throw Refusal(
                .illegalFileType, "it is said to be \(claimed), but what is in the file is \(type.words)",
                field: "file")
        }
    }

    /// What the file is served as.
    var contentType: String { (type ?? .unknown).contentType(of: FileRules.ending(of: name)) }

    /// The picture's size; `nil` of what is none, or shows none.
    var image: File.Image? { type.flatMap { ImageSize.of($0, head) } }
}

extension FileType {
    fileprivate var words: String { self == .unknown ? "something else" : contentType }

    /// Documents that are archives inside have types of their own.
    fileprivate func contentType(of ending: String) -> String {
        let office = "application/vnd.openxmlformats-officedocument."
        return switch (self, ending) {
        case (.zip, "docx"): office + "wordprocessingml.document"
        case (.zip, "xlsx"): office + "spreadsheetml.sheet"
        case (.zip, "pptx"): office + "presentationml.presentation"
        case (.zip, "odt"): "application/vnd.oasis.opendocument.text"
        case (.zip, "ods"): "application/vnd.oasis.opendocument.spreadsheet"
        case (.zip, "odp"): "application/vnd.oasis.opendocument.presentation"
        case (.compoundDocument, "doc"): "application/msword"
        case (.compoundDocument, "xls"): "application/vnd.ms-excel"
        case (.compoundDocument, "ppt"): "application/vnd.ms-powerpoint"
        default: contentType
        }
    }
}
