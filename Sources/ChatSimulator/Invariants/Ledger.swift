import ChatContract

/// What clients asked for, and what they were told.
final class Ledger {
    /// A command, its answer, and where among the commands of its sender it stands.
    struct Entry {
        var id: String
        var type: CommandType
        var actor: Actor
        var session: SessionID?
        /// Where it was sent first.
        var channel: ChannelHandle?
        var lane: String
        var number: Int
        var text: String?
        var result: CallResult?
        /// Whether it was sent after its session to another channel: between two channels there is no order.
        var hasMoved = false
    }

    private let engine: Engine
    /// By message-id.
    private(set) var entries: [String: Entry] = [:]
    /// Looks whether what was confirmed is so.
    var onAnswer: (Entry) -> Void = { _ in }

    init(_ engine: Engine) {
        self.engine = engine
    }

    func send(_ call: Call, repeatsID: Bool) {
        guard !repeatsID else { return }
        entries[call.id] = Entry(
            id: call.id, type: call.type, actor: call.actor, session: call.session, channel: call.channel,
            lane: call.lane,
            number: call.number, text: call.text)
    }

    func answer(_ call: Call, _ result: CallResult) {
        engine.report.commands[
            "\(call.type.rawValue) \(result.ok ? "ok" : result.code?.rawValue ?? "?")", default: 0] += 1
        // Another command under a message-id that was used: the first answer stands.
        guard var entry = entries[call.id], entry.number == call.number else { return }
        entry.result = result
        entry.hasMoved = call.moves > 0
        entries[call.id] = entry
        onAnswer(entry)
    }
}
