import ChatContract
import Testing

@Suite("Mutated events")
struct EventFuzzTests {
    private static func seeds() throws -> [[UInt8]] {
        try (GoldenEvent.all + GoldenEvent.variants).map { golden in
            try Event(
                channel: "support", session: "01234567-89ab-8def-8123-456789abcdef", seq: 7, previous: 5,
                at: "2026-11-22T18:04:05.123Z", actor: .agent("anna"), status: .userLast, data: golden.data
            ).json()
        }
    }

    @Test("never crash a reader: each gives an event or an error, and what is read is written as it was read")
    func mutations() throws {
        var random = SeededRandom(seed: 20_261_123)
        let seeds = try Self.seeds()
        let mutation = Mutation(others: seeds)
        var read = 0
        for _ in 0..<30_000 {
            let body = mutation.mutate(random.pick(seeds), &random)
            guard let event = try? WireJSON.decode(Event.self, from: body) else { continue }
            read += 1
            let again = try WireJSON.decode(Event.self, from: try event.json())
            #expect((again.seq, again.type, again.status, again.at) == (event.seq, event.type, event.status, event.at))
            #expect(again.data == event.data)
        }
        print("30000 mutated events: \(read) read")
        #expect(read > 0 && read < 30_000)
    }
}
