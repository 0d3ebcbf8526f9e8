import ChatContract

/// What a simulated run is made of.
public struct SimulationOptions: Sendable {
    /// How long the faults go on.
    public var stormy = Span.seconds(40)
    /// How long nobody works at their end, if at all.
    public var outage: Span?
    /// How long everything then goes well before all is closed. From ``longCalm`` on nothing may be stuck after it.
    public var calm = SimulationOptions.longCalm
    /// How many worker processes there are.
    public var workers = 2
    public var visitors = 5
    public var agents = 4
    /// Whether the broker sometimes serves two consumers of a queue at once. Nothing may break then, but the order is
    /// the broker's to keep.
    public var doublesConsumers = false
    /// Whether somebody sets the workers' clock, also back.
    public var setsClock = false
    /// Whether a channel is deleted by force now and then, and made anew.
    public var deletesChannels = false
    /// Whether anything goes wrong at all.
    public var hasFaults = true
    /// Whether the recorded inputs are decided anew at the end.
    public var replays = true
    /// Is told of everything that happens, as it happens.
    public var tell: (@Sendable (String) -> Void)?
    /// A rule of the system that is broken on purpose.
    public var sabotage: Sabotage?

    public init() {}

    /// Long enough for every silence to be noticed and every timer to fire.
    public static let longCalm = Span.seconds(38)

    /// The options that a seed stands for: most runs are short, some are long or have a third worker.
    public init(seed: UInt64) {
        var random = SeededRandom(seed: seed ^ 0x0B5E_55ED)
        workers = random.oneIn(4) ? 3 : 2
        visitors = random.number(3...6)
        agents = random.number(3...4)
        stormy = .seconds(random.oneIn(20) ? random.number(60...100) : random.number(10...28))
        outage = random.oneIn(6) ? .seconds(random.number(14...28)) : nil
        calm = random.oneIn(3) ? Self.longCalm : .seconds(5)
        doublesConsumers = random.oneIn(6)
        setsClock = random.oneIn(8)
        deletesChannels = random.oneIn(8)
        hasFaults = !random.oneIn(12)
        replays = random.oneIn(3)
    }
}
