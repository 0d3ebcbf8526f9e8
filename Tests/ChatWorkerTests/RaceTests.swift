import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Many at once: guarantees 1 to 3.
@Suite("Races", .enabled(if: TestBroker.isAvailable))
struct RaceTests {
    static let crowd: [AgentHandle] = (1...20).compactMap { AgentHandle("agent\($0)") }

    @Test("twenty agents take the same chat at once: one has it, nineteen hear who", arguments: [1, 2])
    func oneOwner(workers: Int) async throws {
        try await TestDesk.open(agents: Self.crowd, workers: workers) { desk in
            let session = try await desk.caller.open()
            let answers = try await withThrowingTaskGroup(of: ClientAnswer<SessionTaken>.self) { group in
                for agent in Self.crowd { group.addTask { try await desk.caller.pickUp(session, by: agent) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let owner = try #require(try desk.session(session.id).owner)
            #expect(answers.count(where: \.ok) == 1)
            #expect(answers.first(where: \.ok)?.result?.snapshot?.summary.agent == owner)
            let refusals = answers.compactMap(\.refusal)
            #expect(refusals.count == 19)
            #expect(refusals.allSatisfy { $0.code == .notInQueue && $0.owner?.agent == owner })
            let events = try desk.events(of: session.id)
            expectSound(events)
            #expect(events.count { $0.type == .sessionAssigned } == 1)
        }
    }

    @Test("twenty agents ask for the next chat over three channels: each chat has one owner")
    func pickUpNext() async throws {
        let channels: [ChannelHandle] = ["support", "sales", "billing"]
        try await TestDesk.open(channels.map { Channel(channel: $0, name: $0.text) }, agents: Self.crowd, workers: 2) {
            desk in
            var sessions: [OpenSession] = []
            for (index, channel) in (channels + channels).enumerated() {
                sessions.append(try await desk.caller.open("visitor\(index)", on: channel))
            }
            let answers = try await withThrowingTaskGroup(of: SessionTaken.self) { group in
                for agent in Self.crowd {
                    group.addTask {
                        try await desk.caller.ask(
                            .sessionPickUpNext, as: .agent(agent), SessionPickUpNext(), returning: SessionTaken.self
                        ).get()
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let taken = answers.compactMap(\.session)
            #expect(taken.count == sessions.count)
            #expect(Set(taken) == Set(sessions.map(\.id)))
            for answer in answers { #expect(answer.session == answer.snapshot?.summary.session) }
            for session in sessions {
                #expect(try desk.events(of: session.id).count { $0.type == .sessionAssigned } == 1)
                expectSound(try desk.events(of: session.id))
            }
        }
    }

    @Test("a chat goes either to who takes it or to who asks for the next one, never to both")
    func pickUpAndPickUpNext() async throws {
        try await TestDesk.open { desk in
            for round in 1...10 {
                let session = try await desk.caller.open("visitor\(round)")
                let commands = [
                    try desk.caller.command(
                        .sessionPickUpNext, as: .agent("anna"), SessionPickUpNext(), id: "next\(round)"),
                    try desk.caller.command(
                        .sessionPickUp, to: session.channel, as: .agent("ben"), SessionReference(session: session.id),
                        id: "this\(round)"),
                ]
                desk.caller.post(round.isMultiple(of: 2) ? commands : commands.reversed())
                let next = try await desk.caller.answer(to: "next\(round)")
                let this = try await desk.caller.answer(to: "this\(round)")
                let anna = try WireJSON.decode(AnswerBody<SessionTaken>.self, from: next).result?.session != nil
                let ben = try this.refusalCode() == nil
                #expect(anna != ben)
                #expect(try desk.events(of: session.id).count { $0.type == .sessionAssigned } == 1)
                _ = try await desk.caller.ask(.sessionClose, session, by: .visitor)
            }
        }
    }

    @Test("a burst of first messages makes one session with all of them, in order (guarantee 3)")
    func oneSession() async throws {
        try await TestDesk.open(workers: 2) { desk in
            let ids = (1...50).map { "burst\($0)" }
            desk.caller.post(
                try ids.map { id in
                    try desk.caller.command(
                        .sessionOpen, to: TestDesk.support, as: .visitor, Caller.opening("ola", question: id), id: id)
                })
            var opened: [SessionOpened] = []
            for id in ids {
                let answer = try await desk.caller.answer(to: id, "session.open")
                opened.append(
                    try #require(try WireJSON.decode(AnswerBody<SessionOpened>.self, from: answer).result))
            }
            #expect(Set(opened.map(\.session)).count == 1)
            #expect(Set(opened.map(\.key)).count == 1)
            let session = try #require(opened.first?.session)
            let events = try desk.events(of: session)
            expectSound(events)
            let texts = events.compactMap { event -> String? in
                if case .posted(let message) = event.data { message.text } else { nil }
            }
            #expect(texts == ids)
            #expect(try desk.number("SELECT count(*) FROM session") == 1)
        }
    }

    @Test("ranks stay distinct over channels and workers, and the limit holds (guarantee 2)")
    func ranksAndLimits() async throws {
        let channels: [ChannelHandle] = ["support", "sales", "billing"]
        try await TestDesk.open(channels.map { Channel(channel: $0, name: $0.text) }, workers: 2) { desk in
            var limited = AgentSave(agent: "anna")
            limited.capacity = 4
            try desk.apply([.saveAgent(limited)])
            var sessions: [OpenSession] = []
            for index in 0..<9 {
                sessions.append(try await desk.caller.open("visitor\(index)", on: channels[index % 3]))
            }
            let answers = try await withThrowingTaskGroup(of: ClientAnswer<SessionTaken>.self) { group in
                for session in sessions { group.addTask { try await desk.caller.pickUp(session, by: "anna") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count(where: \.ok) == 4)
            #expect(answers.compactMap(\.refusal).allSatisfy { $0.code == .conflict })
            let roster = try desk.store.look { reader throws(StoreError) in try reader.roster() }
            let anna = try #require(roster.agents["anna"])
            #expect(anna.held.values.map(\.rank).sorted() == [1, 2, 3, 4])
            // One goes; its rank is the next one's.
            let taken = try #require(sessions.first { anna.held[$0.id]?.rank == 2 })
            _ = try await desk.caller.ask(.sessionClose, taken, by: .agent("anna"))
            let waiting = try #require(sessions.first { anna.held[$0.id] == nil })
            #expect(try await desk.caller.pickUp(waiting, by: "anna").get().snapshot?.summary.rank == 2)
        }
    }

    @Test("what one session's clients send is answered in the order in which it was sent")
    func orderOfAnswers() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let ids = (1...100).map { "line\($0)" }
            desk.caller.post(
                try ids.map { id in
                    try desk.caller.command(
                        .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: id),
                        key: session.key, id: id)
                })
            var numbers: [Int64] = []
            for id in ids {
                let answer = try await desk.caller.answer(to: id, "message.post")
                numbers.append(
                    try #require(try WireJSON.decode(AnswerBody<MessagePosted>.self, from: answer).result?.seq))
            }
            #expect(numbers == numbers.sorted())
            #expect(Set(numbers).count == 100)
        }
    }
}
