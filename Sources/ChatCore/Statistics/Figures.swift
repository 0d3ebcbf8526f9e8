import ChatContract

/// The figures of a report, of all it is about or of one group: lengths in seconds, shares from 0 to 1, null where
/// nothing applies.
public struct Figures: Codable, Sendable, Equatable {
    /// What belongs to a channel; null for an agent alone.
    @OrNull public var sessions: Sessions?
    /// What belongs to agents.
    public var legs: Legs
    public var offers: Offers
    public var ratings: Ratings
    public var firstResponse: Spread
    /// Of agents' time; null where the group is not about whole agents.
    @OrNull public var time: AgentTime?

    /// Count, mean and percentiles of a length of time.
    public struct Spread: Codable, Sendable, Equatable {
        public var count: Int
        @OrNull public var mean: Double?
        @OrNull public var maximum: Double?
        /// To within one per cent.
        @OrNull public var p50: Double?
        @OrNull public var p90: Double?
        @OrNull public var p95: Double?
        @OrNull public var p99: Double?
        /// The mean of the twin in business time.
        @OrNull public var businessMean: Double?

        init(_ measured: Measured, business: Measured = Measured()) {
            count = Int(measured.count)
            mean = measured.mean
            maximum = measured.count > 0 ? measured.maximum.seconds : nil
            p50 = measured.histogram.percentile(50)?.seconds
            p90 = measured.histogram.percentile(90)?.seconds
            p95 = measured.histogram.percentile(95)?.seconds
            p99 = measured.histogram.percentile(99)?.seconds
            businessMean = business.mean
        }
    }

    public struct Sessions: Codable, Sendable, Equatable {
        /// Those whose first enqueue lies in the range.
        public var incoming: Int
        /// Those that ended in it; `outcomes` are theirs.
        public var ended: Int
        public var started: Int
        public var outcomes: Outcomes
        public var queue: Queue
        public var firstWait: Spread
        public var duration: Spread
        @OrNull public var activeMean: Double?
        @OrNull public var botMean: Double?
        public var handedOff: Int
        public var transfers: Int
        public var visitorMessages: Int
        public var agentMessages: Int
        public var unansweredAtClose: Int
        /// (abandoned − short) ÷ (enqueued − short), over first queue legs.
        @OrNull public var abandonRate: Double?
        public var serviceLevel: Level
    }

    /// One for each session that ended.
    public struct Outcomes: Codable, Sendable, Equatable {
        public var abandonedShort: Int
        public var abandoned: Int
        public var abandonedInTransfer: Int
        public var missed: Int
        public var dropped: Int
        public var completed: Int
        public var requestFromQueue: Int
        public var selfServed: Int
        public var botOnly: Int
        public var notStarted: Int
        public var offlineRequest: Int
        public var offline: Int
    }

    /// Queue legs: enqueued by their start, the others by their end.
    public struct Queue: Codable, Sendable, Equatable {
        public var enqueued: Int
        public var accepted: Int
        public var abandoned: Int
        public var overflowed: Int
        public var timedOut: Int
        public var closed: Int
        public var request: Int
        public var wait: Spread
    }

    /// The service level by one formula, which is named, and the raw counts for all the others.
    public struct Level: Codable, Sendable, Equatable {
        public var variant: ServiceLevel.Variant
        /// In seconds.
        public var target: ServiceLevel.Target
        @OrNull public var value: Double?
        public var answered: Int
        public var abandoned: Int
        public var answeredWithin: Int
        public var abandonedWithin: Int
        public var shortAbandoned: Int
    }

    /// Agent legs by their end.
    public struct Legs: Codable, Sendable, Equatable {
        public var count: Int
        public var byPickUp: Int
        public var byOffer: Int
        public var byTransfer: Int
        public var byTakeOver: Int
        public var byReopening: Int
        public var requeued: Int
        public var transferred: Int
        public var takenOver: Int
        public var lost: Int
        public var closed: Int
        public var messages: Int
        public var handle: Spread
        @OrNull public var activeMean: Double?
        /// The first answer within a leg, the session's first among them.
        public var firstResponse: Spread
        /// Answers after the session's first; no percentiles.
        public var response: Spread
    }

    public struct Offers: Codable, Sendable, Equatable {
        public var offered: Int
        public var accepted: Int
        public var declined: Int
        public var missed: Int
        public var withdrawn: Int
        /// accepted ÷ (answered − withdrawn).
        @OrNull public var acceptRate: Double?
    }

    public struct Ratings: Codable, Sendable, Equatable {
        public var asked: Int
        public var count: Int
        @OrNull public var responseRate: Double?
        /// 1 to 5.
        @OrNull public var mean: Double?
        /// The share of 4 and 5.
        @OrNull public var satisfaction: Double?
    }

    /// Agents' time, whatever their channels: integrals over the range.
    public struct AgentTime: Codable, Sendable, Equatable {
        public var available: Double
        public var onBreak: Double
        public var notResponding: Double
        public var disconnected: Double
        public var online: Double
        /// Busy ÷ available slot-seconds, of the time in which there was a limit.
        @OrNull public var utilisation: Double?
        /// With a chat ÷ available or with a chat.
        @OrNull public var occupancy: Double?
        /// Chats at once, over the time online, and over the time with any.
        @OrNull public var concurrency: Double?
        @OrNull public var busyConcurrency: Double?
        public var maximum: Int
    }

