import ChatContract

extension GoldenCommands {
    /// What clients only want to know.
    static let queries: [Entry] = [
        (
            .sessionGet, .query(.session(SessionGet(session: session, after: 4, limit: 50))),
            #"{"after":4,"limit":50,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.sessionList, .query(.sessions(fullList)), listJSON),
        (.deskGet, .query(.desk), "{}"),
        (
            .transcriptGet, .query(.transcript(TranscriptGet(session: session, format: .text))),
            #"{"format":"text","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.channelList, .query(.channels), "{}"),
        (.channelState, .query(.channelState(ChannelState(channel: "support"))), #"{"channel":"support"}"#),
        (
            .channelWidget,
            .query(.channelWidget(ChannelWidgetGet(channel: "support", origin: "https://x.no", version: 12))),
            #"{"channel":"support","origin":"https://x.no","version":12}"#
        ),
        (
            .agentList, .query(.agents(AgentList(channel: "support", present: true, withoutMe: false))),
            #"{"channel":"support","present":true,"withoutMe":false}"#
        ),
        (
            .agentCredentials, .query(.credentials(AgentCredentialsGet(login: "anna", subject: "0a1b"))),
            #"{"login":"anna","subject":"0a1b"}"#
        ),
        (.faqList, .query(.faqEntries(fullFAQList)), faqListJSON),
        (.faqSearch, .query(.faqSearch(fullSearch)), searchJSON),
        (
            .faqGet, .query(.faqPage(FAQEntryReference(entry: entry))),
            #"{"entry":"41111111-2222-8333-8444-555555555555"}"#
        ),
        (.requestOptions, .query(.requestOptions), "{}"),
        (
            .requestGet, .query(.request(RequestGet(request: request))),
            #"{"request":"21111111-2222-8333-8444-555555555555"}"#
        ),
        (
            .statisticsGet,
            .query(
                .statistics(
                    StatisticsGet(
                        view: .report, channels: ["support"], day: "2026-11-22", from: "2026-11-01", to: "2026-12-01",
                        by: .agent, zone: "Europe/Oslo", variant: "abandonedAgainst", target: 30))),
            #"{"by":"agent","channels":["support"],"day":"2026-11-22","from":"2026-11-01","target":30,"#
                + #""to":"2026-12-01","variant":"abandonedAgainst","view":"report","zone":"Europe/Oslo"}"#
        ),
    ]

    private static let fullList: SessionList = {
        var list = SessionList(view: .ongoing, channel: "support", limit: 200)
        list.agent = "anna"
        list.person = person
        list.company = company
        list.status = .userLast
        list.rating = 2
        list.text = "ola"
        list.from = "2026-11-22T00:00:00.000Z"
        list.to = "2026-11-23T00:00:00.000Z"
        list.cursor = "next"
        return list
    }()
    private static let listJSON =
        #"{"agent":"anna","channel":"support","company":"75555555-2222-8333-8444-555555555555","cursor":"next","#
        + #""from":"2026-11-22T00:00:00.000Z","limit":200,"person":"74444444-2222-8333-8444-555555555555","#
        + #""rating":2,"status":"userLast","text":"ola","to":"2026-11-23T00:00:00.000Z","view":"ongoing"}"#

    private static let fullFAQList: FAQList = {
        var list = FAQList(folder: folder)
        list.limit = 20
        list.cursor = "next"
        return list
    }()
    private static let faqListJSON =
        #"{"cursor":"next","folder":"31111111-2222-8333-8444-555555555555","limit":20}"#

    private static let fullSearch: FAQSearch = {
        var search = FAQSearch(text: "Hvor er pakken?", folder: folder)
        search.language = "no"
        search.publicOnly = true
        search.limit = 5
        return search
    }()
    private static let searchJSON =
        #"{"folder":"31111111-2222-8333-8444-555555555555","language":"no","limit":5,"#
        + #""publicOnly":true,"text":"Hvor er pakken?"}"#
}
