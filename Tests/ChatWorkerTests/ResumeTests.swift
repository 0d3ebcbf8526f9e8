import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Testing

/// Every fact has a number: readers go on where they were.
@Suite("Resuming", .enabled(if: TestBroker.isAvailable))
struct ResumeTests {
    /// A manager, who is told of everything: listening in is kept from the owner.
    private static let reader: AgentHandle = "mia"

    @Test("from any number on a reader gets exactly the rest")
    func everyNumber() async throws {
        try await TestDesk.open { desk in
            let session = try await Self.conversation(desk)
            let all = try desk.events(of: session.id)
            for after in 0...Int64(all.count + 1) {
                let page = try await desk.caller.get(session.id, by: Self.reader, after: after).get()
                #expect(page.events == all.filter { $0.seq > after })
                #expect(!page.more)
                let attach = SessionAttach(session: session.id, gateway: "edge", connection: "of-ola", after: after)
                let visitors = try await desk.caller.ask(
                    .sessionAttach, to: session.channel, as: .visitor, attach, key: session.key,
                    returning: EventPage<VisitorView>.self
                ).get()
                #expect(
                    visitors.events.map(\.seq)
                        == all.filter { $0.seq > after && $0.visibility == .visitor }.map(\.seq))
                #expect(visitors.snapshot.snapshot.seq == Int64(all.count))
            }
            try await desk.tap.validate(["command", "reply"])
        }
    }

    @Test("a reader whose events come shuffled, doubled and with holes has them all in order", arguments: 1...5)
    func reader(seed: UInt64) async throws {
        try await TestDesk.open { desk in
            let session = try await Self.conversation(desk)
            let all = try desk.events(of: session.id)
            var random = SeededRandom(seed: seed)
            for audience in [EventReader.Audience.agents, .visitor] {
                let expected = audience == .agents ? all : all.filter { $0.visibility == .visitor }
                var stream = (expected + expected).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
                stream.shuffle(using: &random)
                var reader = EventReader(for: audience)
                var got: [Event] = []
                var now = ContinuousClock.now
                for event in stream {
                    if case .deliver(let events) = reader.take(event, at: now) { got += events }
                    now += .milliseconds(Int.random(in: 0..<200, using: &random))
                    guard let after = reader.hole(at: now) else { continue }
                    let page = try await desk.caller.get(session.id, by: Self.reader, after: after).get()
                    let events = page.events.filter { audience == .agents || $0.visibility == .visitor }
                    got += reader.fill(events, through: page.snapshot.summary.seq, more: page.more, at: now)
                }
                let rest = try await desk.caller.get(session.id, by: Self.reader, after: reader.through).get()
                let events = rest.events.filter { audience == .agents || $0.visibility == .visitor }
                got += reader.fill(events, through: rest.snapshot.summary.seq, more: rest.more, at: now)
                #expect(got == expected)
                #expect(reader.heldCount == 0)
            }
        }
    }

    @Test("long answers come in pages that end at 48 KiB, and together are everything")
    func pages() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            for _ in 0..<12 {
                let text = String(repeating: "x", count: 7000)
                #expect(try await desk.caller.post(text, in: session, by: .visitor).ok)
            }
            var reader = EventReader(for: .agents)
            var pages = 0
            var isOver = false
            while !isOver, pages < 20 {
                let page = try await desk.caller.get(session.id, by: "anna", after: reader.through).get()
                _ = reader.fill(page.events, through: page.snapshot.summary.seq, more: page.more, at: .now)
                pages += 1
                isOver = !page.more
            }
            #expect(pages > 1)
            #expect(reader.through == (try desk.session(session.id).seq))
        }
    }

    private static func conversation(_ desk: TestDesk) async throws -> OpenSession {
        let session = try await desk.caller.open(question: "Hello?")
        _ = try await desk.caller.pickUp(session, by: "anna")
        for line in 1...4 {
            _ = try await desk.caller.post(
                "line \(line)", in: session, by: line.isMultiple(of: 2) ? .visitor : .agent("anna"))
        }
        _ = try await desk.caller.ask(.sessionListen, session, by: .agent("mia"))
        _ = try await desk.caller.post("last", in: session, by: .visitor)
        return session
    }
}
