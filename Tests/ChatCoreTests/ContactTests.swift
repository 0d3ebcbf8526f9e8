import ChatContract
import Testing

@testable import ChatCore

@Suite("Whom a chat is with (spec section 7.1)")
struct ContactTests {
    private let ola = Person(
        person: PersonID(high: 1, low: 1), firstName: "Ola", lastName: "Dahl", emails: ["ola@x.no"],
        company: CompanyID(high: 2, low: 2))

    @Test("the owner links the chat to a person, and so to his company; nobody but agents is told")
    func link() throws {
        var fixture = DeskFixture(.quiet)
        fixture.known = KnownContacts(person: ola)
        let session = try fixture.conversation()
        let link = ChannelCommand.linkContact(ContactLink(session: session, person: ola.person))
        let linked = fixture.send(link, by: .agent("anna"))
        #expect(linked.types == [.contactLinked])
        #expect(try linked.audience(.contactLinked).gateways == [])
        let card = try fixture.session(session).summary(for: "anna", channelName: "", position: nil)
        #expect(card.person == ola.person && card.company == ola.company)
        #expect(fixture.send(link, by: .agent("anna")).types == [], "once")
        #expect(fixture.send(link, by: .agent("ben")).code == .notAssigned)
        #expect(fixture.send(link, by: .visitor).code == .forbidden)
        let unlink = fixture.send(.unlinkContact(SessionReference(session: session)), by: .agent("anna"))
        #expect(unlink.types == [.contactUnlinked])
        #expect(try fixture.session(session).extra.contact == nil)
    }

    @Test("whoever is not there cannot be linked; nothing at all takes the link away")
    func unknown() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let person = fixture.send(.linkContact(ContactLink(session: session, person: ola.person)), by: .agent("anna"))
        #expect(person.code == .notFound && person.refusal?.field == "person")
        var link = ContactLink(session: session)
        link.request = RequestID(high: 3, low: 3)
        #expect(fixture.send(.linkContact(link), by: .agent("anna")).refusal?.field == "request")
        fixture.known = KnownContacts(person: ola)
        fixture.send(.linkContact(ContactLink(session: session, person: ola.person)), by: .agent("anna"))
        let nothing = fixture.send(.linkContact(ContactLink(session: session)), by: .agent("anna"))
        #expect(nothing.types == [.contactUnlinked])
    }

    @Test("a request that was left while nobody was there, by any agent of the channel")
    func requestLeft() throws {
        var fixture = DeskFixture(.quiet.with { $0.queueRequest.enabled = true })
        fixture.known = KnownContacts(person: ola)
        let session = try fixture.open()
        #expect(fixture.submit(session).status == .requestPosted)
        let link = ChannelCommand.linkContact(ContactLink(session: session, person: ola.person))
        #expect(fixture.send(link, by: .agent("stranger")).code == .unknownSession)
        let linked = fixture.send(link, by: .agent("ben"))
        #expect(linked.types == [.contactLinked])
        #expect(try linked.audience(.contactLinked).agents == ["ben"])
        #expect(
            fixture.send(.unlinkContact(SessionReference(session: session)), by: .agent("anna")).types == [
                .contactUnlinked
            ])
    }

    @Test("a company that is there already is not made a second time")
    func sameCompany() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let nordlys = CompanyID(high: 2, low: 2)
        fixture.known = KnownContacts(company: Company(company: nordlys, name: "Nordlys"))
        let create = ContactCreate(
            session: session, person: Person(firstName: "Kari", lastName: "Holm"), company: Company(name: "nordlys"))
        let made = fixture.send(.createContact(create), by: .agent("anna"))
        #expect(made.changes.companies == [] && made.changes.persons.map(\.company) == [nordlys])
        #expect(try fixture.session(session).extra.contact?.company == nordlys)
    }

    @Test("its own request goes along with a chat that is moved to another channel")
    func movedRequest() throws {
        var fixture = DeskFixture(.quiet)
        fixture.known = KnownContacts(person: ola)
        let session = try fixture.conversation()
        let create = fixture.send(
            .createRequest(RequestCreate(session: session, title: "Charger")), by: .agent("anna"))
        var link = ContactLink(session: session, person: ola.person)
        link.request = create.facts?.request
        #expect(link.request != nil)
        #expect(fixture.send(.linkContact(link), by: .agent("anna")).types == [.contactLinked])
    }

    @Test("also after the end, by whoever had it last")
    func afterwards() throws {
        var fixture = DeskFixture(.quiet)
        fixture.known = KnownContacts(person: ola)
        let session = try fixture.conversation()
        fixture.close(session, by: .agent("anna"))
        let link = ChannelCommand.linkContact(ContactLink(session: session, person: ola.person))
        #expect(fixture.send(link, by: .agent("ben")).code == .notAssigned)
        let linked = fixture.send(link, by: .agent("anna"))
        #expect(linked.types == [.contactLinked])
        #expect(try linked.audience(.contactLinked).agents == ["anna"], "his page shows it")
    }

    @Test("a new person in a new company gets identifiers, and the chat is linked")
    func create() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let body = ContactCreate(
            session: session, person: Person(firstName: "Ola", lastName: "Dahl", emails: ["ola@x.no"]),
            company: Company(name: "Nordlys"))
        #expect(fixture.send(.createContact(body), by: .agent("anna")).types == [.contactLinked])
        let person = try #require(fixture.persons.first)
        let company = try #require(fixture.companies.first)
        #expect(person.person != nil && company.company != nil && person.company == company.company)
        let contact = try fixture.session(session).extra.contact
        #expect(contact == ContactReference(person: person.person, company: company.company))
    }

    @Test("what a person may not be")
    func invalid() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let table: [(Person, Company?, String)] = [
            (Person(firstName: " ", lastName: ""), nil, "person.lastName"),
            (Person(firstName: "Ola", lastName: "", emails: ["ola"]), nil, "person.emails"),
            (ola, nil, "person"), (Person(firstName: "Ola", lastName: ""), Company(name: " "), "company.name"),
            (Person(firstName: "Ola", lastName: "", company: CompanyID(high: 9, low: 9)), nil, "person.company"),
        ]
        for (person, company, field) in table {
            let body = ContactCreate(session: session, person: person, company: company)
            let decision = fixture.send(.createContact(body), by: .agent("anna"))
            #expect(decision.refusal?.field == field, "\(field)")
            #expect(fixture.persons.isEmpty && fixture.companies.isEmpty)
        }
    }
}
