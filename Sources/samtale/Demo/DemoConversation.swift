import ChatClient
import ChatContract

/// The conversation of the demo: one visitor, two agents, everything over the broker.
struct DemoConversation {
    let client: ChatClient
    let desk: DemoDesk
    let pace: Duration
    let visitor = DemoViewer("visitor", reads: .visitor)
    let first: DemoViewer
    let second: DemoViewer

    private static let limit = Duration.seconds(10)

    init(_ client: ChatClient, _ desk: DemoDesk, pace: Duration) {
        self.client = client
        self.desk = desk
        self.pace = pace
        first = DemoViewer(desk.first.text, reads: .agents)
        second = DemoViewer(desk.second.text, reads: .agents)
    }

    /// Holds the conversation.
    ///
    /// - Returns: the session.
    /// - Throws: ``CommandFailure`` with the first thing that did not happen as it should.
    func hold() async throws -> SessionID {
        let subscriptions = [
            (visitor, try await client.subscribe(to: ["gateway.\(desk.gateway).#"])),
            (first, try await subscribe(desk.first)), (second, try await subscribe(desk.second)),
        ]
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for (viewer, events) in subscriptions { group.addTask { await viewer.read(events) } }
            group.addTask { await keepAlive() }
            defer { group.cancelAll() }
            let session = try await talk()
            for (_, events) in subscriptions { await events.close() }
            return session
        }
    }

    private func subscribe(_ agent: AgentHandle) async throws -> EventSubscription {
        try await client.subscribe(to: ["agent.\(agent).#", "desk.\(desk.channel).#"])
    }

    /// Gateway and agents say that they live.
    private func keepAlive() async {
        while !Task.isCancelled {
            _ = try? await client.renewGateway(desk.gateway, leaseSeconds: 60)
            for agent in [desk.first, desk.second] {
                _ = try? await client.renewPresence(as: agent, connection: "demo", leaseSeconds: 60)
            }
            try? await Task.sleep(for: .seconds(20))
        }
    }

    // MARK: - The script

    private func talk() async throws -> SessionID {
        for agent in [desk.first, desk.second] {
            try await does(agent.text, "is present")
            _ = try await client.renewPresence(as: agent, connection: "demo", leaseSeconds: 60).get()
            _ = try await client.setPresence(.present, as: agent).get()
        }
        let opened = try await open()
        let talk = Talk(channel: desk.channel, session: opened.session, key: opened.key)
        if desk.suggests { try await passSuggestions(talk) }
        try await queue(talk)
        try await pickUp(talk)
        try await talkWithFirst(talk)
        try await transfer(talk)
        try await talkWithSecond(talk)
        try await end(talk)
        try await check(talk)
        return talk.session
    }

    /// The session, and the visitor's secret for it.
    private struct Talk {
        var channel: ChannelHandle
        var session: SessionID
        var key: String
    }

    private func open() async throws -> SessionOpened {
        let question = "Hi, where is my parcel? Order 1042 has not arrived."
        try await does("visitor", "opens the chat: \(question)")
        var body = SessionOpen(
            visitorId: ChatClient.messageID().filter { $0 != "-" }, gateway: desk.gateway, connection: "demo-1",
            name: "Kari Nordmann", email: "kari@nordmann.example", question: question)
        body.page = "https://shop.example/orders/1042"
        body.language = "en"
        let answer = try await client.openSession(body, on: desk.channel)
        let opened = try answer.get()
        visitor.follow(opened.session, numbered: true)
        first.follow(opened.session, numbered: false)
        second.follow(opened.session, numbered: false)
        let expected: SessionStatus = desk.suggests ? .faq : .inQueue
        guard answer.status == expected else {
            throw failed("the session is \(answer.status?.rawValue ?? "without status"), not \(expected.rawValue)")
        }
        try await sees(visitor, "his question") { event in
            if case .posted(let message) = event.data { message.text == question } else { false }
        }
        return opened
    }

    /// The FAQ has something, which does not help this time.
    private func passSuggestions(_ talk: Talk) async throws {
        try await sees(visitor, "suggestions from the FAQ") { event in
            if case .faqSuggested(let suggested) = event.data { !suggested.entries.isEmpty } else { false }
        }
        try await does("visitor", "says that they did not help")
        let answer = try await client.send(
            .faqAnswer, to: talk.channel, as: .visitor, FAQAnswer(session: talk.session, helped: false),
            sessionKey: talk.key)
        _ = try answer.get()
    }

    private func queue(_ talk: Talk) async throws {
        try await sees(visitor, "his place in the queue") { $0.type == .sessionQueued }
        try await sees(first, "the waiting chat") { $0.type == .sessionQueued }
        try await sees(second, "the waiting chat") { $0.type == .sessionQueued }
    }

    private func pickUp(_ talk: Talk) async throws {
        try await does(first.name, "takes the chat")
        let taken = try await client.pickUp(talk.session, on: talk.channel, as: desk.first).get()
        guard let view = taken.snapshot else { throw failed("the answer to session.pickUp has no snapshot") }
        first.begin(view.events, through: view.summary.seq)
        try await sees(visitor, "that \(first.name) is there") { $0.type == .sessionAssigned }
        if desk.greets {
            try await sees(visitor, "the welcome message") { event in
                if case .posted(let message) = event.data { message.kind == .welcome } else { false }
            }
        }
    }

    private func talkWithFirst(_ talk: Talk) async throws {
        let agent = Actor.agent(desk.first)
        try await does(first.name, "types")
        try await client.setTyping(true, in: talk.session, on: talk.channel, as: agent)
        try await until("the visitor saw \(first.name) typing") { visitor.typing.contains { $0.by == .agent } }
        let seq = try await says(first, agent, "Hello Kari, I am looking at order 1042 now.", talk)
        try await does("visitor", "reads")
        _ = try await client.markRead(
            through: seq, in: talk.session, on: talk.channel, as: .visitor, sessionKey: talk.key
        ).get()
        try await sees(first, "the read mark") { event in
            if case .read(let read) = event.data { read.by == .visitor && read.through == seq } else { false }
        }
        try await does("visitor", "types")
        try await client.setTyping(true, in: talk.session, on: talk.channel, as: .visitor, sessionKey: talk.key)
        try await until("\(first.name) saw the visitor typing") { first.typing.contains { $0.by == .visitor } }
        let answer = try await says(visitor, .visitor, "Thank you. It should have come on Monday.", talk)
        try await does(first.name, "reads")
        _ = try await client.markRead(through: answer, in: talk.session, on: talk.channel, as: agent).get()
        try await sees(visitor, "the read mark") { event in
            if case .read(let read) = event.data { read.by == .agent && read.through == answer } else { false }
        }
    }

    private func transfer(_ talk: Talk) async throws {
        try await does(first.name, "asks \(second.name) to take over")
        _ = try await client.requestTransfer(of: talk.session, on: talk.channel, to: desk.second, as: desk.first).get()
        try await sees(second, "the transfer") { $0.type == .transferRequested }
        try await does(second.name, "accepts")
        _ = try await client.acceptTransfer(of: talk.session, on: talk.channel, as: desk.second).get()
        let page = try await client.session(talk.session, as: desk.second, after: 0).get()
        second.begin(page.events, through: page.snapshot.summary.seq)
        try await sees(visitor, "the transfer") { $0.type == .transferAccepted }
        try await until("the visitor saw both agents assigned") {
            visitor.seen.count { $0.type == .sessionAssigned } == 2
        }
        try await until("\(first.name) saw that \(second.name) has the chat") {
            first.seen.contains { event in
                if case .assigned(let assigned) = event.data { assigned.agent == desk.second } else { false }
            }
        }
        first.leave()
    }

    private func talkWithSecond(_ talk: Talk) async throws {
        _ = try await says(
            second, .agent(desk.second), "Hi Kari, a new parcel is on its way; it arrives tomorrow.", talk)
        _ = try await says(visitor, .visitor, "Wonderful, thank you.", talk)
        _ = try await says(second, .agent(desk.second), "You are welcome. Goodbye!", talk)
    }

    private func end(_ talk: Talk) async throws {
        try await does(second.name, "ends the chat")
        let answer = try await client.closeSession(talk.session, on: talk.channel, as: .agent(desk.second))
        _ = try answer.get()
        try await sees(visitor, "the end") { $0.type == .sessionFinished }
        try await sees(second, "the end") { $0.type == .sessionFinished }
        if answer.status == .finished { try await fillInForm(talk) }
        try await sees(visitor, "that it is closed") { $0.type == .sessionClosed }
        try await sees(second, "that it is closed") { $0.type == .sessionClosed }
        try await sees(first, "on the desk that it is closed") { $0.type == .sessionClosed }
    }

    /// The form after the chat: stars where it asks for them, and away.
    private func fillInForm(_ talk: Talk) async throws {
        if desk.asksForRating {
            try await does("visitor", "gives five stars")
            let rate = SessionRate(session: talk.session, rating: 5, comment: "Quick and friendly.")
            let answer = try await client.send(
                .sessionRate, to: talk.channel, as: .visitor, rate, sessionKey: talk.key)
            _ = try answer.get()
            try await sees(second, "the rating") { event in
                if case .rated(let rated) = event.data { rated.rating == 5 } else { false }
            }
        }
        try await does("visitor", "leaves the form")
        let answer = try await client.send(
            .sessionLeave, to: talk.channel, as: .visitor, SessionReference(session: talk.session),
            sessionKey: talk.key)
        _ = try answer.get()
    }

    /// Everybody has all that he should, without a gap.
    private func check(_ talk: Talk) async throws {
        let all = try await client.session(talk.session, as: desk.second, after: 0).get().events
        let last = Int64(all.count)
        guard all.map(\.seq) == Array(1...max(1, last)) else {
            throw failed("the kept events have gaps: \(all.map(\.seq))")
        }
        guard second.seen == all else {
            throw failed("\(second.name) saw \(second.seen.map(\.seq)) of the events 1 to \(last)")
        }
        let visible = all.filter { $0.visibility == .visitor }.map(\.seq)
        guard visitor.seen.map(\.seq) == visible else {
            throw failed("the visitor saw \(visitor.seen.map(\.seq)), not \(visible)")
        }
        var previous: Int64 = 0
        for event in visitor.seen {
            guard event.previous == previous else {
                throw failed("event \(event.seq) says that \(event.previous ?? -1) came before it, not \(previous)")
            }
            previous = event.seq
        }
        guard !visitor.seen.contains(where: { $0.type == .transferRequested }) else {
            throw failed("the visitor saw that a transfer was asked for, which is the agents' business")
        }
        Console.print("")
        Console.print("checked: \(last) events without a gap; the visitor saw \(visible.count) of them, as he should")
    }

    // MARK: - Steps

    private func says(_ viewer: DemoViewer, _ actor: Actor, _ text: String, _ talk: Talk) async throws -> Int64 {
        try await does(viewer.name, "says: \(text)")
        let seq = try await client.postMessage(
            text, in: talk.session, on: talk.channel, as: actor, sessionKey: actor == .visitor ? talk.key : nil
        ).get().seq
        let owner = second.seen.contains { $0.type == .transferAccepted } ? second : first
        try await sees(visitor, "\"\(text)\"") { $0.seq == seq }
        try await sees(owner, "\"\(text)\"") { $0.seq == seq }
        return seq
    }

    private func does(_ who: String, _ what: String) async throws {
        if pace > .zero { try await Task.sleep(for: pace) }
        DemoScript.line(who, "does", what)
    }

    private func sees(_ viewer: DemoViewer, _ what: String, _ isIt: (Event) -> Bool) async throws {
        try await until("\(viewer.name) saw \(what)") { viewer.seen.contains(where: isIt) }
    }

    /// Waits until it is so, filling holes meanwhile.
    private func until(_ what: String, _ isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.limit
        while !isSo() {
            guard ContinuousClock.now < deadline else { throw failed("not within 10 s: \(what)") }
            try await Task.sleep(for: .milliseconds(10))
            for (viewer, agent) in [(first, desk.first), (second, desk.second)] {
                guard let after = viewer.hole(), let session = viewer.seen.first?.session else { continue }
                let page = try await client.session(session, as: agent, after: after).get()
                viewer.fill(page.events, through: page.snapshot.summary.seq, more: page.more)
            }
        }
    }

    private func failed(_ what: String) -> CommandFailure {
        CommandFailure(
            .software, "the demo did not go as it should: \(what)",
            remedy: "is another program working on this desk? Otherwise look at: samtale doctor")
    }
}
