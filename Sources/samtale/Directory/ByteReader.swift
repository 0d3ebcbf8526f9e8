import Foundation

/// Reads a file or standard input byte by byte, a block at a time.
struct ByteReader {
    private let handle: FileHandle
    private var block: [UInt8] = []
    private var position = 0
    private var isOver = false

    private static let blockLength = 1 << 20

    init(_ handle: FileHandle) { self.handle = handle }

    /// The next byte; `nil` at the end.
    mutating func next() throws -> UInt8? {
        if position == block.count {
            guard try fill() else { return nil }
        }
        defer { position += 1 }
        return block[position]
    }

    /// The next byte, which stays.
    mutating func peek() throws -> UInt8? {
        if position == block.count {
            guard try fill() else { return nil }
        }
        return block[position]
    }

    private mutating func fill() throws -> Bool {
        guard !isOver else { return false }
        let data = try handle.read(upToCount: Self.blockLength) ?? Data()
        isOver = data.isEmpty
        block = Array(data)
        position = 0
        return !isOver
    }
}
