import ChatContract
import Testing

@testable import ChatStore

@Suite("What the dead letters are looked through for")
struct DeadLetterSweepTests {
    private static let session = SessionID(high: 1, low: 1)

    private static func fixture(_ subjects: DeadLetterSweep.Subject...) throws -> StoreFixture {
        let fixture = try StoreFixture()
        let now = fixture.now
        try fixture.store.write { sql throws(StoreError) in
            for subject in subjects { try DeadLetterSweep.note(subject, at: now, sql) }
        }
        return fixture
    }

    private static func take(_ fixture: StoreFixture, after seconds: Int = 0) throws -> [DeadLetterSweep] {
        try fixture.store.takeDeadLetterSweeps(at: fixture.now + .seconds(seconds), hold: .seconds(60))
    }

    @Test("at once, and again until an hour later; then nothing is kept of it (10)")
    func times() throws {
        let subjects: [DeadLetterSweep.Subject] = [
            .address("kari@example.com"), .session(Self.session), .erasedSessions,
        ]
        let fixture = try Self.fixture(.address("Kari@Example.com"), .session(Self.session), .erasedSessions)
        for seconds in [0, 5, 60, 600, 3600] {
            if seconds > 0 { #expect(try Self.take(fixture, after: seconds - 1).isEmpty) }
            let taken = try Self.take(fixture, after: seconds)
            #expect(taken.map(\.subject) == subjects, "after \(seconds) s")
            try fixture.store.settle(taken, isDone: true, at: fixture.now + .seconds(seconds))
        }
        #expect(try Self.take(fixture, after: 1_000_000).isEmpty)
        let left = try fixture.store.read { sql throws(StoreError) in
            try sql.first("SELECT COUNT(*) FROM dead_letter_sweep") { $0.integer(0) }
        }
        #expect(left == 0)
    }

    @Test("it is one worker's at a time; who dies with it is followed by another")
    func hold() throws {
        let fixture = try Self.fixture(.erasedSessions)
        #expect(try Self.take(fixture).count == 1)
        #expect(try Self.take(fixture, after: 59).isEmpty)
        #expect(try Self.take(fixture, after: 60).count == 1)
    }

    @Test("a look that failed does not count, and is taken again 5 s later")
    func failure() throws {
        let fixture = try Self.fixture(.erasedSessions)
        for seconds in stride(from: 0, to: 500, by: 5) {
            if seconds > 0 { #expect(try Self.take(fixture, after: seconds - 1).isEmpty) }
            let taken = try Self.take(fixture, after: seconds)
            #expect(taken.count == 1 && taken.first?.passes == 0)
            try fixture.store.settle(taken, isDone: false, at: fixture.now + .seconds(seconds))
        }
    }

    @Test("what is erased again is looked for from the beginning, once")
    func again() throws {
        let fixture = try Self.fixture(.address("kari@example.com"))
        let taken = try Self.take(fixture)
        try fixture.store.settle(taken, isDone: true, at: fixture.now)
        let now = fixture.now + .seconds(2)
        try fixture.store.write { sql throws(StoreError) in
            try DeadLetterSweep.note(.address("kari@example.com"), at: now, sql)
        }
        let again = try Self.take(fixture, after: 2)
        #expect(again.map(\.passes) == [0])
    }
}
