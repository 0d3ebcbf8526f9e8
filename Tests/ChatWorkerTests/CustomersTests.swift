import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// What agents have at hand, over the real broker and the published form.
@Suite("Requests, texts, files and contacts over a real broker", .enabled(if: TestBroker.isAvailable))
struct CustomersTests {
    private struct Created: Decodable, Sendable {
        var request: RequestID
        var draft: String
    }

    private struct Contact: Decodable, Sendable {
        var person: PersonID
        var company: CompanyID?
    }

    private struct Suggestions: Decodable, Sendable {
        struct Item: Decodable, Sendable {
            var person: PersonID?
            var company: CompanyID?
            var companyName: String?
            var reason: String
        }

        var persons: [Item]
        var companies: [Item]
    }

    private struct Rendered: Decodable, Sendable {
        var text: String
    }

    @Test("a request of a chat holds its log, and gives the sentence for the text field (spec section 7.2)")
    func request() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let session = try await caller.open("ola")
            _ = try await caller.pickUp(session, by: "anna")
            _ = try await caller.post("My charger is gone", in: session, by: .visitor)
            let created = try await caller.ask(
                .requestCreate, session, by: .agent("anna"),
                RequestCreate(session: session.id, title: "Charger", text: "Ask the warehouse"),
                returning: Created.self
            ).get()
            #expect(created.draft.contains(created.request.short))
            let kept = try await caller.ask(
                .requestGet, as: .agent("anna"), RequestGet(request: created.request), returning: Request.self
            ).get()
            #expect(kept.title == "Charger" && kept.by == .agent)
            #expect(kept.text.hasPrefix("Ask the warehouse\n\n") && kept.text.contains("My charger is gone"))
            try await desk.tap.validate(["command", "reply", "event"])
        }
    }

    @Test("whom a manager blocked opens no session until it is over (decisions)")
    func block() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let session = try await caller.open("ola")
            let block = VisitorBlock(session: session.id, hours: 1)
            #expect(try await caller.ask(.visitorBlock, session, by: .agent("anna"), block).refusal?.code == .forbidden)
            #expect(try await caller.ask(.visitorBlock, session, by: .agent("mia"), block).ok)
            let refused = try await caller.ask(
                .sessionOpen, to: session.channel, as: .visitor, Caller.opening("ola"), returning: SessionOpened.self)
            #expect(refused.refusal?.code == .blocked)
            #expect(try await caller.open("kari").id != session.id)
            let lift = VisitorBlock(session: session.id, hours: 0)
            #expect(try await caller.ask(.visitorBlock, session, by: .agent("mia"), lift).ok)
            #expect(try await caller.open("ola").id != session.id)
        }
    }

    @Test("files: allowed, shared, found again by those in the session and by nobody else")
    func files() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let gateway = try await desk.hearGateway()
            let session = try await caller.open("ola")
            _ = try await caller.pickUp(session, by: "anna")
            let file = File(file: FileID(high: 1, low: 1), name: "bill.pdf", size: 100, contentType: "application/pdf")
            let share = FileShare(session: session.id, file: file)
            #expect(try await caller.ask(.fileShare, session, by: .visitor, share).refusal?.code == .filesNotAllowed)
            let allow = FilesAllow(session: session.id, allowed: true)
            #expect(try await caller.ask(.filesAllow, session, by: .agent("anna"), allow).ok)
            let shared = try await caller.ask(
                .fileShare, session, by: .visitor, share, returning: MessagePosted.self)
            #expect(try shared.get().seq > 0)
            try await gateway.wait(for: .fileShared, of: session.id)
            let get = FileGet(session: session.id, file: file.file)
            #expect(
                try await caller.ask(.fileGet, as: .agent("anna"), get, returning: File.self).get().name == "bill.pdf")
            #expect(
                try await caller.ask(.fileGet, as: .visitor, get, key: session.key, returning: File.self).get().by
                    == .visitor)
            let wrongKey = try await caller.ask(
                .fileGet, as: .visitor, get, key: String(repeating: "0", count: 32), returning: File.self)
            #expect(wrongKey.refusal?.code == .unknownSession)
            #expect(try await caller.ask(.fileGet, as: .agent("dora"), get).refusal?.code == .unknownSession)
            let other = FileGet(session: session.id, file: FileID(high: 9, low: 9))
            #expect(try await caller.ask(.fileGet, as: .agent("anna"), other).refusal?.code == .notFound)
            try await desk.tap.validate()
        }
    }

    @Test("templates are filled in for a session; quick replies and favourites are each agent's own")
    func texts() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let template = ReplyTemplate(
                template: TemplateID(high: 1, low: 1), name: "Hello", text: "Dear {visitor.name}")
            var hidden = ReplyTemplate(template: TemplateID(high: 1, low: 2), name: "Draft", text: "x")
            hidden.published = false
            try desk.apply([.saveTemplate(template), .saveTemplate(hidden)])
            let session = try await caller.open("ola")
            let list = try await caller.ask(
                .templateList, as: .agent("anna"), TemplateList(text: "HELL"), returning: ItemList<ReplyTemplate>.self)
            #expect(try list.get().items == [template])
            let all = try await caller.ask(
                .templateList, as: .agent("anna"), TemplateList(), returning: ItemList<ReplyTemplate>.self)
            #expect(try all.get().items == [template], "drafts are not for agents")
            let render = TemplateRender(template: template.template, session: session.id)
            let rendered = try await caller.ask(.templateRender, as: .agent("anna"), render, returning: Rendered.self)
            #expect(try rendered.get().text == "Dear ola")
            #expect(try await caller.ask(.templateRender, as: .agent("dora"), render).refusal?.code == .unknownSession)

            let reply = QuickReply(quickReply: QuickReplyID(high: 2, low: 2), name: "Moment", text: "One moment")
            #expect(try await caller.ask(.quickReplySave, as: .agent("anna"), reply).ok)
            func mine(_ agent: AgentHandle) async throws -> [QuickReply] {
                try await caller.ask(
                    .quickReplyList, as: .agent(agent), EmptyResult(), returning: ItemList<QuickReply>.self
                ).get().items
            }
            #expect(try await mine("anna") == [reply])
            #expect(try await mine("ben") == [])
            let id = template.template.description
            let favourite = FavouriteSet(kind: .template, id: id, favourite: true)
            #expect(try await caller.ask(.favouriteSet, as: .agent("anna"), favourite).ok)
            #expect(try await caller.ask(.historyAdd, as: .agent("anna"), HistoryAdd(kind: .template, id: id)).ok)
            let shortcuts = try await caller.ask(
                .shortcutList, as: .agent("anna"), ShortcutList(kind: .template), returning: ItemList<Shortcut>.self
            ).get().items
            #expect(shortcuts.count == 1 && shortcuts[0].favourite && shortcuts[0].usedAt != nil)
            try desk.apply([.removeTemplate(TemplateReference(template: template.template))])
            let gone = try await caller.ask(
                .shortcutList, as: .agent("anna"), ShortcutList(kind: .template), returning: ItemList<Shortcut>.self)
            #expect(try gone.get().items.isEmpty)
            try await desk.tap.validate()
        }
    }

    @Test("who it may be: by address, by name, by domain; made, linked, found with his chats (spec section 7.1)")
    func contacts() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let first = try await caller.open("ola")
            _ = try await caller.pickUp(first, by: "anna")
            func suggest(_ session: OpenSession, by agent: AgentHandle = "anna") async throws -> Suggestions {
                try await caller.ask(
                    .contactSuggest, as: .agent(agent), SessionReference(session: session.id),
                    returning: Suggestions.self
                ).get()
            }
            #expect(try await suggest(first).persons.isEmpty)
            let body = ContactCreate(
                session: first.id,
                person: Person(firstName: "Ola", lastName: "Dahl", emails: ["Ola@Example.com"]),
                company: Company(name: "Example Ltd", domain: "example.com"))
            let made = try await caller.ask(
                .contactCreate, first, by: .agent("anna"), body, returning: Contact.self
            ).get()
            #expect(try desk.session(first.id).extra.contact?.person == made.person)
            _ = try await caller.ask(.sessionClose, first, by: .agent("anna"))

            // A colleague of hers: the company is there already.
            let other = try await caller.open("kari")
            _ = try await caller.pickUp(other, by: "anna")
            let colleague = ContactCreate(
                session: other.id, person: Person(firstName: "Kari", lastName: "Holm"),
                company: Company(name: "example LTD"))
            let joined = try await caller.ask(
                .contactCreate, other, by: .agent("anna"), colleague, returning: Contact.self
            ).get()
            #expect(joined.company == made.company && joined.person != made.person)
            #expect(try desk.number("SELECT count(*) FROM company") == 1)
            _ = try await caller.ask(.sessionClose, other, by: .agent("anna"))

            let second = try await caller.open("ola")
            _ = try await caller.pickUp(second, by: "anna")
            let found = try await suggest(second)
            #expect(found.persons.map(\.person) == [made.person] && found.persons[0].reason == "email")
            #expect(found.persons[0].companyName == "Example Ltd")
            #expect(found.companies.map(\.company) == [made.company] && found.companies[0].reason == "domain")
            let link = ContactLink(session: second.id, person: made.person)
            #expect(try await caller.ask(.contactLink, second, by: .agent("anna"), link).ok)
            let search = DirectorySearch(kind: .person, text: "dah ol")
            let persons = try await caller.ask(
                .directorySearch, as: .agent("anna"), search, returning: ItemList<Person>.self)
            #expect(try persons.get().items.map(\.person) == [made.person])
            var list = SessionList(view: .all)
            list.person = made.person
            let chats = try await caller.ask(.sessionList, as: .agent("anna"), list, returning: ItemList<Summary>.self)
            #expect(try chats.get().items.map(\.session) == [second.id, first.id])
            struct Known: Decodable, Sendable {
                var person: Person?
                var company: Company?
                var sessions: [Summary]
                var activities: [DirectoryRecord]
            }
            let known = try await caller.ask(
                .contactGet, as: .agent("anna"), ContactGet(person: made.person), returning: Known.self
            ).get()
            #expect(known.person?.firstName == "Ola" && known.company?.name == "Example Ltd")
            #expect(known.sessions.count == 2)
            // Linked chats are activities of the person and of the company.
            #expect(known.activities.map(\.session) == [second.id, first.id])
            let activity = try #require(known.activities.last)
            #expect(activity.type == "chat" && activity.owner == "anna" && activity.person == made.person)
            let ofCompany = try await caller.ask(
                .contactGet, as: .agent("anna"), ContactGet(company: made.company), returning: Known.self
            ).get()
            #expect(Set(ofCompany.activities.map(\.session)) == [first.id, second.id, other.id])
            #expect(try await caller.ask(.contactUnlink, second, by: .agent("anna")).ok)
            try await desk.tap.validate()
        }
    }

    @Test("a document of the directory, for agents of a channel; what is none is not found (spec section 7.6)")
    func documents() async throws {
        try await TestDesk.open { desk in
            let manual = RecordID(high: 7, low: 1)
            let call = RecordID(high: 7, low: 2)
            let offer = RecordID(high: 7, low: 4)
            let company = CompanyID(high: 7, low: 3)
            let person = PersonID(high: 7, low: 5)
            let store = desk.store
            let lines = [
                DirectoryLine(number: 1, kind: .company, values: [(.id, company.description), (.name, "Nordlys")]),
                DirectoryLine(
                    number: 2, kind: .document,
                    values: [(.id, manual.description), (.title, "Charger manual"), (.url, "manuals/charger.pdf")]),
                DirectoryLine(
                    number: 3, kind: .followUp,
                    values: [(.id, call.description), (.title, "Call"), (.company, company.description)]),
                DirectoryLine(
                    number: 4, kind: .person,
                    values: [(.id, person.description), (.firstName, "Ola"), (.lastName, "Dahl")]),
                DirectoryLine(
                    number: 5, kind: .document,
                    values: [
                        (.id, offer.description), (.title, "Manual for Ola"), (.person, person.description),
                        (.company, company.description), (.url, "manuals/ola.pdf"),
                    ]),
            ]
            let drafts = try lines.map { try DirectoryDraft($0, store.identifiers) }
            #expect(try DirectoryImport(store).take(drafts).isEmpty)
            struct FoundDocument: Codable, Sendable {
                var title: String
                var personName: String?
                var companyName: String?
            }
            func get(_ record: RecordID, as actor: Actor) async throws -> ClientAnswer<DirectoryRecord> {
                try await desk.caller.ask(
                    .documentGet, as: actor, DocumentGet(record: record), returning: DirectoryRecord.self)
            }
            #expect(try await get(manual, as: .agent("anna")).get().url == "manuals/charger.pdf")
            for record in [call, RecordID(high: 9, low: 9)] {
                #expect(try await get(record, as: .agent("anna")).refusal?.code == .notFound)
            }
            try desk.apply([.saveAgent(AgentSave(agent: "zoe", nickname: "Zoe"))])
            #expect(try await get(manual, as: .agent("zoe")).refusal?.code == .forbidden)
            let search = DirectorySearch(kind: .document, text: "manual")
            for (agent, code) in [("anna", nil), ("zoe", .forbidden)] as [(AgentHandle, ErrorCode?)] {
                let found = try await desk.caller.ask(
                    .directorySearch, as: .agent(agent), search, returning: ItemList<FoundDocument>.self)
                #expect(found.refusal?.code == code)
                guard code == nil else { continue }
                // Whose a document is stands beside it.
                let items = try found.get().items.sorted { $0.title < $1.title }
                #expect(items.map(\.title) == ["Charger manual", "Manual for Ola"])
                #expect(items.map(\.personName) == [nil, "Ola Dahl"])
                #expect(items.map(\.companyName) == [nil, "Nordlys"])
            }
            try await desk.tap.validate()
        }
    }

    @Test("the url of a document is a path below the folder or an address; that of anything else an address")
    func documentURLs() throws {
        func problem(_ kind: DirectoryRecord.Kind, _ url: String) -> String? {
            var record = DirectoryRecord(record: RecordID(high: 7, low: 1), kind: kind, title: "Manual")
            record.company = CompanyID(high: 7, low: 3)
            record.url = url
            do throws(Refusal) {
                try ContactRules.check(record)
                return nil
            } catch {
                return error.field
            }
        }
        for url in ["manuals/charger.pdf", "https://crm.example/7", "http://crm.example"] {
            #expect(problem(.document, url) == nil)
        }
        for url in ["/etc/passwd", "../secret", "javascript:alert(1)", "file:///etc/passwd"] {
            #expect(problem(.document, url) == "url")
        }
        #expect(problem(.sale, "https://crm.example/7") == nil && problem(.sale, "sales/7") == "url")
    }

    private static func texts(of session: OpenSession, _ desk: TestDesk) throws -> [String] {
        try desk.events(of: session.id).compactMap { event in
            if case .posted(let message) = event.data { message.text } else { nil }
        }
    }

    @Test("a bot's buttons and its lines for later, over a restart of the worker")
    func botLines() async throws {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        try await TestDesk.open([channel]) { desk in
            channel.bot = Channel.Bot(enabled: true, bot: "hal", name: "Hal", greetingSeconds: 60)
            try desk.apply([.saveBot(Bot(bot: "hal", name: "Hal")), .saveChannel(channel)])
            let caller = desk.caller
            let gateway = try await desk.hearGateway()
            let session = try await caller.open("ola", question: "Hi")
            let ask = MessagePost(session: session.id, text: "Which?", options: ["Delivery", "Returns"])
            let seq = try await caller.ask(
                .messagePost, session, by: .bot("hal"), ask, returning: MessagePosted.self
            ).get().seq
            let choice = MessagePost(
                session: session.id, text: "Returns", option: ChosenOption(seq: seq, label: "Returns"))
            #expect(try await caller.ask(.messagePost, session, by: .visitor, choice).ok)
            struct Scheduled: Decodable, Sendable {
                var scheduledFor: Timestamp
            }
            // Far enough ahead that it is still to come when a busy machine gets to it.
            let at = Timestamp(milliseconds: try desk.session(session.id).at.milliseconds + 8000)
            let later = MessagePost(session: session.id, text: "Here is how", visibleAt: at)
            let answer = try await caller.ask(
                .messagePost, session, by: .bot("hal"), later, returning: Scheduled.self)
            #expect(try answer.get().scheduledFor == at)
            _ = try await desk.cutWorkers()
            try await eventually {
                try Self.texts(of: session, desk) == [
                    "Hi", "Which?", "Returns", "Here is how",
                ]
            }
            try await gateway.wait(for: .messagePosted, of: session.id)
            try await desk.tap.validate()
        }
    }
}
