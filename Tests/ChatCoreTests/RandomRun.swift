import ChatContract
import Testing

@testable import ChatCore

/// Thousands of random commands, sensible and not, over two channels, with forms, a bot, offers, timers, leases and a
/// clock that may go back.
struct RandomRun {
    var fixture: DeskFixture
    var random: SeededRandom
    var sessions: [SessionID] = []
    let clockGoesBack: Bool
    private(set) var done = 0
    private(set) var refused: [ErrorCode: Int] = [:]
    /// The agents as they were at the start.
    let started: [AgentHandle: AgentState]

    private static let channels: [ChannelHandle] = ["support", "sales"]
    private static let agents: [AgentHandle] = ["anna", "ben", "cleo", "mia", "dora"]
    private static let gateways: [GatewayHandle] = ["edge", "rim"]
    private static let visitors = (1...9).map { "visitor-\($0)" }

    init(seed: UInt64, clockGoesBack: Bool) {
        var random = SeededRandom(seed: seed)
        self.clockGoesBack = clockGoesBack
        var fixture = DeskFixture(
            Self.support(random.pick([.roundRobin, .leastBusy, .longestIdle])), agentsHaveLeases: false)
        fixture.addChannel(Self.sales(random.pick([.manual, .leastBusy])))
        fixture.registry.bots["helper"] = Bot(bot: "helper", name: "Helper")
        for agent: AgentHandle in ["anna", "ben", "mia"] {
            fixture.addMember(Member(channel: "sales", agent: agent, listen: agent == "ben", manage: agent == "mia"))
        }
        for (agent, capacity) in [("anna", 3), ("ben", 2)] as [(AgentHandle, Int)] {
            fixture.roster.agents[agent]?.profile.capacity = capacity
            fixture.roster.agents[agent]?.interval.capacity = capacity
        }
        started = fixture.roster.agents
        self.fixture = fixture
        self.random = random
    }

