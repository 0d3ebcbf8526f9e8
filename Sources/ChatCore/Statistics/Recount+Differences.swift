import ChatContract

extension Recount {
    /// What the recorded facts of a session say otherwise than its events; none when they agree.
    ///
    /// Fields that were not recorded are not compared, nor are those that events do not tell: business time, ratings.
    /// Where no event tells the moment of the end (``hasUnknownEnd``), what follows from it is left out.
    public func differences(from recorded: [StatisticEvent]) -> [String] {
        var differences: [String] = []
        var recordedLegs: [Int: LegEnded] = [:]
        var recordedEnd: SessionEnded?
        for event in recorded {
            switch event {
            case .legEnded(let leg): recordedLegs[leg.leg] = leg
            case .sessionEnded(let ended): recordedEnd = ended
            case .agentInterval: break
            }
        }
        for leg in legs {
            guard let other = recordedLegs.removeValue(forKey: leg.leg) else {
                differences.append("\(leg.id) was not recorded")
                continue
            }
            differences += compare(leg, other)
        }
        differences += recordedLegs.keys.sorted().compactMap { recordedLegs[$0] }.map {
            "\($0.id) was recorded, and no event tells of it"
        }
        switch (ended, recordedEnd) {
        case (nil, nil): break
        case (let ended?, nil): differences.append("\(ended.id) was not recorded")
        case (nil, let other?): differences.append("\(other.id) was recorded, and the session goes on")
        case (let ended?, let other?): differences += compare(ended, other)
        }
        return differences
    }

    private func compare(_ leg: LegEnded, _ other: LegEnded) -> [String] {
        var found = Comparison(id: leg.id)
        found.field("kind", leg.kind, other.kind)
        found.field("channel", leg.channel, other.channel)
        found.field("from", leg.from, other.from)
        found.field("reason", leg.reason, other.reason)
        found.field("agent", leg.agent, other.agent)
        found.field("how", leg.how, other.how)
        found.field("messages", leg.messages, other.messages)
        found.field("responses", leg.responses, other.responses)
        found.field("activeMilliseconds", leg.activeMilliseconds, other.activeMilliseconds)
        found.field("firstResponseMilliseconds", leg.firstResponseMilliseconds, other.firstResponseMilliseconds)
        found.known("isFirst", leg.isFirst, other.isFirst)
        if !(hasUnknownEnd && leg.leg == legs.last?.leg) {
            found.field("to", leg.to, other.to)
            found.field("waitMilliseconds", leg.waitMilliseconds, other.waitMilliseconds)
            found.field("handleMilliseconds", leg.handleMilliseconds, other.handleMilliseconds)
        }
        return found.differences
    }

    private func compare(_ ended: SessionEnded, _ other: SessionEnded) -> [String] {
        var found = Comparison(id: other.id)
        found.field("channel", ended.channel, other.channel)
        found.field("outcome", ended.outcome, other.outcome)
        found.field("by", ended.by, other.by)
        found.field("openedAt", ended.openedAt, other.openedAt)
        found.field("queuedAt", ended.queuedAt, other.queuedAt)
        found.field("firstAcceptedAt", ended.firstAcceptedAt, other.firstAcceptedAt)
        found.field("queueLegs", ended.queueLegs, other.queueLegs)
        found.field("agentLegs", ended.agentLegs, other.agentLegs)
        found.field("firstResponseMilliseconds", ended.firstResponseMilliseconds, other.firstResponseMilliseconds)
        found.field("handleMilliseconds", ended.handleMilliseconds, other.handleMilliseconds)
        found.field("activeMilliseconds", ended.activeMilliseconds, other.activeMilliseconds)
        found.field("visitorMessages", ended.visitorMessages, other.visitorMessages)
        found.field("agentMessages", ended.agentMessages, other.agentMessages)
        found.field("unansweredAtClose", ended.unansweredAtClose, other.unansweredAtClose)
        found.known("agent", ended.agent, other.agent)
        found.known("firstResponseBy", ended.firstResponseBy, other.firstResponseBy)
        found.known("firstResponseAt", ended.firstResponseAt, other.firstResponseAt)
        found.known("firstResponseOn", ended.firstResponseOn, other.firstResponseOn)
        found.known("handedOffAt", ended.handedOffAt, other.handedOffAt)
        found.known("transfers", ended.transfers, other.transfers)
        if !hasUnknownEnd {
            found.field("endedAt", ended.endedAt, other.endedAt)
            found.field("shortAbandon", ended.shortAbandon, other.shortAbandon)
            found.field("waitMilliseconds", ended.waitMilliseconds, other.waitMilliseconds)
            found.field("firstWaitMilliseconds", ended.firstWaitMilliseconds, other.firstWaitMilliseconds)
            found.field("wallMilliseconds", ended.wallMilliseconds, other.wallMilliseconds)
        }
        return found.differences
    }
}

/// Gathers the fields in which two records of the same thing differ.
private struct Comparison {
    let id: String
    var differences: [String] = []

    init(id: String) {
        self.id = id
    }

    mutating func field<Value: Equatable>(_ name: String, _ counted: Value, _ recorded: Value) {
        guard counted != recorded else { return }
        differences.append("\(id): \(name) is \(text(recorded)), by the events \(text(counted))")
    }

    /// A field that older events lack.
    mutating func known<Value: Equatable>(_ name: String, _ counted: Value?, _ recorded: Value?) {
        guard recorded != nil else { return }
        field(name, counted, recorded)
    }

    private func text<Value>(_ value: Value) -> String {
        guard let optional = value as? any OptionalValue else { return "\(value)" }
        return optional.wrappedText ?? "nothing"
    }
}

private protocol OptionalValue {
    var wrappedText: String? { get }
}

extension Optional: OptionalValue {
    fileprivate var wrappedText: String? { map { "\($0)" } }
}
