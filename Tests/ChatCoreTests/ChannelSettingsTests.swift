import ChatContract
import Testing

@testable import ChatCore

/// The settings whose effect no other suite shows: each changes what happens.
@Suite("A channel's settings are obeyed (spec section 5)")
struct ChannelSettingsTests {
    private func seconds(_ event: Event) -> Int { Int((event.at - DeskFixture.start).milliseconds / 1000) }

    @Test(
        "idle: when a visitor is shown as disconnected, and when he is given up",
        arguments: [(10, 40), (30, 300), (45, 45)])
    func visitor(_ shown: Int, _ gone: Int) throws {
        var fixture = DeskFixture(.quiet.with { ($0.idle.disconnectedSeconds, $0.idle.goneSeconds) = (shown, gone) })
        let session = try fixture.open()
        fixture.detach(session, "of-ola")
        fixture.advance(.minutes(10))
        let happened = fixture.events(of: session).dropFirst(2)
        #expect(happened.map(\.type) == (shown < gone ? [.sessionDisconnected, .sessionClosed] : [.sessionClosed]))
        #expect(happened.map { seconds($0) } == (shown < gone ? [shown, gone] : [gone]))
    }

    @Test("idle: when an agent is lost, and when his chats return", arguments: [(60, 120), (5, 10), (200, 1)])
    func agent(_ lost: Int, _ back: Int) throws {
        var fixture = DeskFixture(.quiet.with { ($0.idle.agentLostSeconds, $0.idle.agentReturnSeconds) = (lost, back) })
        let session = try fixture.conversation()
        fixture.control(.dropPresence(PresenceDrop(connection: "desk")), by: .agent("anna"))
        fixture.advance(.minutes(10))
        let happened = fixture.events(of: session).suffix(2)
        #expect(happened.map(\.type) == [.sessionAgentLost, .sessionQueued])
        #expect(happened.map { seconds($0) } == [lost, lost + back])
    }

    @Test("the welcome message: as it is today, not at all where it is empty or there is none")
    func welcome() throws {
        for (text, expected) in [(nil, []), ("", []), ("Hi there", ["Hi there"])] as [(String?, [String])] {
            var fixture = DeskFixture(.quiet)
            let session = try fixture.open()
            fixture.save { $0.welcomeMessage = text }
            let picked = fixture.pickUp(session, by: "anna")
            #expect(picked.changes.events.compactMap(\.event.message?.text) == expected)
        }
    }

    @Test("agents are shown by nickname, or by first name only")
    func firstName() throws {
        for (first, name) in [(false, "Anna"), (true, "Anne-Marie")] {
            var fixture = DeskFixture(.quiet.with { $0.widget.useFirstName = first })
            fixture.roster.agents["anna"]?.profile.firstName = "Anne-Marie"
            fixture.roster.agents["anna"]?.profile.lastName = "Secret"
            let session = try fixture.conversation()
            let said = fixture.post(in: session, by: .agent("anna"))
            #expect(said.changes.events.first?.event.message?.shownAs?.name == name)
            for event in fixture.events(of: session) {
                #expect(!String(decoding: try event.visitorJSON(), as: UTF8.self).contains("Secret"))
            }
        }
    }

    @Test("the offer's time", arguments: [1, 30, 600])
    func offerTime(_ limit: Int) throws {
        var fixture = DeskFixture(
            .quiet.with { $0.routing = Channel.Routing(policy: .longestIdle, offerSeconds: limit) })
        let session = try fixture.open()
        fixture.advance(.milliseconds(Int64(limit) * 1000 - 1))
        #expect(fixture.asked(session) == "anna")
        fixture.advance(.milliseconds(1))
        #expect(fixture.asked(session) == "ben")
    }

