import ChatContract
import ChatCore
import ChatStore

extension QueryDesk {
    /// The result of `statistics.get`: a ``Dashboard`` or a ``Report``.
    ///
    /// Agents see the dashboard of channels on which they have any permission, and reports on those that they manage;
    /// administrators and parts of the deployment (no agent) all.
    func statistics(_ body: StatisticsGet, for agent: AgentHandle?) throws -> [UInt8] {
        let channels = try channels(body, agent)
        let profile = agent.flatMap { roster.agents[$0]?.profile }
        let range = try StatisticsRange(body, zone: profile?.timeZone ?? "Etc/UTC", at: now)
        switch body.view {
        case .dashboard:
            return try WireJSON.encode(
                try reader.dashboard(of: channels, day: range.from, in: range.zone, registry, roster, at: now))
        case .report:
            return try WireJSON.encode(
                try reader.report(
                    on: channels, from: range.from, to: range.to, by: body.by, variant: range.variant,
                    target: range.target, in: range.zone, registry, roster, at: now))
        }
    }

    /// The channels asked for; all that the caller may see, when he names none.
    private func channels(_ body: StatisticsGet, _ agent: AgentHandle?) throws -> [ChannelHandle] {
        let known: [ChannelHandle]
        let allowed: [ChannelHandle]
        if let agent, roster.agents[agent]?.profile.administrator != true {
            let members = registry.memberships(of: agent)
            known = members.map(\.channel)
            switch body.view {
            case .dashboard: allowed = known
            case .report: allowed = members.filter(\.manage).map(\.channel)
            }
        } else {
            known = registry.channels.keys.sorted()
            allowed = known
        }
        guard let wanted = body.channels else {
            guard body.view == .dashboard || !allowed.isEmpty || known.isEmpty else {
                throw Refusal(.forbidden, "reports need the permission manage on a channel")
            }
            return allowed
        }
        for channel in wanted {
            guard known.contains(channel) else {
                throw Refusal(.unknownChannel, "there is no channel \(channel)", field: "channels")
            }
            guard allowed.contains(channel) else {
                throw Refusal(.forbidden, "reports need the permission manage on \(channel)", field: "channels")
            }
        }
        return Set(wanted).sorted()
    }
}
