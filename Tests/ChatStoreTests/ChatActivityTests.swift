import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("Linked chats as activities")
struct ChatActivityTests {
    private static func activities(_ store: Store) throws -> [DirectoryRecord] {
        try store.look { reader throws(StoreError) in try reader.chatActivities(after: 0, limit: 10) }.compactMap {
            if case .record(let record) = $0.entry { record } else { nil }
        }
    }

    @Test("a linked chat is an activity with day, agent, channel and the visitor's first line, as the session is now")
    func activity() throws {
        let fixture = try DirectoryCostTests.fixture()
        let activity = try #require(try Self.activities(fixture.store).first)
        let session = try #require(activity.session)
        #expect(activity.record.description == session.description && activity.type == "chat")
        #expect(activity.person == DirectoryCostTests.person && activity.company == DirectoryCostTests.company)
        #expect(activity.text == "Hello?" && activity.title == "Chat on Support" && activity.owner == nil)
        _ = try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        let answered = try #require(try Self.activities(fixture.store).first)
        #expect(answered.owner == "anna" && answered.at == activity.at && answered.status != activity.status)
        // A chat that is linked to nobody is no activity.
        _ = try fixture.open("ola", question: "And I?")
        #expect(try Self.activities(fixture.store).count == 1)
    }

    @Test("an import of what was exported makes no copy of a chat here, and an activity where the chat is not known")
    func importing() throws {
        let fixture = try DirectoryCostTests.fixture()
        let activity = try #require(try Self.activities(fixture.store).first)
        let line = DirectoryLine(
            number: 1, kind: .activity,
            values: [
                (.id, activity.record.description), (.type, "chat"), (.title, activity.title),
                (.person, DirectoryCostTests.person.description), (.owner, "anna"),
            ])
        func take(into store: Store) throws -> DirectoryImport.Counts {
            let directory = try DirectoryImport(store)
            #expect(try directory.take([try DirectoryDraft(line, store.identifiers)]).isEmpty)
            return directory.counts
        }
        #expect(try take(into: fixture.store).unchanged == 1)
        let contact = ContactGet(person: DirectoryCostTests.person)
        let other = try DirectoryCostTests.fixture()
        try other.store.write { sql throws(StoreError) in _ = try sql.execute("DELETE FROM session") }
        #expect(try take(into: other.store).created == 1)
        let kept = try other.store.look { reader throws(StoreError) in
            try reader.records(of: contact, .activity, limit: 10)
        }
        #expect(kept.contains { $0.type == "chat" && $0.owner == "anna" && $0.session == nil })
    }
}
