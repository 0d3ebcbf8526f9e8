/// The kinds of pictures that may be uploaded, told by what the bytes are, not by what is said of them.
///
/// SVG is none of them: it can hold scripts.
enum ImageKind: String, Sendable, CaseIterable {
    case png, jpg, gif, webp

    init?(_ bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(16))
        func has(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpg
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if has("RIFF"), has("WEBP", at: 8) {
            self = .webp
        } else {
            return nil
        }
    }

    var contentType: String {
        switch self {
        case .png: "image/png"
        case .jpg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        }
    }
}
