import ChatContract
import Testing

@testable import ChatGateway

@Suite("Allowances (guarantee 30)")
struct LimitTests {
    private let visitor = RequestLimits.Subject.visitor(SessionID(high: 1, low: 1))

    @Test("a bucket gives its burst, then so many a second, and never more than its burst")
    func bucket() throws {
        let rate = TokenBucket.Rate(burst: 3, perSecond: 2)
        var bucket = TokenBucket(rate, at: 0)
        for _ in 0..<3 { #expect(bucket.take(rate, at: 0) == nil) }
        #expect(bucket.take(rate, at: 0) == 0.5)
        #expect(bucket.take(rate, at: 0.5) == nil)
        #expect(bucket.take(rate, at: 0.5) != nil)
        for _ in 0..<3 { #expect(bucket.take(rate, at: 1000) == nil) }
        #expect(bucket.take(rate, at: 1000) != nil)
        #expect(bucket.take(rate, at: 900) != nil, "a clock that goes back gives nothing")
        #expect(bucket.isFull(rate, at: 1002) && !bucket.isFull(rate, at: 1000.5))
    }

    @Test("a visitor's flood stops himself; others of his network and of the channel go on")
    func order() throws {
        let limits = RequestLimits(factor: 1)
        let network = RequestLimits.Subject.address("192.0.2")
        var refused = 0
        for _ in 0..<1000 where limits.wait([visitor, network], at: 0) != nil { refused += 1 }
        #expect(refused == 880)
        #expect(limits.wait([.visitor(SessionID(high: 2, low: 2)), network], at: 0) == nil)
        #expect(limits.refused == ["visitor": 880])
        #expect(limits.wait([visitor, network], at: 0) == 1, "whole seconds, at least one")
        #expect(limits.wait([visitor, network], at: 1) == nil)
    }

    @Test("what one allowance refuses takes nothing from the others")
    func none() throws {
        let limits = RequestLimits(factor: 1)
        for _ in 0..<60 { #expect(limits.wait([.address("a"), .opening("a")], at: 0) == nil) }
        for _ in 0..<5000 { #expect(limits.wait([.address("a"), .opening("a")], at: 0) != nil) }
        #expect(limits.wait([.address("a")], at: 0) == nil)
    }

    @Test("0 is no limit, 2 twice as much")
    func factor() {
        let none = RequestLimits(factor: 0)
        for _ in 0..<10_000 { #expect(none.wait([visitor], at: 0) == nil) }
        let twice = RequestLimits(factor: 2)
        #expect((0..<1000).count { _ in twice.wait([visitor], at: 0) == nil } == 240)
    }

    @Test("a flood from everywhere does not fill the memory")
    func bounded() {
        let limits = RequestLimits(factor: 1)
        for number in 0..<250_000 {
            #expect(limits.wait([.visitor(SessionID(high: 9, low: UInt64(number)))], at: 0) == nil)
        }
    }
}

@Suite("Wrong passwords")
struct SignInBackOffTests {
    @Test("three are free, then each wait is twice as long, up to a quarter of an hour")
    func growing() throws {
        let backOff = SignInBackOff()
        var now = 0.0
        var waits: [Int] = []
        for _ in 0..<16 {
            if let wait = backOff.wait("anna", from: "192.0.2", at: now) {
                waits.append(wait)
                now += Double(wait)
            }
            backOff.failed("Anna", from: "192.0.2", at: now)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    }

    @Test("who guesses elsewhere does not shut the agent out; the right password forgets his own wrong ones")
    func others() {
        let backOff = SignInBackOff()
        for _ in 0..<10 { backOff.failed("anna", from: "198.51.100", at: 0) }
        #expect(backOff.wait("anna", from: "198.51.100", at: 0) != nil)
        #expect(backOff.wait("anna", from: "192.0.2", at: 0) == nil)
        for _ in 0..<3 { backOff.failed("anna", from: "192.0.2", at: 0) }
        #expect(backOff.wait("anna", from: "192.0.2", at: 0) != nil)
        backOff.succeeded("anna", from: "192.0.2")
        #expect(backOff.wait("anna", from: "192.0.2", at: 0) == nil)
    }

    @Test("an address that tries many names waits for all of them; a name tried from everywhere waits a minute at most")
    func spread() {
        let backOff = SignInBackOff()
        for number in 0..<25 { backOff.failed("name\(number)", from: "198.51.100", at: 0) }
        #expect(backOff.wait("another", from: "198.51.100", at: 0) != nil)
        for number in 0..<500 { backOff.failed("ben", from: "203.0.\(number)", at: 0) }
        #expect(backOff.wait("ben", from: "192.0.2", at: 0).map { $0 <= 60 } == true)
    }

    @Test("an address holds so many connections, and gets one back for each that it gives back")
    func connections() {
        let limit = ConnectionLimit(factor: 0.001)
        #expect(limit.enter("192.0.2.1") && limit.enter("192.0.2.1"))
        #expect(!limit.enter("192.0.2.1") && limit.refused == 1)
        #expect(limit.enter("192.0.2.2"))
        limit.leave("192.0.2.1")
        #expect(limit.enter("192.0.2.1") && !limit.enter("192.0.2.1"))
        let none = ConnectionLimit(factor: 0)
        #expect((0..<10_000).allSatisfy { _ in none.enter("192.0.2.1") })
    }
}