    private static func support(_ policy: Channel.Routing.Policy) -> Channel {
        var channel = Channel(channel: "support", name: "Support", welcomeMessage: "Hi")
        channel.warnings = Channel.Warnings(
            agentNewChat: 0.2, managerNewChat: 0.5, agentNewMessage: 0.3, managerNewMessage: 0.2)
        channel.queueRequest = Channel.QueueRequest(enabled: true, afterMinutes: 0.5, atLength: 4)
        channel.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true)
        channel.routing = Channel.Routing(policy: policy, offerSeconds: 20, preferSameAgentSeconds: 40)
        channel.idle.warnSeconds = 90
        channel.idle.closeSeconds = 150
        channel.idle.postChatSeconds = 60
        channel.bot = Channel.Bot(enabled: true, bot: "helper")
        return channel
    }

    private static func sales(_ policy: Channel.Routing.Policy) -> Channel {
        var channel = Channel(channel: "sales", name: "Sales")
        channel.preChatForm.required = [.name]
        channel.faqSuggestions.enabled = true
        channel.warnings.managerNewChat = 0
        channel.routing = Channel.Routing(policy: policy, offerSeconds: 15)
        return channel
    }

    /// One more command, or a while without any.
    mutating func step() {
        switch random.number(0...19) {
        case 0...2: wait()
        case 3...5: control()
        case 6, 7: open()
        default: command()
        }
    }

    private mutating func wait() {
        if random.oneIn(20),
            let timer = fixture.timers.values.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &random)
        {
            // Early: it looks, and sets itself anew.
            fixture.fire(timer)
        } else if clockGoesBack, random.oneIn(10) {
            fixture.now = fixture.now - .seconds(random.number(1...90))
        } else if random.oneIn(10) {
            fixture.advance(.seconds(random.number(20...200)))
        } else {
            fixture.advance(.milliseconds(Int64(random.number(0...4000))))
        }
    }

    private mutating func open() {
        let visitor = random.pick(Self.visitors)
        let isConnected = !random.oneIn(5)
        let isKnown = !random.oneIn(3)
        let body = SessionOpen(
            visitorId: DeskFixture.secret(visitor), gateway: isConnected ? random.pick(Self.gateways) : nil,
            connection: isConnected ? "c\(random.number(1...2))" : nil, name: isKnown ? visitor : nil,
            email: isKnown ? "\(visitor)@example.com" : nil, question: random.oneIn(2) ? "question" : nil)
        findEntries()
        let decision = fixture.send(.open(body), by: .visitor, on: random.pick(Self.channels))
        if let session = decision.facts?.session, !sessions.contains(session) { sessions.append(session) }
        count(decision)
    }

    private mutating func findEntries() {
        let entry = FAQSuggestion(id: FAQEntryID(high: 1, low: 1), title: "Entry")
        fixture.suggestions = random.oneIn(2) ? [entry] : []
    }

    private mutating func control() {
        let agent = random.pick(Self.agents)
        let command: ControlCommand
        var actor = Actor.agent(agent)
        switch random.number(0...19) {
        case 0...9:
            command = .renewPresence(
                PresenceRenew(connection: "t\(random.number(1...2))", leaseSeconds: random.number(4...120)))
        case 10 where random.oneIn(2):
            command = .dropPresence(PresenceDrop(connection: "t\(random.number(1...2))"))
        case 10...14:
            command = .setPresence(
                PresenceSet(
                    status: random.oneIn(6) ? .away : .present,
                    agents: random.oneIn(3) ? [random.pick(Self.agents)] : nil))
        case 15, 16:
            actor = .system("gateway")
            command = .renewGateway(
                GatewayRenew(gateway: random.pick(Self.gateways), leaseSeconds: random.number(5...120)))
        case 17:
            actor = .system("gateway")
            command = .dropGateway(GatewayReference(gateway: "rim"))
        default:
            actor = .system("apply")
            command = setting()
        }
        count(fixture.control(command, by: actor))
    }

    /// What an administrator changes while chats run.
    private mutating func setting() -> ControlCommand {
        switch random.number(0...3) {
        case 0:
            // Only upwards: a lower limit keeps what is there.
            var cleo = AgentSave(agent: "cleo")
            cleo.capacity = (fixture.roster.agents["cleo"]?.profile.capacity ?? 3) + 1
            return .saveAgent(cleo)
        case 1:
            let channel = random.pick(Self.channels)
            return .saveMember(Member(channel: channel, agent: "ben", respond: !random.oneIn(3), listen: true))
        case 2:
            var channel = fixture.registry.channels["support"] ?? Self.support(.roundRobin)
            channel.version = nil
            channel.bot.enabled = random.oneIn(2)
            return .saveChannel(channel)
        default:
            var channel = fixture.registry.channels["support"] ?? Self.support(.roundRobin)
            channel.version = nil
            channel.postChatForm.enabled = !random.oneIn(3)
            channel.routing.policy = random.pick([.roundRobin, .leastBusy, .longestIdle, .manual])
            return .saveChannel(channel)
        }
    }

    private mutating func command() {
        let live = fixture.desks.values.flatMap { $0.sessions.keys }.sorted()
        guard let session = (random.oneIn(10) ? sessions : live).randomElement(using: &random) else { return }
        // What is rare and short-lived gets its share: a session in such a state, and what belongs there.
        let (id, command, actor) = random.oneIn(2) ? fitting(live) ?? anything(session) : anything(session)
        findEntries()
        // Sometimes on the wrong channel.
        let home = fixture.stored[id]?.channel ?? "support"
        let (desks, roster) = (fixture.desks, fixture.roster)
        let decision = fixture.send(command, by: actor, on: random.oneIn(30) ? random.pick(Self.channels) : home)
        count(decision)
        if decision.code != nil { expectUnchanged(decision, from: desks, roster, by: actor) }
    }

    private typealias Move = (SessionID, ChannelCommand, Actor)

    /// A session in a state of its own, with a command that fits there.
    private mutating func fitting(_ live: [SessionID]) -> Move? {
        let phases = live.compactMap { id in fixture.stored[id].map { (id, $0.phase) } }
        let kind = random.number(0...7)
        let found = phases.filter { _, phase in
            switch (kind, phase) {
            case (0, .preChatForm), (1, .faq), (2, .offlineForm), (3, .withBot), (5, .finished): true
            case (4, .waiting(let waiting)): waiting.offer != nil
            case (6...7, .conversation): true
            default: false
            }
        }
        guard let (id, phase) = found.randomElement(using: &random) else { return nil }
        let reference = SessionReference(session: id)
        switch phase {
        case .preChatForm: return (id, identify(id), .visitor)
        case .faq: return (id, .answerFAQ(FAQAnswer(session: id, helped: random.oneIn(2))), .visitor)
        case .offlineForm: return (id, submit(id), .visitor)
        case .withBot: return (id, byBot(id), DeskFixture.helper)
        case .waiting(let waiting):
            guard let asked = waiting.offer?.agent else { return nil }
            return (id, random.oneIn(3) ? .declineOffer(reference) : .acceptOffer(reference), .agent(asked))
        case .conversation(let conversation):
            guard let transfer = conversation.transfer else {
                return (id, askSomebody(id), .agent(conversation.agent))
            }
            switch random.number(0...3) {
            case 0: return (id, .rejectTransfer(reference), .agent(transfer.target))
            case 1: return (id, .cancelTransfer(reference), .agent(transfer.by))
            default: return (id, .acceptTransfer(reference), .agent(transfer.target))
            }
        case .finished:
            switch random.number(0...3) {
            case 0: return (id, .leave(reference), .visitor)
            case 1: return (id, .post(MessagePost(session: id, text: "wait")), .visitor)
            default: return (id, .rate(SessionRate(session: id, rating: random.number(0...5))), .visitor)
            }
        case .ended: return nil
        }
    }

    private mutating func identify(_ session: SessionID) -> ChannelCommand {
        .identify(
            SessionIdentify(
                session: session, name: "n", email: random.oneIn(4) ? nil : "a@b.no",
                question: random.oneIn(2) ? "question" : nil))
    }

    private mutating func submit(_ session: SessionID) -> ChannelCommand {
        .submitRequest(
            RequestSubmit(session: session, text: "call", name: "n", email: random.oneIn(4) ? nil : "a@b.no"))
    }

    private mutating func byBot(_ session: SessionID) -> ChannelCommand {
        let reference = SessionReference(session: session)
        return switch random.number(0...6) {
        case 0: .passBot(reference)
        case 1: .handOff(reference)
        case 2: .close(reference)
        case 3: .typing(TypingSet(session: session, typing: true))
        case 4: .post(MessagePost(session: session, text: "which?", options: ["this", "that"]))
        case 5:
            .post(
                MessagePost(
                    session: session, text: "later",
                    visibleAt: fixture.now + .seconds(random.number(-5...30))))
        default: .post(MessagePost(session: session, text: "beep"))
        }
    }

    private mutating func askSomebody(_ session: SessionID) -> ChannelCommand {
        if random.oneIn(4) {
            let other: ChannelHandle = fixture.stored[session]?.channel == "sales" ? "support" : "sales"
            return .requestTransfer(TransferRequest(session: session, channel: other))
        }
        let present = Self.agents.filter { fixture.roster.agents[$0]?.effective == .present }
        let target = random.oneIn(3) ? random.pick(Self.agents) : present.randomElement(using: &random) ?? "anna"
        return .requestTransfer(TransferRequest(session: session, agent: target))
    }

    /// Any command, by somebody who might send it.
    private mutating func anything(_ session: SessionID) -> Move {
        let reference = SessionReference(session: session)
        let owner = fixture.stored[session]?.owner
        let agent = owner.flatMap { random.oneIn(3) ? nil : $0 } ?? random.pick(Self.agents)
        let someone = Actor.agent(random.pick(Self.agents))
        let ownerOrVisitor: Actor = random.oneIn(2) ? .visitor : .agent(agent)
        let gateway = random.pick(Self.gateways)
        let connection = "c\(random.number(1...2))"
        switch random.number(0...36) {
        case 0...4: return (session, .post(MessagePost(session: session, text: "hello")), ownerOrVisitor)
        case 5:
            return (
                session, .read(MessageRead(session: session, through: Int64(random.number(0...30)))), ownerOrVisitor
            )
        case 6:
            return (
                session, .detach(SessionDetach(session: session, gateway: gateway, connection: connection)), .visitor
            )
        case 7, 8:
            let attach = SessionAttach(session: session, gateway: gateway, connection: connection, after: 0)
            return (session, .attach(attach), .visitor)
        case 9, 10: return (session, .pickUp(reference), someone)
        case 11...13: return (session, askSomebody(session), .agent(agent))
        case 14:
            let target = random.pick(Self.channels)
            return (session, .requestTransfer(TransferRequest(session: session, channel: target)), .agent(agent))
        case 15: return (session, .cancelTransfer(reference), .agent(agent))
        case 16: return (session, .takeOver(reference), .agent("mia"))
        case 17: return (session, .requeue(reference), .agent(agent))
        case 18, 19:
            guard let listener = fixture.stored[session]?.listeners.randomElement(using: &random) else {
                return (session, .listen(reference), someone)
            }
            return (session, .unlisten(reference), .agent(listener))
        case 20: return (session, .close(reference), ownerOrVisitor)
        case 21: return (session, submit(session), .visitor)
        case 22: return (session, identify(session), .visitor)
        case 23: return (session, byBot(session), random.oneIn(5) ? .bot("other") : DeskFixture.helper)
        case 24: return (session, random.oneIn(2) ? .acceptOffer(reference) : .declineOffer(reference), someone)
        case 25: return (session, .postNote(NotePost(session: session, text: "note")), .agent(agent))
        case 26: return (session, .sendTranscript(TranscriptSend(session: session, email: "a@b.no")), ownerOrVisitor)
        case 27, 28:
            let outcome: TranscriptReport.Outcome = random.oneIn(2) ? .sent : .failed
            let mail = fixture.stored.values.filter { !$0.extra.mails.isEmpty }.sorted { $0.id < $1.id }
            guard let asked = mail.randomElement(using: &random), let seq = asked.extra.mails.first?.seq else {
                fallthrough
            }
            return (
                asked.id, .reportTranscript(TranscriptReport(session: asked.id, seq: seq, outcome: outcome)),
                .system("mailer")
            )
        case 29: return (session, .leave(reference), .visitor)
        case 30: return (session, .allowFiles(FilesAllow(session: session, allowed: !random.oneIn(4))), .agent(agent))
        case 31: return (session, .shareFile(FileShare(session: session, file: file())), ownerOrVisitor)
        case 32:
            let refusal = FileRefuse(session: session, name: "a.exe", reason: .type)
            return (session, .refuseFile(refusal), random.oneIn(5) ? .visitor : .system("gateway"))
        case 33:
            fixture.known = KnownContacts(person: Person(person: Self.person, firstName: "Ola", lastName: "Dahl"))
            return (session, .linkContact(ContactLink(session: session, person: Self.person)), .agent(agent))
        case 34:
            let linked = fixture.stored.values.filter { $0.extra.contact != nil }.sorted { $0.id < $1.id }
            guard let session = linked.randomElement(using: &random) else { fallthrough }
            let handler = session.owner ?? session.lastAgent ?? agent
            return (session.id, .unlinkContact(SessionReference(session: session.id)), .agent(handler))
        case 35:
            let person = Person(firstName: "Ola", lastName: "Dahl", emails: ["ola@x.no"])
            return (session, .createContact(ContactCreate(session: session, person: person)), .agent(agent))
        default:
            guard random.oneIn(3) else {
                return (session, .typing(TypingSet(session: session, typing: true)), ownerOrVisitor)
            }
            return (session, .delete(reference), random.oneIn(2) ? .agent("mia") : someone)
        }
    }

    private static let person = PersonID(high: 7, low: 7)

    private mutating func file() -> File {
        File(
            file: FileID(high: 8, low: 8), name: random.oneIn(8) ? "a.exe" : "a.png", size: 1000,
            contentType: "image/png")
    }

    private mutating func count(_ decision: Decision) {
        if let code = decision.code { refused[code, default: 0] += 1 } else { done += 1 }
    }
}