    /// Makes the figures of a tally.
    ///
    /// - Parameters:
    ///   - hasSessions: whether the tally holds all that belongs to channels.
    ///   - time: agents' time, where the group is about whole agents.
    public init(
        _ tally: Tally, hasSessions: Bool, time: Tally?, variant: ServiceLevel.Variant, target: ServiceLevel.Target
    ) {
        sessions = hasSessions ? Sessions(tally, variant, target) : nil
        legs = Legs(tally)
        offers = Offers(tally)
        ratings = Ratings(tally)
        firstResponse = Spread(tally[.firstResponse], business: tally[.firstResponseBusiness])
        self.time = time.map(AgentTime.init)
    }
}

extension Figures.Sessions {
    fileprivate init(_ tally: Tally, _ variant: ServiceLevel.Variant, _ target: ServiceLevel.Target) {
        incoming = Int(tally[.incoming])
        ended = Int(tally[.ended])
        started = Int(tally[.started])
        outcomes = Figures.Outcomes(tally)
        queue = Figures.Queue(tally)
        firstWait = Figures.Spread(tally[.firstWait], business: tally[.firstWaitBusiness])
        duration = Figures.Spread(tally[.duration], business: tally[.durationBusiness])
        activeMean = tally[.sessionActive].mean
        botMean = tally[.botTime].mean
        handedOff = Int(tally[.handedOff])
        transfers = Int(tally[.transfers])
        visitorMessages = Int(tally[.visitorMessages])
        agentMessages = Int(tally[.agentMessages])
        unansweredAtClose = Int(tally[.unansweredAtClose])
        let short = tally[.firstShort]
        abandonRate = Double(tally[.firstAbandoned] - short, of: tally[.firstWait].count - short)
        let level = ServiceLevel(tally, in: target)
        serviceLevel = Figures.Level(
            variant: variant, target: target, value: level.value(variant), answered: Int(level.answered),
            abandoned: Int(level.abandoned), answeredWithin: Int(level.answeredWithin),
            abandonedWithin: Int(level.abandonedWithin), shortAbandoned: Int(level.shortAbandoned))
    }
}

extension Figures.Outcomes {
    fileprivate init(_ tally: Tally) {
        abandonedShort = Int(tally[.abandonedShort])
        abandoned = Int(tally[.abandoned])
        abandonedInTransfer = Int(tally[.abandonedInTransfer])
        missed = Int(tally[.missed])
        dropped = Int(tally[.dropped])
        completed = Int(tally[.completed])
        requestFromQueue = Int(tally[.requestFromQueue])
        selfServed = Int(tally[.selfServed])
        botOnly = Int(tally[.botOnly])
        notStarted = Int(tally[.notStarted])
        offlineRequest = Int(tally[.offlineRequest])
        offline = Int(tally[.offline])
    }
}

extension Figures.Queue {
    fileprivate init(_ tally: Tally) {
        enqueued = Int(tally[.enqueued])
        accepted = Int(tally[.queueAccepted])
        abandoned = Int(tally[.queueAbandoned])
        overflowed = Int(tally[.queueOverflowed])
        timedOut = Int(tally[.queueTimedOut])
        closed = Int(tally[.queueClosed])
        request = Int(tally[.queueRequest])
        wait = Figures.Spread(tally[.queueWait], business: tally[.queueWaitBusiness])
    }
}

extension Figures.Legs {
    fileprivate init(_ tally: Tally) {
        count = Int(tally[.handle].count)
        byPickUp = Int(tally[.byPickUp])
        byOffer = Int(tally[.byOffer])
        byTransfer = Int(tally[.byTransfer])
        byTakeOver = Int(tally[.byTakeOver])
        byReopening = Int(tally[.byReopening])
        requeued = Int(tally[.legRequeued])
        transferred = Int(tally[.legTransferred])
        takenOver = Int(tally[.legTakenOver])
        lost = Int(tally[.legLost])
        closed = Int(tally[.legClosed])
        messages = Int(tally[.legMessages])
        handle = Figures.Spread(tally[.handle], business: tally[.handleBusiness])
        activeMean = tally[.legActive].mean
        firstResponse = Figures.Spread(tally[.legFirstResponse])
        response = Figures.Spread(tally[.response])
    }
}

extension Figures.Offers {
    fileprivate init(_ tally: Tally) {
        offered = Int(tally[.offered])
        accepted = Int(tally[.offerAccepted])
        declined = Int(tally[.offerDeclined])
        missed = Int(tally[.offerMissed])
        withdrawn = Int(tally[.offerWithdrawn])
        acceptRate = Double(Int64(accepted), of: Int64(accepted + declined + missed))
    }
}

extension Figures.Ratings {
    init(_ tally: Tally) {
        asked = Int(tally[.ratingsAsked])
        count = Int(tally[.ratingsGiven])
        responseRate = Double(tally[.ratingsGiven], of: tally[.ratingsAsked])
        mean = Double(tally[.ratingSum], of: tally[.ratingsGiven])
        satisfaction = Double(tally[.ratingsGood], of: tally[.ratingsGiven])
    }
}

extension Figures.AgentTime {
    init(_ tally: Tally) {
        available = tally[.available].seconds
        onBreak = tally[.onBreak].seconds
        notResponding = tally[.notResponding].seconds
        disconnected = tally[.disconnected].seconds
        online = tally[.online].seconds
        utilisation = Double(tally[.limitedBusySlots], of: tally[.capacitySlots])
        occupancy = Double(tally[.occupied], of: tally[.attending])
        concurrency = Double(tally[.busySlots], of: tally[.online])
        busyConcurrency = Double(tally[.busySlots], of: tally[.occupied])
        maximum = Int(tally[.maximumHeld])
    }
}
