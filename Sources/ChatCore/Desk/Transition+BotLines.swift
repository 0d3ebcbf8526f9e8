import ChatContract

/// What only bots' lines have: buttons, and a time at which they become visible (spec section 8.4).
extension Transition {
    /// How far ahead a line may become visible, and how many may wait (decisions, "Messages and inputs").
    private static let scheduleAhead: Span = .minutes(10)
    private static let scheduleLimit = 20
    private static let optionLimit = 10

    /// Buttons come from bots, choices from visitors, and a choice is one of the buttons that stand there.
    func checkOptions(_ post: MessagePost) throws(Refusal) {
        if post.options != nil || post.visibleAt != nil, actor.kind != .bot {
            throw Refusal(
                .invalidField, "this is for bots", field: post.options != nil ? "options" : "visibleAt")
        }
        if let options = post.options {
            guard (1...Self.optionLimit).contains(options.count), Set(options).count == options.count else {
                throw Refusal(
                    .invalidField, "a line has 1 to \(Self.optionLimit) options, each another one", field: "options")
            }
            for option in options { try FieldRules.text(option, 60, "options") }
        }
        guard let option = post.option else { return }
        guard actor == .visitor else { throw Refusal(.invalidField, "options are chosen by visitors", field: "option") }
        guard let offered = session.extra.offered, offered.seq == option.seq, offered.labels.contains(option.label)
        else {
            throw Refusal(
                .invalidState, "this option is not offered, or not any more; write a message instead", field: "option")
        }
    }

    /// Keeps a line until its time; until then the bot has not spoken, and is waited for.
    mutating func schedule(_ line: ScheduledLine) throws(Refusal) {
        guard line.at <= now + Self.scheduleAhead else {
            throw Refusal(.invalidField, "a line becomes visible at most 10 minutes from now", field: "visibleAt")
        }
        guard session.extra.scheduled?.count ?? 0 < Self.scheduleLimit else {
            throw Refusal(
                .invalidState, "\(Self.scheduleLimit) lines wait already; post more when they are shown",
                field: "visibleAt")
        }
        keep((session.extra.scheduled ?? []) + [line])
    }

    /// Keeps the lines that are to come, and looks again when the next one is due.
    private mutating func keep(_ lines: [ScheduledLine]) {
        session.extra.scheduled = lines.isEmpty ? nil : lines
        if let next = lines.map(\.at).min() { setTimer(.scheduledMessage, at: next) }
        touch()
    }

    /// Until when a bot whose lines are to come is waited for.
    var scheduledUntil: Timestamp? { session.extra.scheduled?.map(\.at).max().map { $0 + .seconds(1) } }

    /// Shows a line of the bot: now it has a number.
    mutating func show(_ line: ScheduledLine, as bot: Actor) -> Int64 {
        _ = session.figures.noteMessage(at: now)
        let seq = record(
            .posted(
                Message(
                    text: line.text, format: line.format, kind: line.options == nil ? .bot : .options, from: .bot,
                    shownAs: settings.bot.name.map { ShownAs(name: $0) }, options: line.options, source: line.source)),
            by: bot)
        session.extra.offered = line.options.map { SessionExtra.OfferedOptions(seq: seq, labels: $0) }
        session.unreadByVisitor.add(seq)
        noteLast(line.text, from: .bot)
        return seq
    }

    /// Shows the lines whose time has come; the bot that gave the session away says nothing any more.
    mutating func showScheduled(_ roster: inout Roster) {
        guard let lines = session.extra.scheduled else { return }
        guard let bot = speakingBot else { return keep([]) }
        // A stable order: lines of the same moment as they were posted.
        let due = lines.filter { $0.at <= now }.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        keep(lines.filter { $0.at > now })
        for line in due.map(\.element) { _ = speak(line, bot, &roster) }
    }

    /// The bot that may still speak here.
    private var speakingBot: BotHandle? {
        guard settings.bot.enabled, let bot = settings.bot.bot, !session.extra.isPastBot else { return nil }
        switch session.phase {
        case .preChatForm, .faq, .withBot, .waiting: return bot
        case .offlineForm, .conversation, .finished, .ended: return nil
        }
    }
}
