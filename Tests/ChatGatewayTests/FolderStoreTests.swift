import ChatContract
import Foundation
import NIOCore
import Testing

@testable import ChatGateway

@Suite("Files in a folder")
struct FolderStoreTests {
    @Test("what is asked of any store of files")
    func conformance() async throws {
        let folder = FileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try await FileStoreConformance(store: FolderStore(path: folder.path + "/not/there/yet")).run()
    }

    @Test("two levels of folders, named by the session; nobody else may read them; nothing stays of what is over")
    func layout() async throws {
        let folder = FileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let store = FolderStore(path: folder.path)
        let file = FileGet(session: SessionID(high: 0xAB << 56, low: 1), file: FileID(high: 2, low: 2))
        let draft = try await store.begin(file)
        try await draft.write(ByteBuffer(string: "x"))
        try await draft.finish()
        #expect(folder.content == ["ab/\(file.session)/\(file.file)"])
        let rights = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + folder.content[0])
        #expect((rights[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try await store.remove(file)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/ab") == [])
    }

    @Test("a link in the folder leads nowhere")
    func links() async throws {
        let folder = FileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let file = FileGet(session: SessionID(high: 1, low: 1), file: FileID(high: 2, low: 2))
        let place = folder.path + "/00/\(file.session)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place + "/\(file.file)", withDestinationPath: "/etc/passwd")
        await #expect(throws: FileStoreError.self) { try await FolderStore(path: folder.path).open(file) }
    }
}
