import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Testing

@Suite("Queries", .enabled(if: TestBroker.isAvailable))
struct QueryTests {
    @Test("lists show each agent what is his to see")
    func lists() async throws {
        let channels = [
            Channel(channel: TestDesk.support, name: "Support"), Channel(channel: "sales", name: "Sales"),
        ]
        try await TestDesk.open(channels) { desk in
            let caller = desk.caller
            try desk.apply([.removeMember(MemberReference(channel: "sales", agent: "ben"))])
            let mine = try await caller.open("ola")
            let waiting = try await caller.open("kari")
            let others = try await caller.open("lars", on: "sales")
            let over = try await caller.open("nils")
            for session in [mine, over] { _ = try await caller.pickUp(session, by: "anna") }
            _ = try await caller.pickUp(others, by: "cleo")
            _ = try await caller.ask(.sessionListen, mine, by: .agent("mia"))
            _ = try await caller.ask(.sessionClose, over, by: .agent("anna"))

            func list(_ view: SessionList.View, _ agent: AgentHandle) async throws -> Set<SessionID> {
                let answer = try await caller.ask(
                    .sessionList, as: .agent(agent), SessionList(view: view), returning: ItemList<Summary>.self)
                return Set(try answer.get().items.map(\.session))
            }
            #expect(try await list(.mine, "anna") == [mine.id])
            #expect(try await list(.incoming, "anna") == [waiting.id])
            #expect(try await list(.ongoing, "anna") == [mine.id, others.id])
            #expect(try await list(.ongoing, "ben") == [mine.id])
            #expect(try await list(.recent, "anna") == [over.id])
            #expect(try await list(.listening, "mia") == [mine.id])
            #expect(try await list(.all, "ben") == [mine.id, waiting.id, over.id])
            #expect(try await list(.all, "dora") == [])

            var cursor: String?
            var paged: [SessionID] = []
            for _ in 0..<4 {
                var body = SessionList(view: .all, limit: 2)
                body.cursor = cursor
                let page = try await caller.ask(
                    .sessionList, as: .agent("mia"), body, returning: ItemList<Summary>.self
                ).get()
                paged += page.items.map(\.session)
                cursor = page.cursor
                if cursor == nil { break }
            }
            #expect(paged == [over, others, waiting, mine].map(\.id))
            for limit in [0, 201] {
                let refused = try await caller.ask(
                    .sessionList, as: .agent("mia"), SessionList(view: .all, limit: limit))
                #expect(refused.refusal?.code == .invalidField)
            }

            // What is not on one's channels does not exist.
            #expect(try await caller.get(others.id, by: "ben").refusal?.code == .unknownSession)
            #expect(try await caller.get(mine.id, by: "dora").refusal?.code == .unknownSession)
            #expect(try await caller.get(mine.id, by: "ben").get().snapshot.summary.role == Summary.Role.none)
            #expect(try await caller.get(mine.id, by: "anna").get().snapshot.summary.role == .owner)
            // Listening in is silent towards the owner, also when he asks for what he missed.
            for (agent, isTold) in [("anna", false), ("ben", false), ("mia", true)] as [(AgentHandle, Bool)] {
                let events = try await caller.get(mine.id, by: agent, after: 0).get().events
                #expect(events.contains { $0.type == .sessionListened } == isTold)
                #expect(events.contains { $0.type == .sessionAssigned })
            }
            for format in TranscriptGet.Format.allCases {
                let transcript = TranscriptGet(session: mine.id, format: format)
                let refused = try await caller.ask(.transcriptGet, as: .agent("dora"), transcript)
                #expect(refused.refusal?.code == .unknownSession)
                let given = try await caller.ask(
                    .transcriptGet, as: .agent("ben"), transcript, returning: SessionTranscript.self)
                #expect(try given.get().format == format)
            }
            #expect(try await caller.ask(.deskGet, as: .agent("anna"), EmptyResult()).ok)
            #expect(try await caller.ask(.deskGet, as: .visitor, EmptyResult()).refusal?.code == .forbidden)
            let channels = try await caller.ask(
                .channelList, as: .agent("ben"), EmptyResult(), returning: ItemList<Channel>.self)
            #expect(try channels.get().items.map(\.channel) == ["support"])
            let agents = try await caller.ask(
                .agentList, as: .agent("ben"), AgentList(withoutMe: true), returning: ItemList<Agent>.self)
            #expect(try agents.get().items.map(\.agent) == ["anna", "cleo", "mia"])
            try await desk.tap.validate(["reply"])
        }
    }