    @Test("the offline form: whether it takes requests, and what of their category and priority")
    func offlineForm() throws {
        let category: CategoryID = "00000000-0000-8000-8000-0000000000c1"
        let priority: PriorityID = "00000000-0000-8000-8000-0000000000d1"
        for takes in [true, false] {
            var fixture = DeskFixture(
                .quiet.with {
                    $0.offlineForm = Channel.OfflineForm(
                        requests: takes, category: category, priority: priority, required: [.company], consent: true)
                })
            fixture.sendEverybodyAway()
            let session = try fixture.arrive()
            var submission = RequestSubmit(session: session, text: "Call me")
            if takes {
                #expect(fixture.send(.submitRequest(submission), by: .visitor).refusal?.field == "company")
                submission.company = "Nordlys"
                #expect(fixture.send(.submitRequest(submission), by: .visitor).refusal?.field == "consented")
            }
            (submission.company, submission.consented) = ("Nordlys", true)
            let submitted = fixture.send(.submitRequest(submission), by: .visitor)
            #expect(submitted.code == (takes ? nil : .invalidState))
            #expect(fixture.requests.map(\.category) == (takes ? [category] : []))
            #expect(fixture.requests.map(\.priority) == (takes ? [priority] : []))
        }
    }
}

@Suite("Running sessions keep the forms that they were shown")
struct EarlierSettingsTests {
    @Test("the pre-chat form asks for what it asked for when it was shown")
    func preChatForm() throws {
        var fixture = DeskFixture(.quiet.with { $0.preChatForm.required = [.name] })
        let before = try fixture.arrive("before")
        fixture.save { $0.preChatForm = Channel.PreChatForm(required: [.name, .phone], consent: true) }
        let after = try fixture.arrive("after")
        #expect(try fixture.session(before).settingsVersion == 1 && fixture.session(after).settingsVersion == 2)
        #expect(fixture.identify(before, email: nil).status == .inQueue)
        #expect(fixture.identify(after).refusal?.field == "phone")
    }

    @Test("FAQ, offline form and request in the queue likewise")
    func otherForms() throws {
        var fixture = DeskFixture(.quiet.with { $0.faqSuggestions.enabled = true })
        let asking = try fixture.arrive("asking")
        fixture.save { $0.faqSuggestions.enabled = false }
        #expect(fixture.identify(asking).status == .faq)
        let straight = try fixture.arrive("straight")
        #expect(fixture.identify(straight).status == .inQueue)

        fixture.save { $0.queueRequest.enabled = true }
        #expect(fixture.submit(straight).code == .invalidState, "he was not offered it")
        let offered = try fixture.open("offered")
        fixture.save { $0.queueRequest.enabled = false }
        #expect(fixture.submit(offered).code == nil)

        fixture.sendEverybodyAway()
        let offline = try fixture.open("offline")
        fixture.save { $0.offlineForm.requests = false }
        #expect(fixture.submit(offline).code == nil)
        let late = try fixture.open("late")
        #expect(fixture.submit(late).code == .invalidState)
    }

    @Test("the post-chat form and what stands on it")
    func postChatForm() throws {
        var fixture = DeskFixture(
            .quiet.with { $0.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true) })
        let before = try fixture.conversation("before")
        fixture.post(in: before, by: .visitor)
        fixture.save { $0.postChatForm = Channel.PostChatForm() }
        let after = try fixture.conversation("after")
        #expect(fixture.close(after, by: .visitor).status == .closed)
        #expect(fixture.close(before, by: .visitor).status == .finished)
        #expect(fixture.rate(before, 5).code == nil)
        let mail = TranscriptSend(session: before, email: "a@b.no")
        #expect(fixture.send(.sendTranscript(mail), by: .visitor).code == nil)
    }

    @Test("rules that no visitor is shown hold as they are today: routing, warnings, idle")
    func today() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.open()
        fixture.save { channel in
            channel.routing.policy = .leastBusy
            channel.warnings.agentNewMessage = 1
            (channel.idle.warnSeconds, channel.idle.closeSeconds) = (0, 90)
        }
        #expect(fixture.asked(session) == "anna")
        fixture.pickUp(session, by: "anna")
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(60))
        #expect(fixture.warnings(of: session).map(\.kind) == [.newMessage])
        fixture.advance(.seconds(30))
        #expect(fixture.status(session) == .closed)
    }

    @Test("where an earlier version is not at hand today's holds")
    func forgotten() throws {
        var fixture = DeskFixture(.quiet.with { $0.postChatForm.enabled = true })
        let session = try fixture.conversation()
        fixture.save { $0.postChatForm.enabled = false }
        fixture.desks["support"]?.earlier = [:]
        #expect(fixture.close(session, by: .visitor).status == .closed)
    }
}
