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
        return String(buffer: try await stored.read(from: 0, count: 1 << 20))
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
        #expect(String(buffer: try await stored.read(from: 299_999, count: 100)) == "aend")
        #expect(try await stored.read(from: 300_003, count: 100).readableBytes == 0)
        try await store.remove(file)
        #expect(String(buffer: try await stored.read(from: 300_000, count: 3)) == "end", "who reads it goes on")
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
        let unfinished = try await store.begin(reference(5))
        try await unfinished.write(ByteBuffer(string: "x"))
        try await store.removeUnfinished(olderThan: .seconds(3600))
        try await unfinished.finish()
        #expect(try await text(reference(5)) == "x", "what was begun lately goes on")
        let dead = try await store.begin(reference(6))
        try await store.removeUnfinished(olderThan: .seconds(-10))
        await #expect(throws: FileStoreError.self) { try await dead.finish() }
        #expect(try await text(reference(6)) == nil)
    }

    private func owning() async throws {
        #expect(try await store.belongs(to: StoreID(high: 1, low: 1)))
        #expect(try await store.belongs(to: StoreID(high: 1, low: 1)))
        #expect(try await !store.belongs(to: StoreID(high: 1, low: 2)))
    }
}
