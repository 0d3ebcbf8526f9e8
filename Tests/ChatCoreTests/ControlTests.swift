import ChatContract
import Testing

@testable import ChatCore

@Suite("Control: presence and leases")
struct ControlPresenceTests {
    @Test("presence is set by oneself, by a manager of a common channel, by the system")
    func setting() throws {
        let away: (AgentHandle...) -> ControlCommand = { .setPresence(PresenceSet(status: .away, agents: $0)) }
        let table: [(Actor, ControlCommand, [AgentHandle], ErrorCode?)] = [
            (.agent("anna"), .setPresence(PresenceSet(status: .away)), ["anna"], nil),
            (.agent("anna"), away("anna"), ["anna"], nil),
            (.agent("mia"), away("anna", "ben"), ["anna", "ben"], nil),
            (.agent("mia"), away("mia"), ["mia"], nil),
            (.agent("mia"), away("anna", "dora"), [], .forbidden),
            (.agent("mia"), away("nobody"), [], .unknownAgent),
            (.agent("anna"), away("ben"), [], .forbidden),
            (.agent("anna"), away("anna", "ben"), [], .forbidden),
            (.agent("dora"), away("anna"), [], .forbidden),
            (.system("apply"), away("anna", "dora"), ["anna", "dora"], nil),
            (.system("apply"), away("anna", "nobody"), [], .unknownAgent),
            (.system("apply"), .setPresence(PresenceSet(status: .away)), [], .invalidField),
            (.visitor, away("anna"), [], .forbidden), (.bot("b"), away("anna"), [], .forbidden),
        ]
        for (actor, command, changed, code) in table {
            var fixture = DeskFixture()
            let before = fixture.roster
            let decision = fixture.control(command, by: actor)
            #expect(decision.code == code, "\(actor) \(command)")
            let now = fixture.roster.agents.filter { $0.value.wanted == .away }.keys.sorted()
            #expect(now == changed)
            #expect(decision.changes.transients.count == changed.count)
            if code != nil { #expect(fixture.roster == before) }
        }
    }

    @Test("setting the same again changes nothing")
    func same() {
        var fixture = DeskFixture()
        let decision = fixture.control(.setPresence(PresenceSet(status: .present)), by: .agent("anna"))
        #expect(decision.code == nil && decision.changes.isEmpty && decision.changes.transients.isEmpty)
    }

    @Test("leases last 5 to 120 seconds, and are for those whose they are")
    func leases() throws {
        var fixture = DeskFixture(agentsHaveLeases: false)
        for (seconds, isGood) in [(4, false), (5, true), (120, true), (121, false), (Int.max, false), (.min, false)] {
            let renew = ControlCommand.renewPresence(PresenceRenew(connection: "t", leaseSeconds: seconds))
            let gateway = ControlCommand.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: seconds))
            #expect(fixture.control(renew, by: .agent("anna")).refusal?.field == (isGood ? nil : "leaseSeconds"))
            #expect(fixture.control(gateway, by: .system("rim")).refusal?.field == (isGood ? nil : "leaseSeconds"))
            for actor in [Actor.visitor, .bot("b"), .system("x")] {
                #expect(fixture.control(renew, by: actor).code == .forbidden)
            }
            for actor in [Actor.visitor, .bot("b"), .agent("mia")] {
                #expect(fixture.control(gateway, by: actor).code == .forbidden)
            }
        }
        #expect(try fixture.agent("anna").leases == ["t": fixture.now + .seconds(120)])
        let long = PresenceRenew(connection: String(repeating: "x", count: 129), leaseSeconds: 60)
        #expect(fixture.control(.renewPresence(long), by: .agent("anna")).refusal?.field == "connection")
        #expect(fixture.control(.dropPresence(PresenceDrop(connection: "t")), by: .visitor).code == .forbidden)
    }

    @Test("a timer that fires early sets itself anew; one for what is gone does nothing")
    func earlyTimers() throws {
        var fixture = DeskFixture(agentsHaveLeases: false)
        fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 60)), by: .agent("anna"))
        fixture.control(.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: 60)), by: .system("rim"))
        fixture.now = fixture.now + .seconds(30)
        fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 60)), by: .agent("anna"))
        fixture.control(.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: 60)), by: .system("rim"))
        let due = fixture.timers.values.filter { $0.channel == nil }
        #expect(Set(due.map(\.dueAt)) == [DeskFixture.start + .seconds(60)], "not rewritten each time")
        fixture.now = DeskFixture.start + .seconds(60)
        for timer in due {
            let changes = fixture.fire(timer)
            #expect(changes.timers.map(\.dueAt) == [DeskFixture.start + .seconds(90)])
            #expect(changes.timers.first?.silence == timer.silence)
        }
        #expect(fixture.fire(Timer(.agentLease, .agent("nobody"), at: fixture.now)).isEmpty)
        #expect(fixture.fire(Timer(.gatewayLease, .gateway("nowhere"), at: fixture.now)).isEmpty)
        #expect(fixture.fire(Timer(.agentLease, .agent("ben"), at: fixture.now)).isEmpty)
    }

    @Test("stretches of an agent's time join without a gap, and nothing is a stretch that changes nothing")
    func intervals() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.advance(.minutes(10))
        fixture.pickUp(session, by: "anna")
        fixture.advance(.minutes(5))
        fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("anna"))
        fixture.post(in: session, by: .agent("anna"))
        fixture.advance(.minutes(1))
        fixture.close(session, by: .agent("anna"))
        let intervals = fixture.intervals(of: "anna")
        #expect(intervals.map(\.n) == [1, 2, 3])
        #expect(intervals.map { ($0.to - $0.from).milliseconds / 60_000 } == [10, 5, 1])
        #expect(intervals.map(\.held) == [0, 1, 1])
        #expect(intervals.map(\.wanted) == [.present, .present, .away])
        #expect(intervals.map(\.effective) == [.present, .present, .away])
        #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.to == $1.from })
    }
}

