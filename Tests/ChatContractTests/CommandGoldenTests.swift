import ChatContract
import Testing

@Suite("Commands on the wire")
struct CommandGoldenTests {
    @Test("every type has a golden body")
    func completeness() {
        #expect(GoldenCommands.all.map(\.type) == CommandType.allCases)
    }

    @Test("bodies are written as the golden text and read from it, with unknown fields or without")
    func goldens() throws {
        for (type, command, json) in GoldenCommands.all {
            #expect(text(try command.body()) == json, "\(type)")
            #expect(try Command(type: type, body: Array(json.utf8)) == command, "\(type)")
            #expect(try Command(type: type, body: Array(withUnknownField(json).utf8)) == command, "\(type)")
        }
    }

    @Test("fields that may be left out are optional, and null is the same as nothing")
    func optionalFields() throws {
        let session = GoldenCommands.session
        let table: [(CommandType, String, Command)] = [
            (
                .sessionOpen, #"{"visitorId":"0123456789abcdefghijkl","name":null}"#,
                .channel(.open(SessionOpen(visitorId: "0123456789abcdefghijkl")))
            ),
            (
                .messagePost, #"{"session":"01234567-89ab-8def-8123-456789abcdef","text":"x","format":null}"#,
                .channel(.post(MessagePost(session: session, text: "x")))
            ),
            (
                .requestSubmit, #"{"session":"01234567-89ab-8def-8123-456789abcdef","text":"x"}"#,
                .channel(.submitRequest(RequestSubmit(session: session, text: "x")))
            ),
            (
                .sessionIdentify, #"{"session":"01234567-89ab-8def-8123-456789abcdef","consented":null}"#,
                .channel(.identify(SessionIdentify(session: session)))
            ),
            (
                .sessionRate, #"{"session":"01234567-89ab-8def-8123-456789abcdef","rating":1}"#,
                .channel(.rate(SessionRate(session: session, rating: 1)))
            ),
            (
                .transcriptReport, #"{"session":"01234567-89ab-8def-8123-456789abcdef","seq":3,"outcome":"sent"}"#,
                .channel(.reportTranscript(TranscriptReport(session: session, seq: 3, outcome: .sent)))
            ),
            (
                .transferRequest, #"{"session":"01234567-89ab-8def-8123-456789abcdef","channel":"sales"}"#,
                .channel(.requestTransfer(TransferRequest(session: session, channel: "sales")))
            ),
            (.presenceSet, #"{"status":"away"}"#, .control(.setPresence(PresenceSet(status: .away)))),
            (.sessionPickUpNext, "{}", .control(.pickUpNext(SessionPickUpNext()))),
            (.channelSave, #"{"channel":"a","name":"A"}"#, .control(.saveChannel(Channel(channel: "a", name: "A")))),
            (.channelDelete, #"{"channel":"a"}"#, .control(.deleteChannel(ChannelDelete(channel: "a")))),
            (
                .memberSave, #"{"channel":"a","agent":"anna"}"#,
                .control(.saveMember(Member(channel: "a", agent: "anna")))
            ),
            (
                .presenceRenew, #"{"connection":"tab","leaseSeconds":60}"#,
                .control(.renewPresence(PresenceRenew(connection: "tab", leaseSeconds: 60)))
            ),
            (.profileSave, "{}", .control(.saveProfile(ProfileSave()))),
            (
                .botSave, #"{"bot":"helper","name":"Helper"}"#,
                .control(.saveBot(Bot(bot: "helper", name: "Helper")))
            ),
            (
                .webhookSave, #"{"webhook":"crm","url":"https://a.example","secretVariable":"A"}"#,
                .control(
                    .saveWebhook(Webhook(webhook: "crm", url: "https://a.example", secretVariable: "A")))
            ),
            (
                .folderSave, #"{"folder":"31111111-2222-8333-8444-555555555555","kind":"faq","name":"A"}"#,
                .control(.saveFolder(Folder(folder: GoldenCommands.folder, kind: .faq, name: "A")))
            ),
            (
                .faqSave, #"{"entry":"41111111-2222-8333-8444-555555555555","title":"A","text":"B","public":null}"#,
                .control(.saveFAQ(FAQEntry(entry: GoldenCommands.entry, title: "A", text: "B")))
            ),
            (
                .prioritySave, #"{"priority":"61111111-2222-8333-8444-555555555555","name":"A"}"#,
                .control(.savePriority(RequestPriority(priority: GoldenCommands.priority, name: "A", rank: 0)))
            ),
            (.agentSave, #"{"agent":"anna"}"#, .control(.saveAgent(AgentSave(agent: "anna")))),
            (
                .sessionGet, #"{"session":"01234567-89ab-8def-8123-456789abcdef"}"#,
                .query(.session(SessionGet(session: session)))
            ),
            (.sessionList, #"{"view":"mine"}"#, .query(.sessions(SessionList(view: .mine)))),
            (.agentList, "{}", .query(.agents(AgentList()))),
            (
                .channelWidget, #"{"channel":"support"}"#,
                .query(.channelWidget(ChannelWidgetGet(channel: "support")))
            ),
            (.faqList, "{}", .query(.faqEntries(FAQList()))),
            (.faqSearch, #"{"text":"pakke"}"#, .query(.faqSearch(FAQSearch(text: "pakke")))),
        ]
        for (type, json, command) in table {
            #expect(try Command(type: type, body: Array(json.utf8)) == command, "\(type) \(json)")
        }
    }

    @Test("the session of a channel's command is the one that its body names")
    func sessions() throws {
        for (type, command, json) in GoldenCommands.channel {
            guard case .channel(let command) = command else {
                Issue.record("\(type) is no command of a channel")
                continue
            }
            #expect((command.session == GoldenCommands.session) == json.contains(#""session":""#), "\(type)")
        }
    }
}