    @Test("credentials are for parts of the deployment; whoever else asks learns nothing")
    func credentials() async throws {
        try await TestDesk.open { desk in
            var save = AgentSave(agent: "anna")
            (save.scrypt, save.email, save.subject) = ("$scrypt$ln=15,r=8,p=3$c2FsdA$aGFzaA", "anna@x.no", "0a1b")
            try desk.apply([.saveAgent(save)])
            func ask(_ body: AgentCredentialsGet, as actor: Actor) async throws -> ClientAnswer<AgentCredentials> {
                try await desk.caller.ask(.agentCredentials, as: actor, body, returning: AgentCredentials.self)
            }
            let gateway = Actor.system("gateway")
            let found = try await ask(AgentCredentialsGet(login: "anna@x.no"), as: gateway).get()
            #expect(found.agent == "anna" && found.scrypt == save.scrypt && found.enabled && !found.administrator)
            #expect(try await ask(AgentCredentialsGet(subject: "0a1b"), as: gateway).get() == found)
            save.enabled = false
            try desk.apply([.saveAgent(save)])
            let disabled = try await ask(AgentCredentialsGet(login: "anna"), as: gateway).get()
            #expect(!disabled.enabled && disabled.tokenVersion > found.tokenVersion)

            let unknown = try await ask(AgentCredentialsGet(login: "nobody"), as: gateway).refusal
            #expect(unknown?.code == .notFound)
            for login in ["ben", "nobody"] {
                let body = AgentCredentialsGet(login: login)
                #expect(try await ask(body, as: .agent("ben")).refusal == unknown)
            }
            let own = try await desk.agentLogin("ben")
            let refused = try await own.ask(.agentCredentials, as: gateway, AgentCredentialsGet(login: "ben"))
            #expect(refused.refusal?.code == .forbidden)
            await own.close()
            try await desk.tap.validate(["reply"])
        }
    }

    @Test("a channel's state tells a visitor whether somebody is there")
    func channelState() async throws {
        try await TestDesk.open { desk in
            func state(_ channel: ChannelHandle) async throws -> ChannelStanding {
                try await desk.caller.ask(
                    .channelState, as: .visitor, ChannelState(channel: channel), returning: ChannelStanding.self
                ).get()
            }
            #expect(try await state(TestDesk.support).mode == .online)
            #expect(try await state(TestDesk.support).available == 3)
            _ = try await desk.caller.open()
            #expect(try await state(TestDesk.support).mode == .busy)
            #expect(try await state(TestDesk.support).waiting == 1)
            try desk.apply([.setPresence(PresenceSet(status: .away, agents: TestDesk.agents))])
            #expect(try await state(TestDesk.support).mode == .away)
            #expect(try await state("nowhere").mode == .deleted)
            let opened = try await desk.caller.open("kari")
            #expect(try desk.session(opened.id).status == .offlineForm)
            let request = RequestSubmit(session: opened.id, text: "Call me", name: "Kari", email: "kari@example.com")
            let submitted = try await desk.caller.ask(
                .requestSubmit, to: opened.channel, as: .visitor, request, key: opened.key,
                returning: RequestSubmitted.self)
            #expect(submitted.status == .requestPosted)
            // What the visitor was told is what he tells an agent.
            for (text, isFound) in [(try submitted.get().request.short, true), ("00000000", false)] {
                var list = SessionList(view: .all)
                list.text = text
                let found = try await desk.caller.ask(
                    .sessionList, as: .agent("mia"), list, returning: ItemList<Summary>.self)
                #expect(try found.get().items.map(\.session) == (isFound ? [opened.id] : []))
            }
            try await desk.tap.validate()
        }
    }
}
