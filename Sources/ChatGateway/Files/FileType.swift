/// What a file is by its first bytes, whatever its name and its sender say.
enum FileType: String, Sendable, CaseIterable {
    case png, jpeg, gif, webp, bmp, tiff, heif
    case pdf, zip, gzip, sevenZip, rar, bzip2, xz
    /// Old documents of Word, Excel, PowerPoint; encrypted new ones too.
    case compoundDocument
    case rtf
    case mp3, mp4, ogg, wav, flac, matroska
    case text
    /// HTML, SVG, XML, PHP: what a browser or a server would run.
    case markup
    /// What a machine would run.
    case program
    case unknown

    /// How many bytes are looked at.
    static let headLength = 4096

    init(_ head: [UInt8]) {
        if Self.isProgram(head) {
            self = .program
        } else if let known = Self.signatures.first(where: { $0.matches(head) }) {
            self = known.type
        } else if let text = Self.text(head) {
            self = Self.isMarkup(text) ? .markup : .text
        } else {
            self = .unknown
        }
    }

    private struct Signature {
        let type: FileType
        let bytes: [UInt8]
        var offset = 0
        var second: (bytes: [UInt8], offset: Int)?

        func matches(_ head: [UInt8]) -> Bool {
            head.dropFirst(offset).starts(with: bytes)
                && (second.map { head.dropFirst($0.offset).starts(with: $0.bytes) } ?? true)
        }
    }

    private static func signature(
        _ type: FileType, _ text: String, at offset: Int = 0, second: String? = nil, at place: Int = 8
    ) -> Signature {
        Signature(
            type: type, bytes: Array(text.utf8), offset: offset, second: second.map { (Array($0.utf8), place) })
    }

