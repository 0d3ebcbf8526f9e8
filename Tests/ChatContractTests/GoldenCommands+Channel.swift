import ChatContract

extension GoldenCommands {
    private static let reference = #"{"session":"01234567-89ab-8def-8123-456789abcdef"}"#

    private static func about(
        _ type: CommandType, _ command: (SessionReference) -> ChannelCommand
    ) -> Entry {
        (type, .channel(command(SessionReference(session: session))), reference)
    }

    /// What is asked of a channel.
    static let channel: [Entry] = [
        (.sessionOpen, .channel(.open(fullOpen)), openJSON),
        (
            .sessionAttach,
            .channel(.attach(SessionAttach(session: session, gateway: "edge-1", connection: "c:1", after: 7))),
            #"{"after":7,"connection":"c:1","gateway":"edge-1","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .sessionDetach,
            .channel(.detach(SessionDetach(session: session, gateway: "edge-1", connection: "c/1"))),
            #"{"connection":"c/1","gateway":"edge-1","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .messagePost,
            .channel(
                .post(
                    MessagePost(
                        session: session, text: "<b>Hei</b> \"æøå\" 👋\n\\", format: .html,
                        source: MessageSource(kind: "faq", id: "12")))),
            #"{"format":"html","session":"01234567-89ab-8def-8123-456789abcdef","#
                + #""source":{"id":"12","kind":"faq"},"text":"<b>Hei</b> \"æøå\" 👋\n\\"}"#
        ),
        (
            .messageRead, .channel(.read(MessageRead(session: session, through: 9_007_199_254_740_993))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","through":9007199254740993}"#
        ),
        (
            .typingSet, .channel(.typing(TypingSet(session: session, typing: true))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","typing":true}"#
        ),
        (.sessionIdentify, .channel(.identify(fullForm)), formJSON),
        (
            .faqAnswer, .channel(.answerFAQ(FAQAnswer(session: session, helped: true))),
            #"{"helped":true,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.requestSubmit, .channel(.submitRequest(fullSubmission)), submissionJSON),
        about(.sessionClose, ChannelCommand.close),
        about(.sessionLeave, ChannelCommand.leave),
        (
            .sessionRate, .channel(.rate(SessionRate(session: session, rating: 5, comment: "Takk!"))),
            #"{"comment":"Takk!","rating":5,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .transcriptSend, .channel(.sendTranscript(TranscriptSend(session: session, email: "ola@x.no"))),
            #"{"email":"ola@x.no","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (
            .transcriptReport,
            .channel(
                .reportTranscript(
                    TranscriptReport(session: session, seq: 31, outcome: .failed, reason: "550 no such user"))),
            #"{"outcome":"failed","reason":"550 no such user","seq":31,"#
                + #""session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        about(.sessionPickUp, ChannelCommand.pickUp),
        about(.offerAccept, ChannelCommand.acceptOffer),
        about(.offerDecline, ChannelCommand.declineOffer),
        (
            .transferRequest, .channel(.requestTransfer(TransferRequest(session: session, agent: "ben"))),
            #"{"agent":"ben","session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        about(.transferAccept, ChannelCommand.acceptTransfer),
        about(.transferReject, ChannelCommand.rejectTransfer),
        about(.transferCancel, ChannelCommand.cancelTransfer),
        about(.sessionTakeOver, ChannelCommand.takeOver),
        about(.sessionRequeue, ChannelCommand.requeue),
        about(.sessionListen, ChannelCommand.listen),
        about(.sessionUnlisten, ChannelCommand.unlisten),
        (
            .notePost, .channel(.postNote(NotePost(session: session, text: "Ring \"Ola\""))),
            #"{"session":"01234567-89ab-8def-8123-456789abcdef","text":"Ring \"Ola\""}"#
        ),
        about(.sessionHandOff, ChannelCommand.handOff),
        about(.botPass, ChannelCommand.passBot),
        about(.sessionDelete, ChannelCommand.delete),
        (
            .requestCreate,
            .channel(
                .createRequest(
                    RequestCreate(
                        session: session, title: "Lader", category: category, priority: priority, text: "Spør lageret"))
            ),
            #"{"category":"51111111-2222-8333-8444-555555555555","priority":"61111111-2222-8333-8444-555555555555","#
                + #""session":"01234567-89ab-8def-8123-456789abcdef","text":"Spør lageret","title":"Lader"}"#
        ),
        (
            .visitorBlock, .channel(.block(VisitorBlock(session: session, hours: 24))),
            #"{"hours":24,"session":"01234567-89ab-8def-8123-456789abcdef"}"#
        ),
        (.queueEvaluate, .channel(.evaluateQueue), "{}"),
        (.gatewayLost, .channel(.gatewayLost(GatewayReference(gateway: "edge-1"))), #"{"gateway":"edge-1"}"#),
    ]

    private static let fullOpen: SessionOpen = {
        var open = SessionOpen(
            visitorId: "0123456789abcdefghijkl", gateway: "edge-1", connection: "c1", name: "Ola", email: "ola@x.no",
            question: "Hvor?")
        open.company = "Nordlys"
        open.phone = "+47 1"
        open.country = "NO"
        open.consented = true
        open.language = "no"
        open.timeZone = "Europe/Oslo"
        open.page = "https://x.no/a?b=c&d"
        open.host = "x.no"
        open.identity = "aa.bb.cc"
        return open
    }()
    private static let openJSON =
        #"{"company":"Nordlys","connection":"c1","consented":true,"country":"NO","email":"ola@x.no","#
        + #""gateway":"edge-1","host":"x.no","identity":"aa.bb.cc","language":"no","name":"Ola","page":"https://x.no/a?b=c&d","#
        + #""phone":"+47 1","question":"Hvor?","timeZone":"Europe/Oslo","visitorId":"0123456789abcdefghijkl"}"#

    private static let fullForm: SessionIdentify = {
        var form = SessionIdentify(session: session, name: "Ola", email: "ola@x.no", question: "Hvor?")
        form.company = "Nordlys"
        form.phone = "+47 1"
        form.country = "NO"
        form.consented = true
        return form
    }()
    private static let formJSON =
        #"{"company":"Nordlys","consented":true,"country":"NO","email":"ola@x.no","name":"Ola","phone":"+47 1","#
        + #""question":"Hvor?","session":"01234567-89ab-8def-8123-456789abcdef"}"#

    private static let fullSubmission: RequestSubmit = {
        var submission = RequestSubmit(session: session, text: "Ring meg", name: "Ola", email: "ola@x.no")
        submission.company = "Nordlys"
        submission.phone = "1"
        submission.country = "NO"
        submission.consented = false
        return submission
    }()
    private static let submissionJSON =
        #"{"company":"Nordlys","consented":false,"country":"NO","email":"ola@x.no","name":"Ola","phone":"1","#
        + #""session":"01234567-89ab-8def-8123-456789abcdef","text":"Ring meg"}"#
}
