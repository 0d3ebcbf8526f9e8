/// The types of commands and queries, as they stand in the AMQP property `type` and at the end of the routing key.
public enum CommandType: String, Codable, Sendable, CaseIterable {
    case sessionOpen = "session.open"
    case sessionAttach = "session.attach"
    case sessionDetach = "session.detach"
    case messagePost = "message.post"
    case messageRead = "message.read"
    case typingSet = "typing.set"
    case sessionIdentify = "session.identify"
    case faqAnswer = "faq.answer"
    case requestSubmit = "request.submit"
    case sessionClose = "session.close"
    case sessionLeave = "session.leave"
    case sessionRate = "session.rate"
    case transcriptSend = "transcript.send"
    case transcriptReport = "transcript.report"
    case sessionPickUp = "session.pickUp"
    case offerAccept = "offer.accept"
    case offerDecline = "offer.decline"
    case transferRequest = "transfer.request"
    case transferAccept = "transfer.accept"
    case transferReject = "transfer.reject"
    case transferCancel = "transfer.cancel"
    case sessionTakeOver = "session.takeOver"
    case sessionRequeue = "session.requeue"
    case sessionListen = "session.listen"
    case sessionUnlisten = "session.unlisten"
    case notePost = "note.post"
    case sessionHandOff = "session.handOff"
    case botPass = "bot.pass"
    case sessionDelete = "session.delete"
    case requestCreate = "request.create"
    case visitorBlock = "visitor.block"
    case filesAllow = "files.allow"
    case fileShare = "file.share"
    case fileRefuse = "file.refuse"
    case contactLink = "contact.link"
    case contactUnlink = "contact.unlink"
    case contactCreate = "contact.create"
    case queueEvaluate = "queue.evaluate"
    case gatewayLost = "gateway.lost"

    case presenceSet = "presence.set"
    case presenceRenew = "presence.renew"
    case presenceDrop = "presence.drop"
    case gatewayRenew = "gateway.renew"
    case gatewayDrop = "gateway.drop"
    case sessionPickUpNext = "session.pickUpNext"
    case channelSave = "channel.save"
    case channelDelete = "channel.delete"
    case memberSave = "member.save"
    case memberRemove = "member.remove"
    case agentSave = "agent.save"
    case agentRemove = "agent.remove"
    case profileSave = "profile.save"
    case botSave = "bot.save"
    case botRemove = "bot.remove"
    case folderSave = "folder.save"
    case folderRemove = "folder.remove"
    case faqSave = "faq.save"
    case faqRemove = "faq.remove"
    case categorySave = "category.save"
    case categoryRemove = "category.remove"
    case prioritySave = "priority.save"
    case priorityRemove = "priority.remove"
    case templateSave = "template.save"
    case templateRemove = "template.remove"
    case quickReplySave = "quickReply.save"
    case quickReplyRemove = "quickReply.remove"
    case favouriteSet = "favourite.set"
    case historyAdd = "history.add"
    case webhookSave = "webhook.save"
    case webhookRemove = "webhook.remove"
    case deadLetterRequeue = "deadLetter.requeue"
    case deadLetterDrop = "deadLetter.drop"
    case privacyErase = "privacy.erase"

    case sessionGet = "session.get"
    case sessionList = "session.list"
    case deskGet = "desk.get"
    case transcriptGet = "transcript.get"
    case channelList = "channel.list"
    case channelState = "channel.state"
    case channelWidget = "channel.widget"
    case agentList = "agent.list"
    case agentCredentials = "agent.credentials"
    case faqList = "faq.list"
    case faqSearch = "faq.search"
    case faqGet = "faq.get"
    case requestOptions = "request.options"
    case requestGet = "request.get"
    case templateList = "template.list"
    case templateRender = "template.render"
    case quickReplyList = "quickReply.list"
    case shortcutList = "shortcut.list"
    case fileGet = "file.get"
    case fileCheck = "file.check"
    case fileKept = "file.kept"
    case contactSuggest = "contact.suggest"
    case contactGet = "contact.get"
    case directorySearch = "directory.search"
    case documentGet = "document.get"
    case botList = "bot.list"
    case statisticsGet = "statistics.get"
    case deadLetterList = "deadLetter.list"
    case webhookList = "webhook.list"
    case sessionKept = "session.kept"

    /// Where commands of this type are sent: to a channel's queue, to the control queue or to the queries.
    public var scope: CommandScope {
        switch self {
        case .sessionOpen, .sessionAttach, .sessionDetach, .messagePost, .messageRead, .typingSet, .sessionIdentify,
            .faqAnswer, .requestSubmit, .sessionClose, .sessionLeave, .sessionRate, .transcriptSend, .transcriptReport,
            .sessionPickUp, .offerAccept, .offerDecline, .transferRequest, .transferAccept, .transferReject,
            .transferCancel, .sessionTakeOver, .sessionRequeue, .sessionListen, .sessionUnlisten, .notePost,
            .sessionHandOff, .botPass, .sessionDelete, .requestCreate, .visitorBlock, .filesAllow, .fileShare,
            .fileRefuse, .contactLink, .contactUnlink, .contactCreate, .queueEvaluate, .gatewayLost:
            .channel
        case .presenceSet, .presenceRenew, .presenceDrop, .gatewayRenew, .gatewayDrop, .sessionPickUpNext,
            .channelSave, .channelDelete, .memberSave, .memberRemove, .agentSave, .agentRemove, .profileSave, .botSave,
            .botRemove, .folderSave, .folderRemove, .faqSave, .faqRemove, .categorySave, .categoryRemove,
            .prioritySave, .priorityRemove, .templateSave, .templateRemove, .quickReplySave, .quickReplyRemove,
            .favouriteSet, .historyAdd, .webhookSave, .webhookRemove, .deadLetterRequeue, .deadLetterDrop,
            .privacyErase:
            .control
        case .sessionGet, .sessionList, .deskGet, .transcriptGet, .channelList, .channelState, .channelWidget,
            .agentList, .agentCredentials, .faqList, .faqSearch, .faqGet, .requestOptions, .requestGet, .templateList,
            .templateRender, .quickReplyList, .shortcutList, .fileGet, .fileCheck, .fileKept, .contactSuggest,
            .contactGet, .directorySearch, .documentGet, .botList, .statisticsGet, .deadLetterList, .webhookList,
            .sessionKept:
            .query
        }
    }

    /// Whether doing it twice is the same as doing it once, so that its message-id need not be kept.
    public var isIdempotentByNature: Bool {
        switch self {
        case .typingSet, .messageRead, .presenceRenew, .gatewayRenew, .sessionAttach, .sessionDetach, .queueEvaluate,
            .gatewayLost:
            true
        default: scope == .query
        }
    }

    /// Whether a visitor needs his session key for it: all but opening and looking.
    public var needsSessionKey: Bool {
        switch self {
        case .sessionOpen, .channelState, .channelWidget, .faqGet: false
        default: true
        }
    }
}

/// The three kinds of addresses on the exchange `chat.commands`.
public enum CommandScope: String, Sendable {
    case channel, control, query
}
