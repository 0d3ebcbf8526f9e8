import AMQP
import ChatContract
import ChatStore

/// What must hold after every transaction: seen from what it wrote.
final class CommitInvariants {
    private struct Line {
        var seq: Int64 = 0
        var visitorSeq: Int64 = 0
        var at = Timestamp(milliseconds: 0)
    }

    private let engine: Engine
    private let broker: SimulatedBroker
    private let ledger: Ledger
    private let laws: StoreLaws
    private var lines: [SessionID: Line] = [:]
    private var queues: [ChannelHandle: QueueModel] = [:]
    /// The transaction in which a command took effect, by message-id.
    private var effects: [String: Int] = [:]
    /// Sessions whose form after the chat stands: it has its time, whoever listens.
    private var withForm: Set<SessionID> = []
    /// The types of events that a command caused.
    private var caused: [String: [EventType]] = [:]
    private var commits = 0
    /// What each agent might have before this transaction.
    private var limits: [AgentHandle: Int] = [:]

    init(_ engine: Engine, _ broker: SimulatedBroker, _ ledger: Ledger, _ laws: StoreLaws) {
        self.engine = engine
        self.broker = broker
        self.ledger = ledger
        self.laws = laws
    }

    func check(_ commit: StoreWatch.Commit) {
        commits += 1
        for kept in commit.events {
            engine.note(
                "\(kept.event.messageID.prefix(8)).\(kept.event.seq) \(kept.event.type.rawValue) by \(kept.cause)")
            checkLine(kept)
            checkEffect(kept)
            checkQueue(kept)
            checkSilence(kept)
        }
        commit.lostGateways.forEach(checkSilence)
        if commit.hasState { laws.checkSlots() }
        checkLimits(commit)
        if commits % 40 == 0 { laws.checkAll() }
    }

    // MARK: - One session's line

    /// Numbers without a gap, the visitor's chain, time that never runs back (guarantees 17, 18).
    private func checkLine(_ kept: StoreWatch.Kept) {
        let event = kept.event
        var line = lines[event.session] ?? Line()
        engine.expect(
            event.seq == line.seq + 1, "numbers have no gap", "\(event.messageID) follows \(line.seq)")
        engine.expect(event.at >= line.at, "time never runs backwards", "\(event.messageID) is before \(line.at)")
        if event.visibility == .visitor {
            engine.expect(
                event.previous == line.visitorSeq, "the visitor's chain holds",
                "\(event.messageID) names \(event.previous ?? -1), not \(line.visitorSeq)")
            line.visitorSeq = event.seq
        }
        line.seq = event.seq
        line.at = event.at
        lines[event.session] = line
    }

    /// A command takes effect once (guarantee 4).
    private func checkEffect(_ kept: StoreWatch.Kept) {
        caused[kept.cause, default: []].append(kept.event.type)
        guard let entry = ledger.entries[kept.cause], !entry.type.isIdempotentByNature else { return }
        let effect = effects[kept.cause] ?? commits
        effects[kept.cause] = effect
        engine.expect(
            effect == commits, "a command takes effect once", "\(kept.cause) (\(entry.type.rawValue)) was decided twice"
        )
    }

    // MARK: - The queue

    /// Nobody is overtaken unnoticed (guarantees 10, 13).
    private func checkQueue(_ kept: StoreWatch.Kept) {
        let event = kept.event
        switch event.data {
        case .queued(let queued):
            let place = queues[event.channel, default: QueueModel()].enter(event.session, queued.reason, at: event.at)
            let length = queues[event.channel]?.places.count ?? 0
            engine.expect(
                queued.position == place && queued.length == length, "positions are told as they are",
                "\(event.messageID) says \(queued.position) of \(queued.length), it is \(place) of \(length)")
        case .assigned(let assigned):
            guard let left = queues[event.channel]?.leave(event.session), left.wasThere else {
                engine.expect(
                    assigned.how != .pickUp, "only waiting chats are picked up", event.messageID)
                return
            }
            // Who is asked in turn may stand behind one that those who could take it passed on.
            engine.expect(
                assigned.how == .offer || assigned.outOfOrder == !left.wasFirst, "overtaking is recorded",
                "\(event.messageID) says outOfOrder \(assigned.outOfOrder)")
            engine.expect(
                ledger.entries[kept.cause]?.type != .sessionPickUpNext || left.wasFirst,
                "the next chat is the first in line", event.messageID)
        case .closed:
            _ = queues[event.channel]?.leave(event.session)
        default:
            break
        }
    }

    /// How many wait, over all channels.
    var waiting: Int { queues.values.reduce(0) { $0 + $1.places.count } }

    // MARK: - Limits

    /// Nobody is given more than his limit allows, but by a manager (guarantee 2).
    private func checkLimits(_ commit: StoreWatch.Commit) {
        var given: Set<AgentHandle> = []
        var forced: Set<AgentHandle> = []
        for kept in commit.events {
            // Who was asked has his slot since then: a limit that is lowered meanwhile does not take it away.
            if case .offered(let offered) = kept.event.data { given.insert(offered.agent) }
            guard case .assigned(let assigned) = kept.event.data, let agent = assigned.agent else { continue }
            switch assigned.how {
            case .takeOver, .offer: forced.insert(agent)
            case .pickUp, .transfer, .reopened: given.insert(agent)
            }
        }
        defer {
            if commit.hasAgents { limits = laws.limits() }
        }
        for agent in given.subtracting(forced).sorted() {
            guard let (held, capacity) = laws.load(of: agent) else { continue }
            // A limit that is lowered in the same transaction came after the chat, or before: either will do.
            let limit = max(capacity ?? .max, limits[agent] ?? 0)
            engine.expect(held <= limit, "limits hold", "\(agent) has \(held) chats of \(limit)")
        }
    }

