import ChatContract

/// All agents and gateways, over all channels.
///
/// Limits and ranks hold over channels and workers because every transaction sees the roster as the last one left it.
public struct Roster: Sendable, Equatable {
    public var agents: [AgentHandle: AgentState]
    /// Until when each gateway is known to live.
    public var gateways: [GatewayHandle: Timestamp]
    /// Agents who were removed, with the number of the next stretch of their time: who comes back is counted on.
    public var former: [AgentHandle: Int64] = [:]

    public init(agents: [AgentHandle: AgentState] = [:], gateways: [GatewayHandle: Timestamp] = [:]) {
        self.agents = agents
        self.gateways = gateways
    }

    /// The turn after the last that anybody had.
    private var nextTurn: Int64 { (agents.values.lazy.map(\.lastTurn).max() ?? 0) + 1 }

    /// Keeps a slot of an agent for a chat that he is asked to take.
    mutating func reserve(
        _ session: SessionID, on channel: ChannelHandle, by agent: AgentHandle, at now: Timestamp,
        _ changes: inout Changes
    ) {
        let turn = nextTurn
        update(agent, at: now, &changes) { state in
            state.offered[session] = channel
            state.lastTurn = turn
        }
    }

    /// An agent is no longer asked.
    ///
    /// - Parameter missed: he let it pass: until he does something, nobody asks him again.
    mutating func withdraw(
        _ session: SessionID, from agent: AgentHandle, missed: Bool, at now: Timestamp, _ changes: inout Changes
    ) {
        update(agent, at: now, &changes) { state in
            state.offered[session] = nil
            if missed { state.isNotResponding = true }
        }
    }

    /// The lease that any command of an agent is worth, and the one of a gateway that never asked for another.
    static let impliedLease = Span.seconds(60)

    /// Gives a chat to an agent.
    ///
    /// - Returns: the chat's rank among his chats.
    mutating func hold(
        _ session: SessionID, on channel: ChannelHandle, by agent: AgentHandle, at now: Timestamp,
        _ changes: inout Changes
    ) -> Int {
        let rank = agents[agent]?.freeRank ?? 1
        let turn = nextTurn
        update(agent, at: now, &changes) { state in
            // An offer had its turn when it was made.
            if state.offered.removeValue(forKey: session) == nil { state.lastTurn = turn }
            state.held[session] = AgentState.Hold(channel: channel, rank: rank)
        }
        return rank
    }

    /// Takes a chat from an agent.
    mutating func release(
        _ session: SessionID, by agent: AgentHandle, at now: Timestamp, _ changes: inout Changes
    ) {
        update(agent, at: now, &changes) { state in
            state.held[session] = nil
            state.freeSince = now
        }
    }

    /// Any command of an agent says that he lives.
    ///
    /// The lease is renewed only when half of it is over, so that talking does not write the agent's row each time.
    ///
    /// - Returns: whether he came back by it: then others see him as something else than before, and the channels where
    ///   he has chats look at them again.
    @discardableResult
    public mutating func hear(_ agent: AgentHandle, at now: Timestamp, _ changes: inout Changes) -> Bool {
        guard let state = agents[agent] else { return false }
        if state.isNotResponding { update(agent, at: now, &changes) { $0.isNotResponding = false } }
        if state.isLive, let until = state.leases.values.max(), until >= now + .seconds(30) {
            return state.isNotResponding
        }
        renew(agent, connection: "-", until: now + Self.impliedLease, at: now, &changes)
        guard !state.isLive else { return state.isNotResponding }
        changes.evaluations.formUnion(state.channels)
        return true
    }

    /// A connection of an agent lives until then.
    mutating func renew(
        _ agent: AgentHandle, connection: String, until: Timestamp, at now: Timestamp, _ changes: inout Changes
    ) {
        let before = agents[agent].flatMap { $0.isLive ? $0.leases.values.max() : nil }
        update(agent, at: now, &changes) { state in
            state.leases[connection] = until
            state.isLive = true
            state.silentSince = nil
        }
        // A timer that only moves later is left: it looks when it fires.
        let after = agents[agent]?.leases.values.max()
        if let after, before.map({ after < $0 }) ?? true { setLeaseTimer(of: agent, &changes) }
    }

    /// A gateway lives until then, and with it its visitors' connections.
    mutating func renew(_ gateway: GatewayHandle, until: Timestamp, _ changes: inout Changes) {
        let before = gateways[gateway]
        gateways[gateway] = until
        changes.gateways.insert(gateway)
        if before.map({ until < $0 }) ?? true {
            changes.timers.append(Timer(.gatewayLease, .gateway(gateway), at: until, silence: .seconds(5)))
        }
    }

    /// Forgets an agent; the stretch of his time that ran ends.
    mutating func remove(_ agent: AgentHandle, at now: Timestamp, _ changes: inout Changes) {
        guard let state = agents.removeValue(forKey: agent) else { return }
        let interval = state.interval
        former[agent] = interval.n + 1
        changes.statistics.append(
            .agentInterval(
                AgentInterval(
                    agent: agent, n: interval.n, from: interval.since, to: max(now, interval.since),
                    wanted: interval.wanted, effective: interval.effective, capacity: interval.capacity,
                    held: interval.held)))
    }

    /// A visitor came by a gateway: one that never asked for a lease gets the implied one.
    mutating func hear(_ gateway: GatewayHandle, at now: Timestamp, _ changes: inout Changes) {
        if gateways[gateway] == nil { renew(gateway, until: now + Self.impliedLease, &changes) }
    }

    /// Sets the timer that looks when the last of an agent's leases is over.
    func setLeaseTimer(of agent: AgentHandle, _ changes: inout Changes) {
        guard let until = agents[agent]?.leases.values.max() else { return }
        changes.timers.append(Timer(.agentLease, .agent(agent), at: until, silence: .seconds(5)))
    }

    /// Changes an agent's state; where presence, limit or chats changed, a stretch of his time ends.
    mutating func update(
        _ agent: AgentHandle, at now: Timestamp, _ changes: inout Changes, _ body: (inout AgentState) -> Void
    ) {
        guard let before = agents[agent] else { return }
        var state = before
        body(&state)
        if state.effective == .present {
            if before.effective != .present { state.freeSince = max(state.freeSince, now) }
            // Without a limit of his own he may be asked for fewer than with a high one.
            if before.effective != .present || state.load < before.load
                || state.profile.capacity != before.profile.capacity
            {
                changes.freed.insert(agent)
            }
        } else if before.effective == .present {
            // Who asks him must ask somebody else.
            changes.evaluations.formUnion(state.offered.values)
        }
        let interval = state.interval
        let next = AgentState.Interval(
            n: interval.n + 1, since: max(now, interval.since), wanted: state.wanted, effective: state.effective,
            capacity: state.profile.capacity, held: state.held.count)
        if (next.wanted, next.effective, next.held) != (interval.wanted, interval.effective, interval.held)
            || next.capacity != interval.capacity
        {
            changes.statistics.append(
                .agentInterval(
                    AgentInterval(
                        agent: agent, n: interval.n, from: interval.since, to: next.since, wanted: interval.wanted,
                        effective: interval.effective, capacity: interval.capacity, held: interval.held)))
            state.interval = next
        }
        agents[agent] = state
        changes.agents.insert(agent)
    }
}
