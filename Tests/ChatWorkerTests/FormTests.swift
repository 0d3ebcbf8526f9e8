import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Spec section 2.3: the states 1 to 4 and 10, 11, each transition over the real broker.
@Suite("Forms, FAQ and requests over a real broker", .enabled(if: TestBroker.isAvailable))
struct FormTests {
    private static let shipping = FolderID(digest: Array(repeating: 1, count: 16))
    private static let parcel = FAQEntryID(digest: Array(repeating: 2, count: 16))

    private static func withFAQ(_ change: (inout Channel) -> Void = { _ in }) -> Channel {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.faqSuggestions = Channel.FAQSuggestions(enabled: true)
        change(&channel)
        return channel
    }

    private static func fill(_ desk: TestDesk) throws {
        try desk.apply([
            .saveFolder(Folder(folder: shipping, kind: .faq, name: "Shipping")),
            .saveFAQ(
                FAQEntry(
                    entry: parcel, folder: shipping, title: "Where is my parcel?",
                    text: "You find the tracking number in the mail that we sent you.", url: "/faq/parcel")),
            .saveFAQ(
                FAQEntry(
                    entry: FAQEntryID(digest: Array(repeating: 3, count: 16)), title: "A parcel for colleagues only",
                    text: "Internal", published: true, public: false)),
        ])
    }

    @Test("pre-chat form, suggestions that do not help, queue: 1 → 2 → 2 → 4 → 5")
    func formThenSuggestionsThenQueue() async throws {
        try await TestDesk.open([Self.withFAQ()]) { desk in
            try Self.fill(desk)
            let caller = desk.caller
            let gateway = try await desk.hearGateway()
            let session = try await caller.openUnknown()
            #expect(try desk.session(session.id).status == .preChatForm)
            // Nobody is asked before the form is there, and the form must hold what the channel requires.
            #expect(try await caller.post("Hello?", in: session, by: .visitor).refusal?.code == .invalidState)
            let empty = try await caller.ask(
                .sessionIdentify, session, by: .visitor, SessionIdentify(session: session.id, name: "Ola"))
            #expect(empty.refusal?.code == .invalidField)
            #expect(empty.refusal?.field == "email")
            let wrong = SessionIdentify(session: session.id, name: "Ola", email: "ola(at)example")
            #expect(try await caller.ask(.sessionIdentify, session, by: .visitor, wrong).refusal?.field == "email")
            let form = SessionIdentify(session: session.id, name: "Ola", email: "ola@example.com")
            #expect(try await caller.ask(.sessionIdentify, session, by: .visitor, form).status == .faq)
            #expect(try await caller.post("Where is my parcel", in: session, by: .visitor).status == .faq)
            let suggested = try await gateway.wait(for: .faqSuggested, of: session.id)
            guard case .faqSuggested(let suggestions) = suggested.data else { throw StoreFailure() }
            #expect(suggestions.entries.map(\.id) == [Self.parcel], "what is not public is suggested to nobody")
            let answer = FAQAnswer(session: session.id, helped: false)
            #expect(try await caller.ask(.faqAnswer, session, by: .visitor, answer).status == .inQueue)
            #expect(try await caller.pickUp(session, by: "anna").status == .customerLast)
            try await gateway.wait(for: .sessionAssigned, of: session.id)
            let identified = try desk.events(of: session.id).first { $0.type == .sessionIdentified }
            #expect(identified?.visibility == .visitor)
            expectSound(try desk.events(of: session.id))
            // The commands that were refused are not in the published form either.
            try await desk.tap.validate(["reply", "event", "statistic"])
        }
    }

    @Test("suggestions that help end the chat: 2 → 9, and with a post-chat form 2 → 7; outcome selfServed")
    func suggestionsHelp() async throws {
        let channel = Self.withFAQ { $0.preChatForm.enabled = false }
        try await TestDesk.open([channel]) { desk in
            try Self.fill(desk)
            let session = try await desk.caller.open("ola", question: "Where is my parcel?")
            #expect(try desk.session(session.id).phase == .faq(.suggested))
            let helped = FAQAnswer(session: session.id, helped: true)
            #expect(try await desk.caller.ask(.faqAnswer, session, by: .visitor, helped).status == .closed)
            #expect(try desk.session(session.id).ending?.outcome == .selfServed)

            var asking = channel
            asking.postChatForm.enabled = true
            try desk.apply([.saveChannel(asking)])
            let other = try await desk.caller.open("kari", question: "my parcel")
            let also = FAQAnswer(session: other.id, helped: true)
            #expect(try await desk.caller.ask(.faqAnswer, other, by: .visitor, also).status == .finished)
        }
    }