@Suite("Control: channels, members and agents")
struct ControlSettingsTests {
    private let apply = Actor.system("apply")

    private func fixture() -> DeskFixture {
        var fixture = DeskFixture()
        fixture.addAgent("root")
        fixture.roster.agents["root"]?.profile.administrator = true
        return fixture
    }

    @Test("saving a channel counts its version; another version is a conflict, the same again changes nothing")
    func versions() throws {
        var fixture = fixture()
        var channel = Channel(channel: "sales", name: "Sales")
        let made = fixture.control(.saveChannel(channel), by: apply)
        channel.version = 1
        #expect(made.changes.settings == [.channelSaved(channel)])
        #expect(made.changes.transients.map(\.routingKeys) == [["desk.sales.channel.saved"]])
        #expect(fixture.control(.saveChannel(channel), by: apply).changes.isEmpty)
        channel.version = nil
        #expect(fixture.control(.saveChannel(channel), by: apply).changes.isEmpty)
        channel.description = "new"
        channel.version = 1
        #expect(fixture.control(.saveChannel(channel), by: apply).code == nil)
        #expect(fixture.registry.channels["sales"]?.version == 2)
        channel.description = "newer"
        for version: Int64 in [0, 1, 3, -1, .max, .min] {
            channel.version = version
            let refused = fixture.control(.saveChannel(channel), by: apply)
            #expect(refused.code == .conflict && refused.refusal?.field == "version")
        }
        channel.version = nil
        #expect(fixture.control(.saveChannel(channel), by: apply).code == nil)
        #expect(fixture.registry.channels["sales"]?.version == 3)
        #expect(fixture.registry.channels["sales"]?.description == "newer")
        var taken = Channel(channel: "other", name: "Sales")
        #expect(fixture.control(.saveChannel(taken), by: apply).refusal?.field == "name")
        taken.name = ""
        #expect(fixture.control(.saveChannel(taken), by: apply).code == .invalidField)
        #expect(fixture.registry.channels["other"] == nil)
        taken.name = "Other"
        taken.version = 1
        #expect(fixture.control(.saveChannel(taken), by: apply).code == .conflict, "there is none of that version")
    }

