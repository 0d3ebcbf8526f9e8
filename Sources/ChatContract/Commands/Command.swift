#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A command's type and body, read and checked for form: what stands in an AMQP message on `chat.commands`.
public enum Command: Sendable, Equatable {
    case channel(ChannelCommand)
    case control(ControlCommand)
    case query(Query)

    /// The largest body that is read, in bytes.
    public static let bodyLimit = 64 * 1024

    /// Reads the body of a command of `type`.
    ///
    /// - Throws: ``Refusal`` with code `tooLarge` or `malformed` and the field at fault.
    public init(type: CommandType, body: [UInt8]) throws(Refusal) {
        guard body.count <= Self.bodyLimit else {
            throw Refusal(.tooLarge, "the body has \(body.count) bytes; at most \(Self.bodyLimit) are read")
        }
        guard Self.isText(body) else { throw Refusal(.malformed, "the body is not JSON in UTF-8") }
        if type == .messagePost, let post = MessagePost(FlatJSON(body)) {
            self = .channel(.post(post))
            return
        }
        do {
            self = try Self.decode(type, WireJSON.Source(body))
        } catch let error as DecodingError {
            throw Refusal(malformed: error)
        } catch {
            throw Refusal(.malformed, "the body is not a JSON object in UTF-8")
        }
    }

    /// Whether it is UTF-8 throughout: the decoder looks only at the fields that it reads, and takes UTF-16 as well.
    private static func isText(_ body: [UInt8]) -> Bool {
        !body.contains(0) && String(validating: body, as: UTF8.self) != nil
    }

    /// The body of commands that tell nothing: an object all the same.
    private struct Nothing: Decodable {
        private enum CodingKeys: CodingKey {}

