import ChatContract
import Foundation
import Testing

@testable import ChatWebhooks

@Suite("When posts are tried again")
struct PostingPlanTests {
    private let since = Timestamp(milliseconds: 0)

    @Test("waits double up to the longest; a receiver may ask for a longer one, up to the longest")
    func waits() {
        let plan = PostingPlan(first: .seconds(5), longest: .seconds(300))
        var attempts = Attempts()
        let waits = (0..<8).map { _ in
            attempts.next(after: .failed("500", after: nil), since: since, at: since, plan: plan, spread: 1)
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 300, 300].map { .wait(.seconds($0)) })
        let asked = attempts.next(
            after: .unreachable("503", after: .seconds(7200)), since: since, at: since, plan: plan, spread: 0)
        #expect(asked == .wait(.seconds(300)))
    }

    @Test("after a day it is over, but not before three attempts; 410 ends it at once")
    func end() {
        let plan = PostingPlan(life: .seconds(86_400))
        let tomorrow = since + .days(1)
        var attempts = Attempts()
        for _ in 0..<2 {
            guard
                case .wait = attempts.next(
                    after: .failed("500", after: nil), since: since, at: tomorrow, plan: plan, spread: 1)
            else {
                Issue.record("it has no chance")
                return
            }
        }
        let next = attempts.next(
            after: .failed("500", after: nil), since: since, at: tomorrow, plan: plan, spread: 1)
        #expect(next == .giveUp("500"))
        var refused = Attempts()
        #expect(
            refused.next(after: .refused("410"), since: since, at: since, plan: plan, spread: 1) == .giveUp("410"))
    }

    @Test("Retry-After is seconds or a date")
    func retryAfter() {
        let now = Date(timeIntervalSince1970: 1_445_412_420)
        #expect(RetryAfter.duration("120", now: now) == .seconds(120))
        #expect(RetryAfter.duration("Wed, 21 Oct 2015 07:28:00 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.duration("soon", now: now) == nil)
        #expect(RetryAfter.duration("-5", now: now) == nil)
    }

    @Test("names of events: types, groups, and nothing else")
    func choice() throws {
        let standard = try #require(EventChoice(EventChoice.standard))
        #expect(standard.types.isSuperset(of: [.sessionOpened, .messagePosted, .sessionClosed, .sessionAssigned]))
        #expect(!standard.types.contains(.notePosted))
        #expect(EventChoice(["*"])?.types == Set(EventType.allCases))
        #expect(EventChoice(["note.posted"])?.types == [.notePosted])
        #expect(EventChoice(["session.gone"]) == nil)
    }
}
