import ChatContract

/// Whom a chat is with (spec section 7.1).
extension Transition {
    /// The owner links the chat: what the command leaves out is not linked any more. Also when the chat is over, while it
    /// was his last.
    mutating func link(_ link: ContactLink, _ known: KnownContacts, by agent: AgentHandle) throws(Refusal) {
        try requireHandling(agent)
        if let person = link.person, known.person == nil {
            throw Refusal(.notFound, "there is no person \(person)", field: "person")
        }
        if let company = link.company, known.company == nil {
            throw Refusal(.notFound, "there is no company \(company)", field: "company")
        }
        // Its own request goes along with a session that is moved to another channel.
        if let request = link.request, !known.hasRequest, request != session.request {
            throw Refusal(.notFound, "there is no request \(request) on this channel", field: "request")
        }
        try FieldRules.limit(link.sale, 64, "sale")
        try FieldRules.limit(link.project, 64, "project")
        let contact = ContactReference(
            person: link.person, company: link.company ?? link.person.flatMap { _ in known.person?.company },
            sale: link.sale,
            project: link.project)
        guard contact != session.extra.contact || link.request.map({ $0 != session.request }) ?? false else { return }
        guard contact != ContactReference() || link.request != nil else { return try unlink(by: agent) }
        setLink(contact, request: link.request)
    }

    /// The owner takes the link away.
    mutating func unlink(by agent: AgentHandle) throws(Refusal) {
        try requireHandling(agent)
        guard session.extra.contact != nil else { return }
        session.extra.contact = nil
        record(.contactUnlinked)
    }

    /// The owner makes a person, and a company unless it is there; the chat is linked to them.
    mutating func create(
        _ body: ContactCreate, as person: PersonID, in company: CompanyID, _ known: KnownContacts, by agent: AgentHandle
    ) throws(Refusal) {
        try requireHandling(agent)
        try ContactRules.check(body)
        var newPerson = body.person
        newPerson.person = person
        if body.company != nil, let same = known.company?.company {
            newPerson.company = same
        } else if var newCompany = body.company {
            newCompany.company = company
            newPerson.company = company
            changes.companies.append(newCompany)
        } else if let existing = body.person.company, known.company == nil {
            throw Refusal(.notFound, "there is no company \(existing)", field: "person.company")
        }
        changes.persons.append(newPerson)
        setLink(ContactReference(person: person, company: newPerson.company), request: nil)
    }

    private mutating func setLink(_ contact: ContactReference, request: RequestID?) {
        session.extra.contact = contact
        if let request { session.request = request }
        record(
            .contactLinked(
                EventData.ContactLinked(
                    person: contact.person, company: contact.company, sale: contact.sale, project: contact.project,
                    request: session.request)))
    }

    /// It is his, or was his last; what is over and never was anybody's, such as a request that was left, is everybody's.
    private func requireHandling(_ agent: AgentHandle) throws(Refusal) {
        guard session.owner == agent || !session.status.isLive && (session.lastAgent ?? agent) == agent else {
            throw .notAssigned
        }
    }
}