    private static let signatures: [Signature] =
        [
            Signature(type: .png, bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            Signature(type: .jpeg, bytes: [0xFF, 0xD8, 0xFF]),
            signature(.gif, "GIF87a"), signature(.gif, "GIF89a"), signature(.webp, "RIFF", second: "WEBP"),
            Signature(type: .tiff, bytes: [0x49, 0x49, 0x2A, 0x00]),
            Signature(type: .tiff, bytes: [0x4D, 0x4D, 0x00, 0x2A]), signature(.pdf, "%PDF-"),
            Signature(type: .zip, bytes: [0x50, 0x4B, 0x03, 0x04]),
            Signature(type: .zip, bytes: [0x50, 0x4B, 0x05, 0x06]),
            Signature(type: .zip, bytes: [0x50, 0x4B, 0x07, 0x08]), Signature(type: .gzip, bytes: [0x1F, 0x8B]),
            Signature(type: .sevenZip, bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
            Signature(type: .rar, bytes: [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]), signature(.bzip2, "BZh"),
            Signature(type: .xz, bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
            Signature(type: .compoundDocument, bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
            signature(.rtf, "{\\rtf"), signature(.mp3, "ID3"), signature(.ogg, "OggS"),
            signature(.wav, "RIFF", second: "WAVE"), signature(.flac, "fLaC"),
            Signature(type: .matroska, bytes: [0x1A, 0x45, 0xDF, 0xA3]),
        ]
        + ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif", "avis"].map {
            signature(.heif, "ftyp", at: 4, second: $0)
        } + [signature(.mp4, "ftyp", at: 4)]
        + [0xFB, 0xF3, 0xF2].map { Signature(type: .mp3, bytes: [0xFF, $0]) }
        + [Signature(type: .bmp, bytes: [0x42, 0x4D], second: ([0, 0, 0, 0], 6))]

    private static let programs: [[UInt8]] = [
        Array("MZ".utf8), [0x7F, 0x45, 0x4C, 0x46], Array("#!".utf8), [0xCA, 0xFE, 0xBA, 0xBE],
        [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE],
        [0x00, 0x61, 0x73, 0x6D], Array("dex\n".utf8), [0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
    ]

    private static func isProgram(_ head: [UInt8]) -> Bool { programs.contains { head.starts(with: $0) } }

    /// The beginning as text: UTF-8, one byte a character, or UTF-16 with its mark; `nil` of other bytes.
    private static func text(_ head: [UInt8]) -> [UInt8]? {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return head.dropFirst(2).filter { $0 != 0 }
        }
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(head.dropFirst(3)) : head
        let isText = text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x08...0x0D).contains($0) || $0 == 0x1B }
        return isText ? text : nil
    }

    /// `<` and what begins a tag, a comment, a declaration or an instruction.
    private static func isMarkup(_ text: [UInt8]) -> Bool {
        let text = text.drop { $0 <= 0x20 }
        guard text.first == 0x3C, let next = text.dropFirst().first else { return false }
        return next == 0x21 || next == 0x3F || next == 0x25 || (0x41...0x5A).contains(next)
            || (0x61...0x7A).contains(next)
    }

    /// Whether no visitor may send it.
    var isUnsafe: Bool { self == .markup || self == .program }

    /// What it is served as. What a browser would run is bytes to it.
    var contentType: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .bmp: "image/bmp"
        case .tiff: "image/tiff"
        case .heif: "image/heif"
        case .pdf: "application/pdf"
        case .zip: "application/zip"
        case .gzip: "application/gzip"
        case .sevenZip: "application/x-7z-compressed"
        case .rar: "application/vnd.rar"
        case .bzip2: "application/x-bzip2"
        case .xz: "application/x-xz"
        case .compoundDocument: "application/x-ole-storage"
        case .rtf: "application/rtf"
        case .mp3: "audio/mpeg"
        case .mp4: "video/mp4"
        case .ogg: "application/ogg"
        case .wav: "audio/wav"
        case .flac: "audio/flac"
        case .matroska: "video/x-matroska"
        case .text: "text/plain"
        case .markup, .program, .unknown: "application/octet-stream"
        }
    }

    /// What a file of this ending must be; `nil` where the ending says nothing.
    static func expected(ending: String) -> Set<FileType>? {
        switch ending {
        case "png": [.png]
        case "jpg", "jpeg", "jpe", "jfif": [.jpeg]
        case "gif": [.gif]
        case "webp": [.webp]
        case "bmp": [.bmp]
        case "tif", "tiff": [.tiff]
        case "heic", "heif", "avif": [.heif]
        case "pdf": [.pdf]
        case "zip", "odt", "ods", "odp", "epub", "pages", "numbers", "key": [.zip]
        case "docx", "xlsx", "pptx", "docm", "xlsm", "pptm": [.zip, .compoundDocument]
        case "doc", "xls", "ppt": [.compoundDocument, .rtf, .zip, .text]
        case "msg": [.compoundDocument]
        case "rtf": [.rtf]
        case "gz", "tgz": [.gzip]
        case "7z": [.sevenZip]
        case "rar": [.rar]
        case "bz2": [.bzip2]
        case "xz": [.xz]
        case "mp3": [.mp3]
        case "mp4", "m4a", "m4v", "mov": [.mp4]
        case "ogg", "oga", "ogv", "opus": [.ogg]
        case "wav": [.wav]
        case "flac": [.flac]
        case "mkv", "webm": [.matroska]
        case "txt", "csv", "tsv", "log", "md", "json", "yaml", "yml", "ini", "ics", "vcf": [.text]
        default: nil
        }
    }

    /// What a sender says that it is; `nil` where that says nothing.
    static func expected(contentType: String) -> Set<FileType>? {
        switch contentType {
        case "image/jpg", "image/pjpeg": [.jpeg]
        case "image/heic", "image/avif": [.heif]
        case "application/octet-stream": nil
        default:
            allCases.first { $0 != .compoundDocument && $0 != .ogg && $0 != .mp4 && $0.contentType == contentType }
                .map { [$0] }
        }
    }
}