    // MARK: - Silence

    /// What came before is read when a worker listens and its lease runs.
    private var limit: Timestamp { engine.now - SimulatedProcess.lease - .seconds(5) }

    /// No gateway is held for lost whose lease waits unread.
    private func checkSilence(_ gateway: String) {
        let unread = broker.queues[Queue.control]?.open.first { message in
            message.arrivedAt < limit && message.publishing.properties.type == CommandType.gatewayRenew.rawValue
                && (try? WireJSON.decode(GatewayRenew.self, from: message.publishing.body))?.gateway.text == gateway
        }
        engine.expect(
            unread == nil, "nobody is silent while nobody listens",
            "the gateway \(gateway) is lost, although its lease waits since \(unread?.arrivedAt ?? limit)")
    }

    /// Nobody is held for silent whose sign of life waits unread.
    private func checkSilence(_ kept: StoreWatch.Kept) {
        let event = kept.event
        switch event.type {
        case .sessionFinished: withForm.insert(event.session)
        case .sessionReopened: withForm.remove(event.session)
        default: break
        }
        guard kept.cause == "timer", event.status == .inQueue || !withForm.contains(event.session) else { return }
        switch event.type {
        case .sessionDisconnected, .sessionClosed:
            let unread = broker.queues[Queue.channel(event.channel)]?.open.first { message in
                message.arrivedAt < limit && message.publishing.properties.type == CommandType.sessionAttach.rawValue
                    && (try? WireJSON.decode(SessionAttach.self, from: message.publishing.body))?.session
                        == event.session
            }
            engine.expect(
                unread == nil, "nobody is silent while nobody listens",
                "\(event.messageID) although an attachment waits since \(unread?.arrivedAt ?? limit)")
        default:
            break
        }
    }

    // MARK: - Answers

    /// What was confirmed is so, and only that (guarantees 4, 11, 20).
    func check(_ entry: Ledger.Entry) {
        guard let result = entry.result else { return }
        let types = caused[entry.id] ?? []
        if let text = entry.text, text.contains(Poison.mark) {
            engine.expect(!result.ok, "poison is not confirmed", entry.id)
        }
        guard result.ok else { return }
        let expected = Self.expected(entry.type, result)
        engine.expect(
            expected.isEmpty || expected.contains(where: types.contains), "what is confirmed is in the store",
            "\(entry.id) (\(entry.type.rawValue)) is confirmed, but no \(expected.map(\.rawValue)) was written")
    }

    /// The events of which a confirmed command leaves one in any case.
    private static func expected(_ type: CommandType, _ result: CallResult) -> [EventType] {
        switch type {
        case .messagePost: [.messagePosted]
        case .sessionIdentify: [.sessionIdentified]
        case .notePost: [.notePosted]
        case .sessionClose: [.sessionClosed, .sessionFinished]
        case .sessionLeave: [.sessionClosed]
        case .sessionPickUp, .offerAccept, .sessionTakeOver, .transferAccept: [.sessionAssigned]
        case .offerDecline: [.sessionOfferEnded]
        case .sessionPickUpNext: result.facts.session == nil ? [] : [.sessionAssigned]
        case .sessionRequeue: [.sessionQueued]
        case .transferRequest: [.transferRequested, .sessionMoved]
        case .transferReject: [.transferRejected]
        case .transferCancel: [.transferCancelled]
        case .requestSubmit: [.requestCreated]
        default: []
        }
    }

    /// At the end: every command was answered, refused ones did nothing, messages stand in the order in which each
    /// sender sent them.
    func checkEnd(_ watch: StoreWatch) {
        let uncertain: Set<ErrorCode> = [.unknownSession, .forbidden, .unknownChannel, .unknownAgent, .unauthenticated]
        var posts: [String: [(number: Int, seq: Int64, id: String)]] = [:]
        for entry in ledger.entries.values.sorted(by: { $0.id < $1.id }) {
            guard let result = entry.result else {
                if entry.lane == SimulatedClient.leases { continue }
                engine.fail("everything is answered", "\(entry.id) (\(entry.type.rawValue))")
                continue
            }
            if !result.ok, let code = result.code, !uncertain.contains(code) {
                // Whoever asks shows that he is there, so that he may be asked to take a chat.
                let effects = (caused[entry.id] ?? []).filter { $0 != .sessionOffered }
                engine.expect(
                    effects.isEmpty || entry.type.isIdempotentByNature, "what is refused does nothing",
                    "\(entry.id) (\(entry.type.rawValue)) was refused with \(code.rawValue)")
            }
            guard result.ok, entry.type == .messagePost, let session = entry.session, let seq = result.facts.seq else {
                continue
            }
            let kept = watch.events["\(session).\(seq)"]
            guard let kept, kept.cause == entry.id, case .posted(let message) = kept.event.data,
                message.text == entry.text
            else {
                engine.fail("what is confirmed is in the store", "\(entry.id): \(session).\(seq) is another message")
                continue
            }
            if entry.hasMoved { continue }
            // Order holds only among commands to one queue (contract, "Repeat rules for clients").
            let line = "\(entry.actor) \(entry.lane) \(session) \(entry.channel?.text ?? "")"
            posts[line, default: []].append((entry.number, seq, entry.id))
        }
        guard !engine.options.doublesConsumers else { return }
        for key in posts.keys.sorted() {
            let sent = (posts[key] ?? []).sorted { $0.number < $1.number }
            for (earlier, later) in zip(sent, sent.dropFirst()) {
                engine.expect(
                    earlier.seq < later.seq, "messages keep their sender's order",
                    "\(later.id) stands before \(earlier.id)")
            }
        }
    }
}
