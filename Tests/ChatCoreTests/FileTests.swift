import ChatContract
import Testing

@testable import ChatCore

@Suite("Files (spec sections 4.5 and 7.6)")
struct FileTests {
    private func file(_ name: String = "bill.pdf", size: Int64 = 1000) -> File {
        File(file: FileID(high: 1, low: 1), name: name, size: size, contentType: "application/pdf")
    }

    @Test("a visitor may when the owner says so, and no longer when he takes it back")
    func allowed() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let share = ChannelCommand.shareFile(FileShare(session: session, file: file()))
        #expect(fixture.send(share, by: .visitor).code == .filesNotAllowed)
        let allow = fixture.send(.allowFiles(FilesAllow(session: session, allowed: true)), by: .agent("anna"))
        #expect(allow.types == [.filesAllowed])
        #expect(try allow.audience(.filesAllowed).gateways == [DeskFixture.edge])
        let again = fixture.send(.allowFiles(FilesAllow(session: session, allowed: true)), by: .agent("anna"))
        #expect(again.types == [] && again.code == nil)
        #expect(try fixture.session(session).summary(for: "anna", channelName: "", position: nil).filesAllowed)
        let shared = fixture.send(share, by: .visitor)
        #expect(shared.types == [.fileShared] && shared.status == .customerLast && shared.facts?.seq != nil)
        #expect(try fixture.session(session).unreadByAgent.count == 1)
        fixture.send(.allowFiles(FilesAllow(session: session, allowed: false)), by: .agent("anna"))
        #expect(fixture.send(share, by: .visitor).code == .filesNotAllowed)
    }

    @Test("an agent may always, with other limits; whoever shares is told by the worker")
    func agent() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        var lying = file("setup.exe", size: FileRules.visitorLimit + 1)
        lying.by = .visitor
        let shared = fixture.send(.shareFile(FileShare(session: session, file: lying)), by: .agent("anna"))
        #expect(shared.types == [.fileShared] && shared.status == .userLast)
        guard case .fileShared(let told) = try #require(shared.changes.events.last).event.data else {
            Issue.record("no file")
            return
        }
        #expect(told.by == .agent)
        #expect(
            fixture.send(.shareFile(FileShare(session: session, file: file())), by: .agent("ben")).code == .notAssigned)
    }

    @Test("what no visitor may send: programs, paths, nothing, too much")
    func refused() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        fixture.send(.allowFiles(FilesAllow(session: session, allowed: true)), by: .agent("anna"))
        let table: [(File, ErrorCode, String)] = [
            (file("run.EXE"), .illegalFileType, "file.name"), (file("page.svg"), .illegalFileType, "file.name"),
            (file("../../etc/passwd"), .invalidField, "file.name"), (file("a\u{0}b"), .invalidField, "file.name"),
            (file(" "), .invalidField, "file.name"), (file(size: 0), .invalidField, "file.size"),
            (file(size: FileRules.visitorLimit + 1), .tooLarge, "file.size"),
        ]
        for (file, code, field) in table {
            let decision = fixture.send(.shareFile(FileShare(session: session, file: file)), by: .visitor)
            #expect(decision.code == code && decision.refusal?.field == field, "\(file.name)")
        }
    }

    @Test("a gateway tells both sides what it did not take; others may not")
    func refusal() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let refuse = ChannelCommand.refuseFile(FileRefuse(session: session, name: "a.exe", reason: .type))
        let told = fixture.send(refuse, by: .system("gateway"))
        #expect(told.types == [.fileRefused])
        #expect(try told.audience(.fileRefused).agents == ["anna"])
        #expect(fixture.send(refuse, by: .visitor).code == .forbidden)
        #expect(fixture.send(refuse, by: .agent("anna")).code == .forbidden)
        #expect(fixture.send(refuse, by: .bot("helper")).code == .unknownSession)
    }

    @Test("not before a conversation, and not after it")
    func states() throws {
        var fixture = DeskFixture(.quiet)
        let waiting = try fixture.open("kari")
        #expect(fixture.send(.shareFile(FileShare(session: waiting, file: file())), by: .visitor).code == .invalidState)
        fixture.close(waiting, by: .visitor)
        #expect(
            fixture.send(.shareFile(FileShare(session: waiting, file: file())), by: .visitor).code == .sessionClosed)
    }
}
