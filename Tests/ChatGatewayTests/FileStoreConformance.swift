import ChatContract
import NIOCore
import Testing

@testable import ChatGateway

/// What a gateway asks of any store of files: the same suite for each.
struct FileStoreConformance {
    let store: any FileStore
    private let session = SessionID(high: 0xAB12, low: 1)

    private func reference(_ number: UInt64, in session: SessionID? = nil) -> FileGet {
        FileGet(session: session ?? self.session, file: FileID(high: 7, low: number))
    }

    private func put(_ file: FileGet, _ parts: String...) async throws {
        let draft = try await store.begin(file)
        for part in parts { try await draft.write(ByteBuffer(string: part)) }
        try await draft.finish()
    }

    private func text(_ file: FileGet) async throws -> String? {
        guard let stored = try await store.open(file) else { return nil }
        return try await rest(of: stored)
    }

    /// What was not read of it yet.
    private func rest(of stored: any StoredFile) async throws -> String {
        var text = ""
        while let bytes = try await stored.next() {
            #expect(bytes.readableBytes > 0)
            text += String(buffer: bytes)
        }
        return text
    }

    private func all(olderThan age: Duration = .seconds(-10), of size: Int = 2) async throws -> Set<FileGet> {
        var found: Set<FileGet> = []
        for try await page in store.pages(olderThan: age, of: size) {
            #expect((1...size).contains(page.count) && found.isDisjoint(with: page))
            found.formUnion(page)
        }
        return found
    }

    func run() async throws {
        try await writing()
        try await sizes()
        try await repeating()
        try await reading()
        try await listing()
        try await owning()
    }

    private func writing() async throws {
        let file = reference(1)
        #expect(try await store.open(file) == nil)
        let draft = try await store.begin(file)
        try await draft.write(ByteBuffer(string: "half"))
        #expect(try await store.open(file) == nil, "a file that is not finished is nowhere")
        #expect(try await all() == [])
        try await draft.finish()
        #expect(try await text(file) == "half")
        let other = try await store.begin(reference(2))
        try await other.write(ByteBuffer(string: "gone"))
        await other.discard()
        #expect(try await text(reference(2)) == nil)
        try await put(reference(2))
        #expect(try await text(reference(2)) == "", "an empty one is one too")
    }

    /// Of known size and of unknown, small and large, in pieces that fit nothing.
    private func sizes() async throws {
        // Buffers are compared as a whole; arrays, in debug builds, byte by byte.
        let piece = ByteBuffer(bytes: (0..<300_007).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        let length = piece.readableBytes
        let reversed = ByteBuffer(bytes: piece.readableBytesView.reversed())
        for (number, pieces) in [1, 3, 28, 60].enumerated() {
            for isKnown in [true, false] {
                let file = reference(100 + UInt64(number) * 2 + (isKnown ? 1 : 0))
                for _ in 0..<2 {
                    // The second time it is there already.
                    let draft = try await store.begin(file, size: isKnown ? Int64(pieces * length) : nil)
                    for _ in 0..<pieces { try await draft.write(piece) }
                    try await draft.finish()
                }
                let stored = try #require(try await store.open(file))
                #expect(stored.size == Int64(pieces * length))
                var bytes = ByteBuffer()
                while var some = try await stored.next() { bytes.writeBuffer(&some) }
                var whole = ByteBuffer()
                for _ in 0..<pieces { whole.writeImmutableBuffer(piece) }
                let isSame = bytes == whole
                #expect(isSame, "\(pieces) pieces")
                let other = try await store.begin(file, size: isKnown ? Int64(pieces * length) : nil)
                for _ in 1..<pieces { try await other.write(piece) }
                try await other.write(reversed)
                await #expect { try await other.finish() } throws: { ($0 as? FileStoreError)?.code == .conflict }
                let thrown = try await store.begin(reference(200), size: isKnown ? Int64(pieces * length) : nil)
                for _ in 0..<pieces { try await thrown.write(piece) }
                await thrown.discard()
                #expect(try await store.open(reference(200)) == nil)
                try await store.remove(file)
            }
        }
        #expect(try await all() == [reference(1), reference(2)])
    }

    private func repeating() async throws {
        try await put(reference(1), "ha", "lf")
        await #expect { try await put(reference(1), "hal") } throws: { ($0 as? FileStoreError)?.code == .conflict }
        await #expect { try await put(reference(1), "HALF") } throws: { ($0 as? FileStoreError)?.code == .conflict }
        #expect(try await text(reference(1)) == "half")
        // Several at once: all have it, or none has another's.
        let file = reference(3)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try? await put(file, String(repeating: "x", count: 100_000)) } }
        }
        #expect(try await text(file)?.count == 100_000)
    }

    private func reading() async throws {
        let file = reference(4)
        try await put(file, String(repeating: "a", count: 300_000), "end")
        let stored = try #require(try await store.open(file))
        #expect(stored.size == 300_003)
        let first = String(buffer: try #require(try await stored.next()))
        try await store.remove(file)
        let text = try await first + rest(of: stored)
        #expect(text.count == 300_003 && text.hasSuffix("aend"), "who reads it goes on")
        #expect(try await store.open(file) == nil)
        try await store.remove(file)
    }

    private func listing() async throws {
        let elsewhere = reference(9, in: SessionID(high: .max, low: 2))
        try await put(elsewhere, "elsewhere")
        let here = Set([1, 2, 3].map { reference($0) })
        #expect(try await all() == here.union([elsewhere]))
        #expect(try await all(of: 200) == here.union([elsewhere]))
        #expect(try await all(olderThan: .seconds(3600)) == [])
        for file in try await all() { try await store.remove(file) }
        #expect(try await all() == [])
        try await put(reference(1), "again")
        #expect(try await all() == [reference(1)])
        let long = ByteBuffer(repeating: 0x78, count: 9 << 20)
        let unfinished = try await store.begin(reference(5))
        try await unfinished.write(long)
        try await store.removeUnfinished(olderThan: .seconds(3600))
        try await unfinished.finish()
        #expect(try await text(reference(5))?.count == long.readableBytes, "what was begun lately goes on")
        let dead = try await store.begin(reference(6))
        // Of which something is at the store already, whichever it is.
        try await dead.write(long)
        try await store.removeUnfinished(olderThan: .seconds(-10))
        await #expect(throws: FileStoreError.self) { try await dead.finish() }
        #expect(try await text(reference(6)) == nil)
    }

    private func owning() async throws {
        try await store.check()
        #expect(try await store.belongs(to: StoreID(high: 1, low: 1)))
        #expect(try await store.belongs(to: StoreID(high: 1, low: 1)))
        #expect(try await !store.belongs(to: StoreID(high: 1, low: 2)))
    }
}
