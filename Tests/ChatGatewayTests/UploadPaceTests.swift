import Testing

@testable import ChatGateway

@Suite("What uploads may take of a gateway")
struct UploadPaceTests {
    @Test("who comes first is first; together they come no faster than may be, and nobody waits for what is not used")
    func turns() {
        let start = ContinuousClock.now
        let second = 8 << 20
        let pace = UploadPace(rate: second, at: start)
        #expect(pace.turn(of: second, at: start) == start)
        #expect(pace.turn(of: second / 2, at: start) == start + .seconds(1))
        #expect(pace.turn(of: second, at: start + .milliseconds(100)) == start + .milliseconds(1500))
        #expect(pace.turn(of: 1, at: start + .seconds(60)) == start + .seconds(60))
    }
}