        init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }
    }

    private static func bare<Value>(_ value: Value, _ body: WireJSON.Source) throws -> Value {
        let _: Nothing = try body.decode()
        return value
    }

    private static func decode(_ type: CommandType, _ body: WireJSON.Source) throws -> Command {
        switch type {
        case .sessionOpen: .channel(.open(try body.decode()))
        case .sessionAttach: .channel(.attach(try body.decode()))
        case .sessionDetach: .channel(.detach(try body.decode()))
        case .messagePost: .channel(.post(try body.decode()))
        case .messageRead: .channel(.read(try body.decode()))
        case .typingSet: .channel(.typing(try body.decode()))
        case .sessionIdentify: .channel(.identify(try body.decode()))
        case .faqAnswer: .channel(.answerFAQ(try body.decode()))
        case .requestSubmit: .channel(.submitRequest(try body.decode()))
        case .sessionClose: .channel(.close(try body.decode()))
        case .sessionLeave: .channel(.leave(try body.decode()))
        case .sessionRate: .channel(.rate(try body.decode()))
        case .transcriptSend: .channel(.sendTranscript(try body.decode()))
        case .transcriptReport: .channel(.reportTranscript(try body.decode()))
        case .sessionPickUp: .channel(.pickUp(try body.decode()))
        case .offerAccept: .channel(.acceptOffer(try body.decode()))
        case .offerDecline: .channel(.declineOffer(try body.decode()))
        case .transferRequest: .channel(.requestTransfer(try body.decode()))
        case .transferAccept: .channel(.acceptTransfer(try body.decode()))
        case .transferReject: .channel(.rejectTransfer(try body.decode()))
        case .transferCancel: .channel(.cancelTransfer(try body.decode()))
        case .sessionTakeOver: .channel(.takeOver(try body.decode()))
        case .sessionRequeue: .channel(.requeue(try body.decode()))
        case .sessionListen: .channel(.listen(try body.decode()))
        case .sessionUnlisten: .channel(.unlisten(try body.decode()))
        case .notePost: .channel(.postNote(try body.decode()))
        case .sessionHandOff: .channel(.handOff(try body.decode()))
        case .botPass: .channel(.passBot(try body.decode()))
        case .sessionDelete: .channel(.delete(try body.decode()))
        case .requestCreate: .channel(.createRequest(try body.decode()))
        case .visitorBlock: .channel(.block(try body.decode()))
        case .filesAllow: .channel(.allowFiles(try body.decode()))
        case .fileShare: .channel(.shareFile(try body.decode()))
        case .fileRefuse: .channel(.refuseFile(try body.decode()))
        case .contactLink: .channel(.linkContact(try body.decode()))
        case .contactUnlink: .channel(.unlinkContact(try body.decode()))
        case .contactCreate: .channel(.createContact(try body.decode()))
        case .queueEvaluate: .channel(try bare(.evaluateQueue, body))
        case .gatewayLost: .channel(.gatewayLost(try body.decode()))
        case .presenceSet: .control(.setPresence(try body.decode()))
        case .presenceRenew: .control(.renewPresence(try body.decode()))
        case .presenceDrop: .control(.dropPresence(try body.decode()))
        case .gatewayRenew: .control(.renewGateway(try body.decode()))
        case .gatewayDrop: .control(.dropGateway(try body.decode()))
        case .sessionPickUpNext: .control(.pickUpNext(try body.decode()))
        case .channelSave: .control(.saveChannel(try body.decode()))
        case .channelDelete: .control(.deleteChannel(try body.decode()))
        case .memberSave: .control(.saveMember(try body.decode()))
        case .memberRemove: .control(.removeMember(try body.decode()))
        case .agentSave: .control(.saveAgent(try body.decode()))
        case .agentRemove: .control(.removeAgent(try body.decode()))
        case .profileSave: .control(.saveProfile(try body.decode()))
        case .botSave: .control(.saveBot(try body.decode()))
        case .botRemove: .control(.removeBot(try body.decode()))
        case .folderSave: .control(.saveFolder(try body.decode()))
        case .folderRemove: .control(.removeFolder(try body.decode()))
        case .faqSave: .control(.saveFAQ(try body.decode()))
        case .faqRemove: .control(.removeFAQ(try body.decode()))
        case .categorySave: .control(.saveCategory(try body.decode()))
        case .categoryRemove: .control(.removeCategory(try body.decode()))
        case .prioritySave: .control(.savePriority(try body.decode()))
        case .priorityRemove: .control(.removePriority(try body.decode()))
        case .templateSave: .control(.saveTemplate(try body.decode()))
        case .templateRemove: .control(.removeTemplate(try body.decode()))
        case .quickReplySave: .control(.saveQuickReply(try body.decode()))
        case .quickReplyRemove: .control(.removeQuickReply(try body.decode()))
        case .favouriteSet: .control(.setFavourite(try body.decode()))
        case .historyAdd: .control(.addHistory(try body.decode()))
        case .webhookSave: .control(.saveWebhook(try body.decode()))
        case .webhookRemove: .control(.removeWebhook(try body.decode()))
        case .deadLetterRequeue: .control(.requeueDeadLetter(try body.decode()))
        case .deadLetterDrop: .control(.dropDeadLetter(try body.decode()))
        case .privacyErase: .control(.erasePersonalData(try body.decode()))
        case .sessionGet: .query(.session(try body.decode()))
        case .sessionList: .query(.sessions(try body.decode()))
        case .deskGet: .query(try bare(.desk, body))
        case .transcriptGet: .query(.transcript(try body.decode()))
        case .channelList: .query(try bare(.channels, body))
        case .channelState: .query(.channelState(try body.decode()))
        case .channelWidget: .query(.channelWidget(try body.decode()))
        case .agentList: .query(.agents(try body.decode()))
        case .agentCredentials: .query(.credentials(try body.decode()))
        case .faqList: .query(.faqEntries(try body.decode()))
        case .faqSearch: .query(.faqSearch(try body.decode()))
        case .faqGet: .query(.faqPage(try body.decode()))
        case .requestOptions: .query(try bare(.requestOptions, body))
        case .requestGet: .query(.request(try body.decode()))
        case .templateList: .query(.templates(try body.decode()))
        case .templateRender: .query(.renderTemplate(try body.decode()))
        case .quickReplyList: .query(try bare(.quickReplies, body))
        case .shortcutList: .query(.shortcuts(try body.decode()))
        case .fileGet: .query(.file(try body.decode()))
        case .fileCheck: .query(.checkFile(try body.decode()))
        case .fileKept: .query(.keptFiles(try body.decode()))
        case .contactSuggest: .query(.suggestContacts(try body.decode()))
        case .contactGet: .query(.contact(try body.decode()))
        case .directorySearch: .query(.searchDirectory(try body.decode()))
        case .documentGet: .query(.document(try body.decode()))
        case .botList: .query(try bare(.bots, body))
        case .statisticsGet: .query(.statistics(try body.decode()))
        case .deadLetterList: .query(.deadLetters(try body.decode()))
        case .webhookList: .query(try bare(.webhooks, body))
        case .sessionKept: .query(.keptSessions(try body.decode()))
        }
    }
}

extension MessagePost {
    /// The usual form: texts only, no source, no time; options are no texts, so the general decoder reads them.
    fileprivate init?(_ json: FlatJSON?) {
        guard let json, let session = json["session"].flatMap(SessionID.init), let text = json["text"] else {
            return nil
        }
        var format: TextFormat?
        if let name = json["format"] {
            guard let known = TextFormat(rawValue: name) else { return nil }
            format = known
        }
        guard json["source"] == nil, json["visibleAt"] == nil else { return nil }
        self.init(session: session, text: text, format: format)
    }
}
