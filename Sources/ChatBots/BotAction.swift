/// What a bot does about an event; several are done in order.
public enum BotAction: Sendable, Equatable {
    /// Writes a line, with up to ten buttons of at most 60 characters below it.
    case say(String, options: [String] = [])
    /// Gives the session to people.
    case handOff
    /// Ends the session.
    case close
    /// Stays silent for good: forms and queue go on. Only before the first line.
    case pass
}
