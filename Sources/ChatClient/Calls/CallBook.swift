import AMQP
import ChatContract

/// The commands that are not answered yet, and when each is sent again (contract, "Repeat rules for clients").
///
/// Pure: it knows no clock and sends nothing. What it returns is to be published in that order.
struct CallBook {
    typealias Instant = ContinuousClock.Instant

    /// The commands that keep their order among each other: those of one session, else those of one queue.
    struct Lane: Hashable {
        var queue: String
        var session: SessionID?
    }

    /// What ends a call.
    enum End {
        /// An answer.
        case answer
        /// The broker's confirmation: nobody answers.
        case confirmation
    }

    /// A command on its way to the broker.
    struct Sending {
        let number: UInt64
        let publishing: Publishing
    }

    private struct Call {
        let lane: Lane
        let publishing: Publishing
        let end: End
        let deadline: Instant
    }

    private struct LaneState {
        /// Oldest first.
        var calls: [UInt64] = []
        var repeats = 0
        var repeatAt: Instant
        /// The broker did not take one of them: newer ones wait for the repeat, to stay behind it.
        var isStalled = false
    }

    /// How long an answer is waited for.
    static let answerLimit = Duration.seconds(5)
    static let backOff = BackOff(base: .seconds(1), maximum: .seconds(30))

    private var calls: [UInt64: Call] = [:]
    private var lanes: [Lane: LaneState] = [:]
    private var lastNumber: UInt64 = 0
    /// Where answers come to; `nil` while nothing can be sent.
    private var replyTo: String?

    /// How many commands wait for their answer.
    var count: Int { calls.count }

    // MARK: - What happens

    /// A command is to be sent.
    mutating func open(
        _ publishing: Publishing, on lane: Lane, until end: End, deadline: Instant, at now: Instant
    ) -> (number: UInt64, sending: Sending?) {
        lastNumber += 1
        let number = lastNumber
        calls[number] = Call(lane: lane, publishing: publishing, end: end, deadline: deadline)
        lanes[lane, default: LaneState(repeatAt: now + Self.answerLimit)].calls.append(number)
        guard let replyTo, lanes[lane]?.isStalled == false else { return (number, nil) }
        return (number, sending(number, replyTo))
    }

    /// Both connections are there: everything that is unanswered is sent, since answers to an older queue are lost.
    mutating func connected(replyTo queue: String, at now: Instant) -> [Sending] {
        replyTo = queue
        for lane in Array(lanes.keys) {
            lanes[lane]?.isStalled = false
            lanes[lane]?.repeatAt = now + Self.answerLimit
        }
        return calls.keys.sorted().compactMap { sending($0, queue) }
    }

    /// A connection is gone.
    mutating func disconnected() { replyTo = nil }

    /// The broker took them.
    ///
    /// - Returns: those that are done with that.
    mutating func confirmed(_ numbers: some Sequence<UInt64>) -> [UInt64] {
        numbers.filter { number in
            guard calls[number]?.end == .confirmation else { return false }
            close(number)
            return true
        }
    }

    /// The broker did not take them, or it is not known.
    mutating func failed(_ numbers: some Sequence<UInt64>, at now: Instant) {
        for number in numbers {
            guard let lane = calls[number]?.lane, lanes[lane]?.isStalled == false else { continue }
            lanes[lane]?.isStalled = true
            schedule(lane, at: now)
        }
    }

    /// An answer came.
    ///
    /// - Returns: whether it was waited for.
    mutating func answered(_ number: UInt64, at now: Instant) -> Bool {
        guard let lane = calls[number]?.lane else { return false }
        close(number)
        lanes[lane]?.repeats = 0
        lanes[lane]?.repeatAt = now + Self.answerLimit
        return true
    }

    /// Nobody waits for the answer any more.
    mutating func close(_ number: UInt64) {
        guard let call = calls.removeValue(forKey: number) else { return }
        guard let index = lanes[call.lane]?.calls.firstIndex(of: number) else { return }
        lanes[call.lane]?.calls.remove(at: index)
        if lanes[call.lane]?.calls.isEmpty == true { lanes[call.lane] = nil }
    }

    /// Time went by.
    ///
    /// - Returns: what is to be sent again, and the calls whose time is over.
    mutating func tick(at now: Instant) -> (sendings: [Sending], expired: [UInt64]) {
        let expired = calls.filter { $0.value.deadline <= now }.map(\.key)
        for number in expired { close(number) }
        guard let replyTo else { return ([], expired) }
        var numbers: [UInt64] = []
        for (lane, state) in lanes where state.repeatAt <= now {
            numbers += state.calls
            lanes[lane]?.repeats += 1
            lanes[lane]?.isStalled = false
            schedule(lane, at: now)
        }
        return (numbers.sorted().compactMap { sending($0, replyTo) }, expired)
    }

    // MARK: - Inside

    private mutating func schedule(_ lane: Lane, at now: Instant) {
        guard let state = lanes[lane] else { return }
        let wait = Self.backOff.limit(afterFailures: state.repeats + 1)
        lanes[lane]?.repeatAt = now + (state.isStalled ? wait : max(Self.answerLimit, wait))
    }

    private func sending(_ number: UInt64, _ replyTo: String) -> Sending? {
        guard var publishing = calls[number]?.publishing else { return nil }
        if calls[number]?.end == .answer {
            publishing.properties.replyTo = replyTo
            publishing.properties.correlationID = String(number)
        }
        return Sending(number: number, publishing: publishing)
    }
}
