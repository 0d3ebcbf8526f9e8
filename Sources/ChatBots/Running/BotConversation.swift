import ChatClient
import ChatContract
import ChatCore

/// What a bot knows of one session: its events in order, and what of them is still to be answered. Pure.
struct BotConversation: Sendable {
    private var reader = EventReader(for: .visitor)
    private var visitor: Visitor?
    private var messages: [Message] = []
    private(set) var channel: ChannelHandle
    /// Events in order, not answered yet.
    private var inbox: [Event] = []
    /// Whether somebody works on it.
    private(set) var isWorking = false
    /// Whether one before those that came is missing: it is asked for.
    private(set) var hasHole = false

    init(channel: ChannelHandle) {
        self.channel = channel
    }

    /// The number up to which everything is there.
    var through: Int64 { reader.through }

    mutating func take(_ event: Event, at now: ContinuousClock.Instant) {
        switch reader.take(event, at: now) {
        case .repeat: break
        case .deliver(let events): inbox += events
        case .hold: hasHole = true
        }
    }

    /// What was asked for.
    mutating func fill(_ events: [Event], through seq: Int64, more: Bool, at now: ContinuousClock.Instant) {
        inbox += reader.fill(events, through: seq, more: more, at: now)
        hasHole = more || reader.heldCount > 0
    }

    /// Takes on the work, unless somebody has it.
    mutating func begin() -> Bool {
        guard !isWorking else { return false }
        isWorking = true
        return true
    }

    /// What a script can be asked.
    enum Question: Sendable {
        case opened
        case received(Message)
        /// The session is not the bot's any more.
        case over
    }

    /// The next event that says something to a bot, with the session as it was before. When there is none, the work is
    /// over.
    mutating func next() -> (event: Event, question: Question, visitor: Visitor, messages: [Message])? {
        while !inbox.isEmpty {
            let event = inbox.removeFirst()
            channel = event.channel
            switch event.data {
            case .opened(let data):
                visitor = data.visitor
                return (event, .opened, data.visitor, messages)
            case .identified(let data):
                visitor = data.visitor
            case .posted(let message):
                defer { messages.append(message) }
                guard message.from == .visitor, let visitor else { continue }
                return (event, .received(message), visitor, messages)
            case .handedOff, .closed, .finished, .deleted, .moved, .queued, .assigned:
                guard let visitor else { continue }
                return (event, .over, visitor, messages)
            default:
                continue
            }
        }
        isWorking = false
        return nil
    }
}