    @Test("who may change what: administrators all, managers what they manage")
    func permissions() throws {
        let new = ControlCommand.saveChannel(Channel(channel: "sales", name: "Sales"))
        let old = ControlCommand.saveChannel(Channel(channel: "support", name: "Help"))
        let delete = ControlCommand.deleteChannel(ChannelDelete(channel: "support"))
        let member = ControlCommand.saveMember(Member(channel: "support", agent: "dora"))
        let remove = ControlCommand.removeMember(MemberReference(channel: "support", agent: "ben"))
        let agent = ControlCommand.saveAgent(AgentSave(agent: "new"))
        let removeAgent = ControlCommand.removeAgent(AgentReference(agent: "dora"))
        let mayAll: Set<Actor> = [.agent("root"), apply]
        let table: [(ControlCommand, Set<Actor>)] = [
            (new, mayAll), (old, mayAll.union([.agent("mia")])), (delete, mayAll.union([.agent("mia")])),
            (member, mayAll.union([.agent("mia")])), (remove, mayAll.union([.agent("mia")])), (agent, mayAll),
            (removeAgent, mayAll),
        ]
        for (command, allowed) in table {
            for actor in [
                Actor.agent("root"), apply, .agent("mia"), .agent("anna"), .agent("dora"), .visitor, .bot("b"),
            ] {
                var fixture = fixture()
                let before = fixture
                let decision = fixture.control(command, by: actor)
                #expect(decision.code == (allowed.contains(actor) ? nil : .forbidden), "\(actor) \(command)")
                #expect(decision.changes.isEmpty == (decision.code != nil))
                if decision.code != nil {
                    #expect(fixture.registry == before.registry && fixture.roster == before.roster)
                }
            }
        }
    }