    @Test("no entry fits, or the visitor writes on: the question goes on to the queue, 2 → 4")
    func noHit() async throws {
        try await TestDesk.open([Self.withFAQ { $0.preChatForm.enabled = false }]) { desk in
            try Self.fill(desk)
            let caller = desk.caller
            let lost = try await caller.open("ola")
            #expect(try desk.session(lost.id).status == .faq)
            #expect(try await caller.post("My shoes are blue", in: lost, by: .visitor).status == .inQueue)
            let insisting = try await caller.open("kari", question: "parcel")
            #expect(try await caller.post("I want a person", in: insisting, by: .visitor).status == .inQueue)
            #expect(try await caller.post("Still here", in: insisting, by: .visitor).status == .inQueue)
        }
    }

    @Test("nobody there: offline form, request with the channel's category and priority, 3 → 10; abandoned, 3 → 9")
    func offline() async throws {
        let category = CategoryID(digest: Array(repeating: 4, count: 16))
        let priority = PriorityID(digest: Array(repeating: 5, count: 16))
        try await TestDesk.open(arePresent: false) { desk in
            try desk.apply([
                .saveCategory(RequestCategory(category: category, name: "Orders")),
                .savePriority(RequestPriority(priority: priority, name: "High")),
            ])
            var channel = Channel(channel: TestDesk.support, name: "Support")
            channel.offlineForm.consent = true
            channel.offlineForm.category = category
            channel.offlineForm.priority = priority
            try desk.apply([.saveChannel(channel)])
            let caller = desk.caller
            let session = try await caller.open()
            #expect(try desk.session(session.id).status == .offlineForm)
            var request = RequestSubmit(
                session: session.id, text: "Please call me", name: "Ola", email: "ola@x.example")
            let refused = try await caller.ask(.requestSubmit, session, by: .visitor, request)
            #expect(refused.refusal?.field == "consented", "the form asks for consent")
            request.consented = true
            let sent = try await caller.ask(
                .requestSubmit, session, by: .visitor, request, returning: RequestSubmitted.self)
            #expect(sent.status == .requestPosted)
            let kept = try await caller.ask(
                .requestGet, as: .agent("anna"), RequestGet(request: try sent.get().request), returning: Request.self
            ).get()
            #expect(kept.category == category)
            #expect(kept.priority == priority)
            #expect(kept.text == "Please call me")
            #expect(kept.visitor.consented == true)

            let other = try await caller.open("kari")
            #expect(try await caller.ask(.sessionClose, other, by: .visitor).status == .closed)
            #expect(try desk.session(other.id).ending?.outcome == .offline)
            try await desk.tap.validate()
        }
    }

    @Test("a request from the queue once enough wait, 4 → 10; leaving the queue, 4 → 11")
    func requestFromQueue() async throws {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.queueRequest = Channel.QueueRequest(enabled: true, atLength: 2)
        try await TestDesk.open([channel]) { desk in
            let caller = desk.caller
            let gateway = try await desk.hearGateway()
            let session = try await caller.open()
            let request = RequestSubmit(session: session.id, text: "Write to me instead")
            #expect(try await caller.ask(.requestSubmit, session, by: .visitor, request).refusal?.code == .invalidState)
            let second = try await caller.open("kari")
            // The gateway is told when it becomes possible, without asking.
            try await eventually("the button does not appear") {
                gateway.transients(.queuePosition).contains { event in
                    String(decoding: event.body, as: UTF8.self).contains("[\"\(session.id)\",1,true]")
                }
            }
            #expect(try await caller.ask(.requestSubmit, session, by: .visitor, request).status == .requestPosted)
            #expect(try desk.session(session.id).ending?.outcome == .requestFromQueue)
            #expect(try await caller.ask(.sessionClose, second, by: .visitor).status == .closedFromQueue)
            #expect(try desk.session(second.id).ending?.outcome == .abandoned)
            try await desk.tap.validate()
        }
    }

    /// Something else came than the test can read.
    private struct StoreFailure: Error {}
}
