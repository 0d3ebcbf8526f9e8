import ChatContract
import ChatCore
import ChatStore

/// News about queues and sessions, at most one a second each (contract, "transient").
///
/// Remembers what changed, and tells the newest state when its second is over: whoever reads gets deltas that cost the
/// channel's agents only (guarantee 29).
struct Notices {
    private var channels: Set<ChannelHandle> = []
    private var sessions: [SessionID: ChannelHandle] = [:]
    private var toldQueue: [ChannelHandle: Told] = [:]
    private var toldSession: [SessionID: Timestamp] = [:]
    private var toldPositions: [ChannelHandle: [GatewayHandle: QueuePositions]] = [:]

    private struct Told {
        var at: Timestamp
        var figures: QueueChanged
    }

    private static let pause = Span.seconds(1)
    /// How many summaries go out at once, and how long until the next: under load they come less often than they might.
    private static let summaries = 20
    private static let summaryPause = Span.milliseconds(100)
    private var summariesAt = Timestamp(milliseconds: 0)
    /// What goes to those who draw curves, beside `queue.changed`.
    private var snapshots: [ChannelSnapshot] = []

    /// Notes what a transaction changed.
    mutating func note(_ touched: [SessionID: ChannelHandle]) {
        for (session, channel) in touched {
            channels.insert(channel)
            sessions[session] = channel
        }
    }

    /// Notes that something about the channel's agents changed.
    mutating func note(_ channel: ChannelHandle) { channels.insert(channel) }

    /// What is to be told now.
    mutating func due(_ view: StoreView, at now: Timestamp) -> [TransientEvent] {
        var news: [TransientEvent] = []
        for channel in channels.sorted() {
            if let told = toldQueue[channel], now - told.at < Self.pause { continue }
            channels.remove(channel)
            guard let desk = view.desk(channel) else { continue }
            let figures = desk.queueChanged(view.roster)
            if toldQueue[channel]?.figures != figures, let data = try? WireJSON.encode(figures) {
                let type = TransientType.queueChanged
                news.append(
                    TransientEvent(
                        type, at: now, channel: channel, routingKeys: [RoutingKey.desk(channel, type.rawValue)],
                        data: data))
                snapshots.append(ChannelSnapshot(channel, figures, at: now))
            }
            news += positions(desk, view.roster, at: now)
            toldQueue[channel] = Told(at: now, figures: figures)
        }
        guard !sessions.isEmpty, now - summariesAt >= Self.summaryPause else { return news }
        summariesAt = now
        var count = 0
        for (id, channel) in sessions {
            if count == Self.summaries { break }
            if let told = toldSession[id], now - told < Self.pause { continue }
            count += 1
            sessions[id] = nil
            guard let desk = view.desk(channel), let session = desk[id] else {
                toldSession[id] = nil
                continue
            }
            toldSession[id] = now
            var summary = session.summary(for: nil, channelName: desk.settings.name, position: desk.position(of: id))
            summary.lastMessage?.text = nil
            guard let data = try? WireJSON.encode(summary) else { continue }
            let type = TransientType.sessionSummary
            news.append(
                TransientEvent(
                    type, at: now, channel: channel, session: id,
                    routingKeys: [RoutingKey.desk(channel, type.rawValue)],
                    data: data))
        }
        return news
    }

    /// The snapshots that the last look left.
    mutating func takeSnapshots() -> [ChannelSnapshot] {
        defer { snapshots = [] }
        return snapshots
    }

    /// Forgets sessions of which nobody has heard for long.
    mutating func tidy(at now: Timestamp) {
        toldSession = toldSession.filter { now - $0.value < .minutes(1) }
    }

    /// For each gateway with waiting visitors, their places: one message.
    private mutating func positions(_ desk: Desk, _ roster: Roster, at now: Timestamp) -> [TransientEvent] {
        guard !desk.queue.isEmpty || toldPositions[desk.channel] != nil else { return [] }
        let isAttended = desk.isAttended(roster)
        var places: [GatewayHandle: [QueuePositions.Place]] = [:]
        for (index, place) in desk.queue.enumerated() {
            for gateway in desk[place.session]?.gateways ?? [] {
                places[gateway, default: []].append(
                    QueuePositions.Place(
                        session: place.session, position: index + 1,
                        mayRequest: desk[place.session].map { desk.mayRequest($0, isAttended: isAttended, at: now) }
                            ?? false))
            }
        }
        let type = TransientType.queuePosition
        let told = toldPositions[desk.channel] ?? [:]
        var positions: [GatewayHandle: QueuePositions] = [:]
        for (gateway, places) in places {
            positions[gateway] = QueuePositions(averageWait: desk.averageWait, positions: places)
        }
        toldPositions[desk.channel] = positions.isEmpty ? nil : positions
        // A place may change and a request become possible by time alone: it is looked at again each second.
        if !positions.isEmpty { channels.insert(desk.channel) }
        return positions.keys.sorted().compactMap { gateway in
            guard let positions = positions[gateway], positions != told[gateway],
                let data = try? WireJSON.encode(positions)
            else { return nil }
            return TransientEvent(
                type, at: now, channel: desk.channel, routingKeys: [RoutingKey.gateway(gateway, type.rawValue)],
                data: data)
        }
    }
}