    @Test("members are saved and removed, and both are told")
    func members() throws {
        var fixture = fixture()
        let member = Member(channel: "support", agent: "dora", listen: true)
        let saved = fixture.control(.saveMember(member), by: apply)
        #expect(saved.changes.settings == [.memberSaved(member)])
        #expect(
            saved.changes.transients.map(\.routingKeys) == [
                ["desk.support.membership.changed", "agent.dora.membership.changed"]
            ])
        #expect(fixture.control(.saveMember(member), by: apply).changes.isEmpty)
        #expect(fixture.registry.memberships(of: "dora") == [member])
        let none = Member(channel: "support", agent: "dora", respond: false, notify: false)
        fixture.control(.saveMember(none), by: apply)
        #expect(fixture.registry.memberships(of: "dora") == [])
        let reference = MemberReference(channel: "support", agent: "dora")
        #expect(fixture.control(.removeMember(reference), by: apply).changes.settings == [.memberRemoved(reference)])
        #expect(fixture.control(.removeMember(reference), by: apply).code == .notFound)
        for (channel, agent, code) in [
            ("nowhere", "dora", ErrorCode.unknownChannel), ("support", "nobody", .unknownAgent),
        ] {
            let channel = try #require(ChannelHandle(channel))
            let agent = try #require(AgentHandle(agent))
            #expect(fixture.control(.saveMember(Member(channel: channel, agent: agent)), by: apply).code == code)
        }
        let nowhere = MemberReference(channel: "nowhere", agent: "anna")
        #expect(fixture.control(.removeMember(nowhere), by: apply).code == .unknownChannel)
    }

    @Test("agents: what is left out keeps its value; a broker login belongs to one")
    func agents() throws {
        var fixture = fixture()
        var save = AgentSave(agent: "new", nickname: "Newt")
        save.capacity = 4
        save.brokerLogin = "login"
        #expect(fixture.control(.saveAgent(save), by: apply).changes.agents == ["new"])
        let profile = try fixture.agent("new").profile
        #expect((profile.nickname, profile.firstName, profile.capacity) == ("Newt", "new", 4))
        #expect((profile.language, profile.timeZone) == ("en", "Etc/UTC"))
        #expect(profile.enabled && !profile.administrator)
        #expect(try fixture.agent("new").effective == .disconnected)
        #expect(fixture.control(.saveAgent(save), by: apply).changes.isEmpty)
        var partly = AgentSave(agent: "new")
        partly.lastName = "Ton"
        fixture.control(.saveAgent(partly), by: apply)
        #expect(try fixture.agent("new").profile.nickname == "Newt")
        #expect(try fixture.agent("new").profile.brokerLogin == "login")
        var thief = AgentSave(agent: "anna")
        thief.brokerLogin = "login"
        let refused = fixture.control(.saveAgent(thief), by: apply)
        #expect(refused.code == .conflict && refused.refusal?.field == "brokerLogin")
        #expect(try fixture.agent("anna").profile.brokerLogin == nil)
        partly.capacity = 1001
        #expect(fixture.control(.saveAgent(partly), by: apply).code == .invalidField)
    }

    @Test("an agent with chats is not removed; one without goes from all channels, his last stretch of time counted")
    func removeAgent() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        let remove = ControlCommand.removeAgent(AgentReference(agent: "anna"))
        let before = (fixture.registry, fixture.roster)
        #expect(fixture.control(remove, by: apply).code == .conflict)
        #expect((fixture.registry, fixture.roster) == before)
        fixture.close(session, by: .visitor)
        fixture.advance(.seconds(7))
        let removed = fixture.control(remove, by: apply)
        #expect(
            removed.changes.settings == [
                .memberRemoved(MemberReference(channel: "support", agent: "anna")), .agentRemoved("anna"),
            ])
        #expect(fixture.roster.agents["anna"] == nil)
        #expect(fixture.registry.memberships(of: "anna") == [])
        #expect(fixture.intervals(of: "anna").last?.to == fixture.now)
        #expect(fixture.control(remove, by: apply).code == .unknownAgent)
    }

    @Test("a channel with open sessions is deleted only by force: the system closes them, and their visitors are told")
    func deleteChannel() throws {
        var fixture = fixture()
        let talking = try fixture.conversation("a")
        fixture.askTransfer(talking, to: "ben", by: "anna")
        fixture.advance(.seconds(20))
        let waiting = try fixture.open("b")
        fixture.advance(.seconds(5))
        let before = fixture
        let refused = fixture.control(.deleteChannel(ChannelDelete(channel: "support")), by: apply)
        #expect(refused.code == .conflict)
        #expect(fixture.registry == before.registry && fixture.roster == before.roster)
        let force = ControlCommand.deleteChannel(ChannelDelete(channel: "support", force: true))
        let deleted = fixture.control(force, by: apply)
        #expect(deleted.code == nil)
        #expect(deleted.changes.settings == [.channelDeleted("support")])
        #expect(fixture.registry.channels["support"] == nil && fixture.registry.members["support"] == nil)
        #expect(try fixture.agent("anna").held.isEmpty)
        for session in [talking, waiting] {
            #expect(fixture.status(session)?.isLive == false)
            let last = try #require(fixture.events.last { $0.event.session == session })
            #expect(last.event.type == .sessionClosed && last.event.actor == .system("worker"))
            #expect(last.audience.gateways == ["edge"])
            #expect(try fixture.ending(of: session).by == .system)
            expectSound(fixture.events(of: session))
        }
        #expect(
            fixture.events(of: talking).map(\.type).suffix(3) == [.transferCancelled, .sessionFinished, .sessionClosed])
        #expect(try fixture.ending(of: waiting).outcome == .missed, "he did not leave")
        #expect(try !fixture.ending(of: waiting).shortAbandon)
        #expect(fixture.legs(of: waiting).map(\.reason) == [.closed])
        #expect(fixture.control(force, by: apply).code == .unknownChannel)
        #expect(fixture.send(.close(SessionReference(session: waiting)), by: .visitor).code == .unknownChannel)
    }

    @Test("session.pickUpNext is not decided here")
    func pickUpNext() {
        var fixture = DeskFixture()
        #expect(fixture.control(.pickUpNext(SessionPickUpNext()), by: .agent("anna")).code == .internal)
    }

    @Test("an agent as others see him")
    func agentView() throws {
        var fixture = DeskFixture()
        fixture.addChannel(Channel(channel: "a-first", name: "First"))
        fixture.addMember(Member(channel: "a-first", agent: "anna"))
        _ = try fixture.conversation()
        let agent = fixture.registry.agent(try fixture.agent("anna"))
        #expect((agent.agent, agent.nickname, agent.ongoing, agent.effective) == ("anna", "Anna", 1, .present))
        #expect(agent.channels.map(\.channel) == ["a-first", "support"])
        var settings = Channel(channel: "x", name: "X")
        let state = try fixture.agent("anna")
        #expect(state.shownAs(on: settings).name == "Anna")
        settings.widget.useFirstName = true
        #expect(state.shownAs(on: settings).name == "anna")
    }
}

extension DeskFixture {
    /// The stretches of an agent's time that are over.
    func intervals(of agent: AgentHandle) -> [AgentInterval] {
        statistics.compactMap { event in
            if case .agentInterval(let interval) = event, interval.agent == agent { interval } else { nil }
        }
    }
}
