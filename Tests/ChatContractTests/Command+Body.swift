import ChatContract

extension Command {
    /// The body that a client would send.
    func body() throws -> [UInt8] {
        switch self {
        case .channel(let command): try command.body()
        case .control(let command): try command.body()
        case .query(let query): try query.body()
        }
    }
}

extension ChannelCommand {
    fileprivate func body() throws -> [UInt8] {
        switch self {
        case .open(let body): try WireJSON.encode(body)
        case .attach(let body): try WireJSON.encode(body)
        case .detach(let body): try WireJSON.encode(body)
        case .post(let body): try WireJSON.encode(body)
        case .read(let body): try WireJSON.encode(body)
        case .typing(let body): try WireJSON.encode(body)
        case .identify(let body): try WireJSON.encode(body)
        case .answerFAQ(let body): try WireJSON.encode(body)
        case .submitRequest(let body): try WireJSON.encode(body)
        case .rate(let body): try WireJSON.encode(body)
        case .sendTranscript(let body): try WireJSON.encode(body)
        case .reportTranscript(let body): try WireJSON.encode(body)
        case .requestTransfer(let body): try WireJSON.encode(body)
        case .postNote(let body): try WireJSON.encode(body)
        case .createRequest(let body): try WireJSON.encode(body)
        case .block(let body): try WireJSON.encode(body)
        case .allowFiles(let body): try WireJSON.encode(body)
        case .shareFile(let body): try WireJSON.encode(body)
        case .refuseFile(let body): try WireJSON.encode(body)
        case .linkContact(let body): try WireJSON.encode(body)
        case .createContact(let body): try WireJSON.encode(body)
        case .close(let body), .leave(let body), .pickUp(let body), .acceptOffer(let body), .declineOffer(let body),
            .acceptTransfer(let body), .rejectTransfer(let body), .cancelTransfer(let body), .takeOver(let body),
            .requeue(let body), .listen(let body), .unlisten(let body), .handOff(let body), .passBot(let body),
            .delete(let body), .unlinkContact(let body):
            try WireJSON.encode(body)
        case .evaluateQueue: Answer.nothing
        case .gatewayLost(let body): try WireJSON.encode(body)
        }
    }
}

extension ControlCommand {
    fileprivate func body() throws -> [UInt8] {
        switch self {
        case .setPresence(let body): try WireJSON.encode(body)
        case .renewPresence(let body): try WireJSON.encode(body)
        case .dropPresence(let body): try WireJSON.encode(body)
        case .renewGateway(let body): try WireJSON.encode(body)
        case .dropGateway(let body): try WireJSON.encode(body)
        case .pickUpNext(let body): try WireJSON.encode(body)
        case .saveChannel(let body): try WireJSON.encode(body)
        case .deleteChannel(let body): try WireJSON.encode(body)
        case .saveMember(let body): try WireJSON.encode(body)
        case .removeMember(let body): try WireJSON.encode(body)
        case .saveAgent(let body): try WireJSON.encode(body)
        case .removeAgent(let body): try WireJSON.encode(body)
        case .saveProfile(let body): try WireJSON.encode(body)
        case .saveBot(let body): try WireJSON.encode(body)
        case .removeBot(let body): try WireJSON.encode(body)
        case .saveFolder(let body): try WireJSON.encode(body)
        case .removeFolder(let body): try WireJSON.encode(body)
        case .saveFAQ(let body): try WireJSON.encode(body)
        case .removeFAQ(let body): try WireJSON.encode(body)
        case .saveCategory(let body): try WireJSON.encode(body)
        case .removeCategory(let body): try WireJSON.encode(body)
        case .savePriority(let body): try WireJSON.encode(body)
        case .removePriority(let body): try WireJSON.encode(body)
        case .saveTemplate(let body): try WireJSON.encode(body)
        case .removeTemplate(let body): try WireJSON.encode(body)
        case .saveQuickReply(let body): try WireJSON.encode(body)
        case .removeQuickReply(let body): try WireJSON.encode(body)
        case .setFavourite(let body): try WireJSON.encode(body)
        case .addHistory(let body): try WireJSON.encode(body)
        case .saveWebhook(let body): try WireJSON.encode(body)
        case .removeWebhook(let body): try WireJSON.encode(body)
        case .requeueDeadLetter(let body): try WireJSON.encode(body)
        case .dropDeadLetter(let body): try WireJSON.encode(body)
        case .erasePersonalData(let body): try WireJSON.encode(body)
        }
    }
}

extension Query {
    fileprivate func body() throws -> [UInt8] {
        switch self {
        case .session(let body): try WireJSON.encode(body)
        case .sessions(let body): try WireJSON.encode(body)
        case .desk, .channels, .requestOptions, .quickReplies, .bots, .webhooks: Answer.nothing
        case .transcript(let body): try WireJSON.encode(body)
        case .channelState(let body): try WireJSON.encode(body)
        case .channelWidget(let body): try WireJSON.encode(body)
        case .credentials(let body): try WireJSON.encode(body)
        case .agents(let body): try WireJSON.encode(body)
        case .faqEntries(let body): try WireJSON.encode(body)
        case .faqSearch(let body): try WireJSON.encode(body)
        case .faqPage(let body): try WireJSON.encode(body)
        case .request(let body): try WireJSON.encode(body)
        case .templates(let body): try WireJSON.encode(body)
        case .renderTemplate(let body): try WireJSON.encode(body)
        case .shortcuts(let body): try WireJSON.encode(body)
        case .file(let body), .checkFile(let body): try WireJSON.encode(body)
        case .keptFiles(let body): try WireJSON.encode(body)
        case .suggestContacts(let body): try WireJSON.encode(body)
        case .contact(let body): try WireJSON.encode(body)
        case .keptSessions(let body): try WireJSON.encode(body)
        case .searchDirectory(let body): try WireJSON.encode(body)
        case .document(let body): try WireJSON.encode(body)
        case .statistics(let body): try WireJSON.encode(body)
        case .deadLetters(let body): try WireJSON.encode(body)
        }
    }
}
