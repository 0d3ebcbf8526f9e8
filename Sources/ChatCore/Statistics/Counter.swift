import ChatContract

/// What is counted in a bucket, or added up in it. The numbers stand in the store: added to, never changed.
public enum Counter: Int, CaseIterable, Sendable {
    // Queue legs: begun by their start, ended by their end.
    case enqueued = 0
    /// First queue legs by their start: the sessions that came.
    case incoming = 1
    case queueAccepted = 2
    case queueAbandoned = 3
    case queueOverflowed = 4
    case queueTimedOut = 5
    case queueClosed = 6
    case queueRequest = 7
    /// The queue's length added up over time: a state, split where buckets end.
    case waitingMilliseconds = 8

    // Service level, over first queue legs by their end; "within" includes the target itself.
    case firstAccepted = 10
    case firstAbandoned = 11
    /// Within ten seconds.
    case firstShort = 12
    case answeredWithin10 = 13
    case answeredWithin20 = 14
    case answeredWithin30 = 15
    case answeredWithin60 = 16
    case answeredWithin120 = 17
    case abandonedWithin10 = 18
    case abandonedWithin20 = 19
    case abandonedWithin30 = 20
    case abandonedWithin60 = 21
    case abandonedWithin120 = 22

    // Offers: made by their start, answered by their end.
    case offered = 30
    case offerAccepted = 31
    case offerDeclined = 32
    case offerMissed = 33
    case offerWithdrawn = 34

    // Agent legs by their end.
    case legRequeued = 40
    case legTransferred = 41
    case legTakenOver = 42
    case legLost = 43
    case legClosed = 44
    case byPickUp = 45
    case byOffer = 46
    case byTransfer = 47
    case byTakeOver = 48
    case legMessages = 49
    /// Legs by their start that count for the heroes of the day: by accept, offer or transfer, with a message.
    case heroLegs = 50
    /// The visitor went on after the end, and his agent was there.
    case byReopening = 51

    case botHandedOff = 55
    case botClosed = 56

    // Sessions by their end.
    case ended = 60
    case started = 61
    case abandonedShort = 62
    case abandoned = 63
    case abandonedInTransfer = 64
    case missed = 65
    case dropped = 66
    case completed = 67
    case requestFromQueue = 68
    case selfServed = 69
    case botOnly = 70
    case notStarted = 71
    case offlineRequest = 72
    case offline = 73
    case queueLegs = 74
    case agentLegs = 75
    case visitorMessages = 76
    case agentMessages = 77
    case unansweredAtClose = 78
    case handedOff = 79
    case transfers = 80
    case reopenings = 81

    case ratingsAsked = 90
    case ratingsGiven = 91
    case ratingSum = 92
    /// Ratings of 4 and 5.
    case ratingsGood = 93

    // Agents' time in milliseconds: states, split where buckets end.
    case available = 100
    case onBreak = 101
    case notResponding = 102
    case disconnected = 103
    /// Chats times time.
    case busySlots = 104
    /// The same while he had a limit: what fits under `capacitySlots`.
    case limitedBusySlots = 105
    /// The limit times time, while available or with chats.
    case capacitySlots = 106
    /// With one chat at least.
    case occupied = 107
    /// Available, or with one chat at least.
    case attending = 108
    /// Not disconnected, or with one chat at least.
    case online = 109

    // The highest, not the sum.
    case maximumHeld = 120
    /// When the last of `heroLegs` began, milliseconds since 1970.
    case lastHeroLegAt = 121

    /// Whether two are put together by the higher, not by the sum.
    var isMaximum: Bool { rawValue >= Self.firstMaximum }

    static let firstMaximum = Counter.maximumHeld.rawValue

    /// The counters by their numbers, with holes.
    static let byCode: [Counter?] = {
        var table = [Counter?](repeating: nil, count: (allCases.map(\.rawValue).max() ?? 0) + 1)
        for counter in allCases { table[counter.rawValue] = counter }
        return table
    }()
}
