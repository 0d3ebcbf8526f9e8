import ChatContract
import Testing

@Suite("Mutated command bodies")
struct CommandFuzzTests {
    /// Bodies from which the mutations start: between them they have every field of every type.
    private static let seeds = GoldenCommands.all.map { (type: $0.type, body: Array($0.json.utf8)) }

    @Test("never crash: each gives a command or a refusal")
    func mutations() throws {
        var random = SeededRandom(seed: 20_261_122)
        let mutation = Mutation(others: Self.seeds.map(\.body))
        var read = 0
        var refused: [ErrorCode: Int] = [:]
        for round in 0..<100_000 {
            let seed = random.pick(Self.seeds)
            let body = mutation.mutate(seed.body, &random)
            let any = CommandType.allCases[round % CommandType.allCases.count]
            let type = random.oneIn(4) ? any : seed.type
            do {
                _ = try Command(type: type, body: body)
                read += 1
            } catch {
                refused[error.code, default: 0] += 1
            }
        }
        print("100000 mutated bodies: \(read) commands, \(refused[.malformed] ?? 0) malformed")
        #expect(read > 0)
        #expect(refused.keys.allSatisfy { $0 == .malformed })
        #expect(read + refused.values.reduce(0, +) == 100_000)
    }

    @Test("deep nesting is refused, not recursed into", arguments: CommandType.allCases)
    func nesting(_ type: CommandType) {
        let deep = 10_000
        let bodies = [
            String(repeating: "[", count: deep),
            String(repeating: "{\"a\":", count: deep),
            "{\"text\":" + String(repeating: "[", count: deep) + String(repeating: "]", count: deep) + "}",
            "{\"unknown\":" + String(repeating: "{\"a\":", count: 9_000) + "1" + String(repeating: "}", count: 9_001),
        ]
        for body in bodies {
            #expect(throws: Refusal.self) { try Command(type: type, body: Array(body.utf8)) }
        }
    }

    @Test("random bytes are refused")
    func noise() {
        var random = SeededRandom(seed: 7)
        for round in 0..<5_000 {
            let body = (0..<random.number(0...60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let type = CommandType.allCases[round % CommandType.allCases.count]
            #expect(throws: Refusal.self) { try Command(type: type, body: body) }
        }
    }
}
