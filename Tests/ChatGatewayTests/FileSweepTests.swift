import BrokerTesting
import ChatContract
import ChatStore
import Foundation
import NIOCore
import Testing

@testable import ChatGateway

@Suite("Files go with their sessions (decisions, \"retention\")", .enabled(if: TestBroker.isAvailable))
struct FileSweepTests {
    @Test("those of erased and deleted sessions, and those that were never shared; not the others, and not new ones")
    func sweep() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            let sweep = try #require(ola.gateway.gateway.sweep)
            var pages = [ola]
            for name in ["Kari", "Per"] {
                let page = try await VisitorPage.open(at: ola.gateway, name: name)
                try await anna.pickUp(page)
                pages.append(page)
            }
            for page in pages { try await anna.upload("a.pdf", Sample.pdf, in: page.session).done() }
            let orphan = FileGet(session: SessionID(high: 1, low: 1), file: FileID(high: 1, low: 1))
            let draft = try await sweep.store.begin(orphan)
            try await draft.finish()
            _ = try await sweep.store.begin(FileGet(session: orphan.session, file: FileID(high: 2, low: 2)))
            #expect(folder.content.count == 5)
            #expect(await sweep.run() == FileSweep.Outcome(seen: 0, removed: 0), "all are new")
            try folder.age(by: 4000)
            #expect(await sweep.run() == FileSweep.Outcome(seen: 4, removed: 1))
            #expect(folder.content.count == 3)

            let kept = try #require(try desk.files(of: pages[1].session).first)
            let mia = try await AgentPage.login("mia", at: ola.gateway)
            try await mia.send("session.delete", on: ola.channel, ["session": .string(pages[2].session)]).done()
            try await anna.send("session.close", on: ola.channel, ["session": .string(ola.session)]).done()
            let erased = try #require(try desk.files(of: ola.session).first)
            let later = Timestamp(milliseconds: GatewayDesk.now.milliseconds + 1000)
            #expect(try desk.erase(before: later) >= 1)
            // At once nobody gets them, though their bytes are still there.
            #expect(try await anna.file(erased.file.description, of: ola.session).status == 404)
            #expect(try await ola.file(erased.file.description).status == 404)
            #expect(await sweep.run() == FileSweep.Outcome(seen: 3, removed: 2))
            #expect(folder.content == ["\(pages[1].session.prefix(2))/\(pages[1].session)/\(kept.file)"])
            #expect(try await anna.file(kept.file.description, of: pages[1].session).status == 200)
        }
    }

    @Test("nothing goes when the workers do not answer, or are those of another store")
    func caution() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            let sweep = try #require(ola.gateway.gateway.sweep)
            try await anna.upload("a.pdf", Sample.pdf, in: ola.session).done()
            try folder.age(by: 4000)
            #expect(try await sweep.store.belongs(to: StoreID(high: 5, low: 5)), "another one was here before")
            let orphan = FileGet(session: SessionID(high: 1, low: 1), file: FileID(high: 1, low: 1))
            try await sweep.store.begin(orphan).finish()
            try folder.age(by: 4000)
            #expect(await sweep.run().removed == 0)
            #expect(folder.content.count == 2)
        }
    }
}
