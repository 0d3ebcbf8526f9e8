import ChatContract

/// How many pixels a picture has, read off its beginning; nothing of it is unpacked.
enum ImageSize {
    static func of(_ type: FileType, _ head: [UInt8]) -> File.Image? {
        let size: (width: Int, height: Int)?
        switch type {
        case .png: size = png(head)
        case .gif: size = gif(head)
        case .jpeg: size = jpeg(head)
        case .webp: size = webp(head)
        default: size = nil
        }
        guard let size, (1...100_000).contains(size.width), (1...100_000).contains(size.height) else { return nil }
        return File.Image(width: size.width, height: size.height)
    }

    /// A number of so many bytes at a place, the first the highest; `nil` behind the end.
    private static func big(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int? {
        guard at >= 0, at + count <= bytes.count else { return nil }
        return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int? {
        guard at >= 0, at + count <= bytes.count else { return nil }
        return bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.dropFirst(12).starts(with: "IHDR".utf8), let width = big(bytes, 16, 4),
            let height = big(bytes, 20, 4)
        else { return nil }
        return (width, height)
    }

    private static func gif(_ bytes: [UInt8]) -> (Int, Int)? {
        guard let width = little(bytes, 6, 2), let height = little(bytes, 8, 2) else { return nil }
        return (width, height)
    }

    /// Segments are passed over until the one that begins the frame.
    private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
        var at = 2
        while let mark = big(bytes, at, 2), mark >> 8 == 0xFF {
            if mark == 0xFFFF {
                at += 1
                continue
            }
            guard let length = big(bytes, at + 2, 2), length >= 2 else { return nil }
            if (0xFFC0...0xFFCF).contains(mark), mark != 0xFFC4, mark != 0xFFC8, mark != 0xFFCC {
                guard let height = big(bytes, at + 5, 2), let width = big(bytes, at + 7, 2) else { return nil }
                return (width, height)
            }
            at += 2 + length
        }
        return nil
    }

    private static func webp(_ bytes: [UInt8]) -> (Int, Int)? {
        switch bytes.dropFirst(12).prefix(4) {
        case let kind where kind.elementsEqual("VP8X".utf8):
            guard let width = little(bytes, 24, 3), let height = little(bytes, 27, 3) else { return nil }
            return (width + 1, height + 1)
        case let kind where kind.elementsEqual("VP8L".utf8):
            guard let bits = little(bytes, 21, 4) else { return nil }
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        case let kind where kind.elementsEqual("VP8 ".utf8):
            guard let width = little(bytes, 26, 2), let height = little(bytes, 28, 2) else { return nil }
            return (width & 0x3FFF, height & 0x3FFF)
        default: return nil
        }
    }
}
