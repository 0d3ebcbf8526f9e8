import ChatContract

/// Files, contacts, the texts that agents have at hand.
extension GoldenCommands {
    static let template: TemplateID = "71111111-2222-8333-8444-555555555555"
    static let quickReply: QuickReplyID = "72222222-2222-8333-8444-555555555555"
    static let file: FileID = "73333333-2222-8333-8444-555555555555"
    static let person: PersonID = "74444444-2222-8333-8444-555555555555"
    static let company: CompanyID = "75555555-2222-8333-8444-555555555555"
    static let record: RecordID = "76666666-2222-8333-8444-555555555555"
    private static let reference = #"{"session":"01234567-89ab-8def-8123-456789abcdef"}"#

    static let customers: [Entry] = [
        (
            .filesAllow, .channel(.allowFiles(FilesAllow(session: session, allowed: true))),
            #"{"allowed":true,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .fileShare, .channel(.shareFile(FileShare(session: session, file: fullFile))),
            #"{"file":"# + fileJSON + #","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .fileRefuse, .channel(.refuseFile(FileRefuse(session: session, name: "setup.exe", reason: .type))),
            #"{"name":"setup.exe","reason":"type","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .contactLink, .channel(.linkContact(fullLink)),
            #"{"company":"75555555-2222-8333-8444-555555555555","person":"74444444-2222-8333-8444-555555555555","#
                + #""project":"P7","request":"21111111-2222-8333-8444-555555555555","sale":"S9","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.contactUnlink, .channel(.unlinkContact(SessionReference(session: session))), reference),
        (
            .contactCreate,
            .channel(.createContact(ContactCreate(session: session, person: newPerson, company: newCompany))),
            #"{"company":{"country":"NO","domain":"nordlys.no","name":"Nordlys"},"#
                + #""person":{"emails":["ola@x.no"],"firstName":"Ola","lastName":"Dahl","salutation":"Mr"},"#
                + #""session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .templateSave,
            .control(
                .saveTemplate(
                    ReplyTemplate(
                        template: template, folder: folder, name: "Retur", text: "Hei {visitor.name}", format: .html,
                        language: "no", published: false))),
            #"{"folder":"31111111-2222-8333-8444-555555555555","format":"html","language":"no","name":"Retur","#
                + #""published":false,"template":"71111111-2222-8333-8444-555555555555","text":"Hei {visitor.name}"}"#
        ),
        (
            .templateRemove, .control(.removeTemplate(TemplateReference(template: template))),
            #"{"template":"71111111-2222-8333-8444-555555555555"}"#
        ),
        (
            .quickReplySave,
            .control(.saveQuickReply(QuickReply(quickReply: quickReply, name: "Vent", text: "Et øyeblikk", rank: 2))),
            #"{"format":"text","name":"Vent","quickReply":"72222222-2222-8333-8444-555555555555","rank":2,"#
                + #""text":"Et øyeblikk"}"#
        ),
        (
            .quickReplyRemove, .control(.removeQuickReply(QuickReplyReference(quickReply: quickReply))),
            #"{"quickReply":"72222222-2222-8333-8444-555555555555"}"#
        ),
        (
            .favouriteSet, .control(.setFavourite(FavouriteSet(kind: .template, id: "7", favourite: true))),
            #"{"favourite":true,"id":"7","kind":"template"}"#
        ),
        (
            .historyAdd, .control(.addHistory(HistoryAdd(kind: .quickReply, id: "8"))),
            #"{"id":"8","kind":"quickReply"}"#
        ),
        (
            .privacyErase, .control(.erasePersonalData(PrivacyErase(email: "ola@x.no"))), #"{"email":"ola@x.no"}"#
        ),
        (
            .templateList, .query(.templates(fullTemplateList)),
            #"{"cursor":"next","folder":"31111111-2222-8333-8444-555555555555","limit":20,"text":"retur"}"#
        ),
        (
            .templateRender, .query(.renderTemplate(TemplateRender(template: template, session: session))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","template":"71111111-2222-8333-8444-555555555555"}"#
        ),
        (.quickReplyList, .query(.quickReplies), "{}"),
        (.shortcutList, .query(.shortcuts(ShortcutList(kind: .person))), #"{"kind":"person"}"#),
        (
            .fileGet, .query(.file(FileGet(session: session, file: file))),
            #"{"file":"73333333-2222-8333-8444-555555555555","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .fileCheck, .query(.checkFile(FileGet(session: session, file: file))),
            #"{"file":"73333333-2222-8333-8444-555555555555","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .fileKept, .query(.keptFiles(FilesKept(files: [FileGet(session: session, file: file)]))),
            #"{"files":[{"file":"73333333-2222-8333-8444-555555555555","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef"}]}"#
        ),
        (.contactSuggest, .query(.suggestContacts(SessionReference(session: session))), reference),
        (
            .contactGet, .query(.contact(ContactGet(person: person, company: company))),
            #"{"company":"75555555-2222-8333-8444-555555555555","person":"74444444-2222-8333-8444-555555555555"}"#
        ),
        (
            .directorySearch, .query(.searchDirectory(fullDirectorySearch)),
            #"{"kind":"company","limit":5,"text":"nord"}"#
        ),
        (
            .documentGet, .query(.document(DocumentGet(record: record))),
            #"{"record":"76666666-2222-8333-8444-555555555555"}"#
        ),
        (.botList, .query(.bots), "{}"),
        (
            .deadLetterRequeue, .control(.requeueDeadLetter(DeadLetterReference(id: "dead.1k2j"))),
            #"{"id":"dead.1k2j"}"#
        ),
        (.deadLetterDrop, .control(.dropDeadLetter(DeadLetterReference(id: "dead.1k2j"))), #"{"id":"dead.1k2j"}"#),
        (.deadLetterList, .query(.deadLetters(DeadLetterList(limit: 20))), #"{"limit":20}"#),
        (.webhookList, .query(.webhooks), "{}"),
        (
            .sessionKept, .query(.keptSessions(SessionsKept(sessions: [session]))),
            #"{"sessions":["01234567-89ab-8def-8123-456789abcdef"]}"#
        ),
    ]

    static let fullFile = File(
        file: file, name: "regning \"1\".png", size: 48_211, contentType: "image/png",
        image: File.Image(width: 640, height: 480), by: .agent)
    static let fileJSON =
        #"{"by":"agent","contentType":"image/png","file":"73333333-2222-8333-8444-555555555555","#
        + #""image":{"height":480,"width":640},"name":"regning \"1\".png","size":48211}"#

    private static let fullLink: ContactLink = {
        var link = ContactLink(session: session, person: person, company: company)
        link.sale = "S9"
        link.project = "P7"
        link.request = request
        return link
    }()

    private static let newPerson: Person = {
        var person = Person(firstName: "Ola", lastName: "Dahl", emails: ["ola@x.no"])
        person.salutation = "Mr"
        return person
    }()

    private static let newCompany: Company = {
        var company = Company(name: "Nordlys", domain: "nordlys.no")
        company.country = "NO"
        return company
    }()

    private static let fullTemplateList: TemplateList = {
        var list = TemplateList(folder: folder, text: "retur")
        list.limit = 20
        list.cursor = "next"
        return list
    }()

    private static let fullDirectorySearch: DirectorySearch = {
        var search = DirectorySearch(kind: .company, text: "nord")
        search.limit = 5
        return search
    }()
}
