import ChatContract

/// What a channel's settings may hold (spec section 5; decisions, "Channel defaults"), field by field.
enum ChannelRules {
    static func check(_ channel: Channel, in registry: ChannelRegistry) throws(Refusal) {
        try checkProperties(channel)
        _ = try OpeningCalendar(channel.openingHours)
        try checkWidget(channel.widget)
        try checkForms(channel, registry)
        try checkWarnings(channel.warnings)
        try checkRouting(channel.routing)
        try checkIdle(channel.idle)
        try checkBot(channel.bot, registry)
        try Masks.check(channel.masks)
        for (index, origin) in channel.allowedOrigins.enumerated() {
            try check(origin: origin, "allowedOrigins[\(index)]")
        }
        if let secret = channel.identitySecret, !secret.isEmpty, secret.utf8.count < 32 {
            throw Refusal(
                .invalidField, "identitySecret is too short; give at least 32 characters", field: "identitySecret")
        }
        try FieldRules.limit(channel.identitySecret, 255, "identitySecret")
    }

    private static func checkProperties(_ channel: Channel) throws(Refusal) {
        try FieldRules.text(channel.name, 255, "name")
        try FieldRules.text(channel.badgeHeader, 255, "badgeHeader")
        try FieldRules.limit(channel.description, 255, "description")
        try FieldRules.limit(channel.welcomeMessage, 8000, "welcomeMessage")
        guard Language(rawValue: channel.language) != nil else {
            let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalidField, "\"\(channel.language.prefix(20))\" is not one of \(known)", field: "language")
        }
    }

    private static func checkWidget(_ widget: Channel.Widget) throws(Refusal) {
        try FieldRules.limit(widget.header, 255, "widget.header")
        try FieldRules.limit(widget.message, 255, "widget.message")
        try FieldRules.limit(widget.queueText, 255, "widget.queueText")
        try FieldRules.limit(widget.logo, 2048, "widget.logo")
        try check(plain: widget.font, 64, "widget.font")
        try check(plain: widget.fontSize, 16, "widget.fontSize")
        let colours = widget.colours
        let named: [(String, String?)] = [
            ("base", colours.base), ("badge", colours.badge), ("badgeText", colours.badgeText),
            ("visitor", colours.visitor), ("visitorText", colours.visitorText), ("agent", colours.agent),
            ("agentText", colours.agentText), ("button", colours.button), ("buttonText", colours.buttonText),
        ]
        for (name, colour) in named {
            guard let colour else { continue }
            let digits = colour.utf8.dropFirst()
            let isColour =
                colour.utf8.first == UInt8(ascii: "#") && digits.count == 6
                && digits.allSatisfy { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }
            guard isColour else {
                throw Refusal(
                    .invalidField, "\"\(colour.prefix(20))\" is not a colour such as #0080FF",
                    field: "widget.colours.\(name)")
            }
        }
    }

    private static func checkForms(_ channel: Channel, _ registry: ChannelRegistry) throws(Refusal) {
        try FieldRules.limit(channel.offlineForm.header, 255, "offlineForm.header")
        try FieldRules.limit(channel.offlineForm.message, 1024, "offlineForm.message")
        try FieldRules.limit(channel.preChatForm.message, 1024, "preChatForm.message")
        try FieldRules.limit(channel.postChatForm.header, 255, "postChatForm.header")
        try FieldRules.limit(channel.postChatForm.message, 1024, "postChatForm.message")
        try FieldRules.limit(channel.postChatForm.ratingText, 1024, "postChatForm.ratingText")
        if let mail = channel.postChatForm.transcriptMail {
            try FieldRules.limit(mail.subject, 255, "postChatForm.transcriptMail.subject")
            try FieldRules.limit(mail.greeting, 255, "postChatForm.transcriptMail.greeting")
            try FieldRules.limit(mail.introduction, 1024, "postChatForm.transcriptMail.introduction")
            try FieldRules.limit(mail.closing, 1024, "postChatForm.transcriptMail.closing")
        }
        try FieldRules.limit(channel.consent.text, 1024, "consent.text")
        if let link = channel.consent.link, !link.hasPrefix("https://") || link.utf8.count > 2048 {
            throw Refusal(
                .invalidField, "\"\(link.prefix(80))\" is not an address that begins with https://",
                field: "consent.link")
        }
        if let category = channel.offlineForm.category, registry.categories[category] == nil {
            throw Refusal(.notFound, "there is no category \(category)", field: "offlineForm.category")
        }
        if let priority = channel.offlineForm.priority, registry.priorities[priority] == nil {
            throw Refusal(.notFound, "there is no priority \(priority)", field: "offlineForm.priority")
        }
        if let folder = channel.faqSuggestions.folder, registry.folders[folder]?.kind != .faq {
            throw Refusal(.notFound, "there is no folder \(folder) for the FAQ", field: "faqSuggestions.folder")
        }
        let request = channel.queueRequest
        try check(minutes: request.afterMinutes, "queueRequest.afterMinutes")
        guard (0...10_000).contains(request.atLength) else {
            throw Refusal(
                .invalidField, "\(request.atLength) is not between 0 (any) and 10000", field: "queueRequest.atLength")
        }
    }

    private static func checkWarnings(_ warnings: Channel.Warnings) throws(Refusal) {
        try check(minutes: warnings.agentNewChat, "warnings.agentNewChat")
        try check(minutes: warnings.managerNewChat, "warnings.managerNewChat")
        try check(minutes: warnings.agentNewMessage, "warnings.agentNewMessage")
        try check(minutes: warnings.managerNewMessage, "warnings.managerNewMessage")
    }

    private static func checkRouting(_ routing: Channel.Routing) throws(Refusal) {
        try FieldRules.seconds(routing.offerSeconds, 1...600, "routing.offerSeconds")
        try FieldRules.seconds(routing.preferSameAgentSeconds, 0...3600, "routing.preferSameAgentSeconds")
    }

    private static func checkIdle(_ idle: Channel.Idle) throws(Refusal) {
        try FieldRules.seconds(idle.disconnectedSeconds, 1...3600, "idle.disconnectedSeconds")
        try FieldRules.seconds(idle.goneSeconds, idle.disconnectedSeconds...86_400, "idle.goneSeconds")
        try FieldRules.seconds(idle.agentLostSeconds, 1...86_400, "idle.agentLostSeconds")
        try FieldRules.seconds(idle.agentReturnSeconds, 1...86_400, "idle.agentReturnSeconds")
        try FieldRules.seconds(idle.warnSeconds, 0...604_800, "idle.warnSeconds")
        try FieldRules.seconds(idle.closeSeconds, 0...604_800, "idle.closeSeconds")
        try FieldRules.seconds(idle.postChatSeconds, 1...86_400, "idle.postChatSeconds")
        if idle.closeSeconds > 0, idle.warnSeconds >= idle.closeSeconds {
            throw Refusal(
                .invalidField,
                "\(idle.warnSeconds) is not before idle.closeSeconds (\(idle.closeSeconds)); 0 switches the warning off",
                field: "idle.warnSeconds")
        }
    }

    private static func checkBot(_ bot: Channel.Bot, _ registry: ChannelRegistry) throws(Refusal) {
        try FieldRules.limit(bot.name, 64, "bot.name")
        try FieldRules.seconds(bot.greetingSeconds, 1...600, "bot.greetingSeconds")
        try FieldRules.seconds(bot.answerSeconds, 1...600, "bot.answerSeconds")
        if let handle = bot.bot, registry.bots[handle] == nil {
            throw Refusal(.notFound, "there is no bot \(handle); save it first with bot.save", field: "bot.bot")
        }
        if bot.enabled, bot.bot == nil {
            throw Refusal(.invalidField, "bot.bot is missing: which bot?", field: "bot.bot")
        }
    }

    private static func check(minutes: Double, _ field: String) throws(Refusal) {
        guard (0...10_080).contains(minutes) else {
            throw Refusal(.invalidField, "\(minutes) is not between 0 (never) and 10080 minutes", field: field)
        }
    }

    /// A value that goes into a style sheet: nothing that could end a declaration.
    private static func check(plain value: String?, _ length: Int, _ field: String) throws(Refusal) {
        try FieldRules.limit(value, length, field)
        let isPlain = value?.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !"<>{};:\\\"'()/@&".unicodeScalars.contains(scalar)
        }
        guard isPlain ?? true else {
            throw Refusal(
                .invalidField, "\(field) holds characters that a style sheet would read; use letters, digits, spaces",
                field: field)
        }
    }

    private static func check(origin: String, _ field: String) throws(Refusal) {
        let rest = ["https://", "http://"].first { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) }
        let isOrigin =
            rest.map { rest in
                !rest.isEmpty && rest.utf8.count <= 255
                    && rest.utf8.allSatisfy { byte in
                        (48...57).contains(byte) || (97...122).contains(byte) || [0x2D, 0x2E, 0x3A].contains(byte)
                    }
            } ?? false
        guard isOrigin else {
            throw Refusal(
                .invalidField, "\"\(origin.prefix(80))\" is not an origin such as https://www.example.com",
                field: field)
        }
    }
}
