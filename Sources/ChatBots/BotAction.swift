import ChatContract

/// What a bot does about an event; several are done in order.
public enum BotAction: Sendable, Equatable {
    /// Writes a line, with up to ten buttons of at most 60 characters below it.
    ///
    /// With `after`, the visitor sees it that long after the event that is answered (at most ten minutes), without anybody
    /// who waits: the worker keeps it, and drops it when the session is the bot's no more.
    case say(String, options: [String] = [], after: Span = .zero)
    /// Gives the session to people.
    case handOff
    /// Ends the session.
    case close
    /// Stays silent for good: forms and queue go on. Only before the first line.
    case pass
}
