/// Puts the broker's confirms back into publish order.
///
/// Confirms arrive out of order across queues and for several messages at once. Messages are named by their
/// *position*, 0, 1, 2 … in publish order; the broker's tags count from 1 and only what was sent. A pure state machine.
struct ConfirmSequencer {
    enum Outcome: UInt8, Sendable {
        case acknowledged, rejected, returned
        /// Could not be sent.
        case invalid
        /// The connection went before the broker said.
        case lost
    }

    private enum Status: UInt8 {
        case pending, pendingReturned, acknowledged, rejected, returned, invalid, lost
    }

    /// From `base` on, behind `head` entries that were reported.
    private var statuses: [Status] = []
    private var head = 0
    /// The position of `statuses[head]`.
    private var base: UInt64 = 0
    /// Positions that used no tag, ascending, `base` and later.
    private var untagged: [UInt64] = []
    /// How many positions before those used no tag.
    private var forgottenUntagged: UInt64 = 0

    /// The position of the next message.
    var next: UInt64 { self.base + UInt64(self.statuses.count - self.head) }

    /// The first position that was not reported.
    var firstOutstanding: UInt64 { self.base }

    var outstandingCount: Int { self.statuses.count - self.head }

    /// Counts a message that was sent; the broker will confirm it.
    mutating func sent() { self.statuses.append(.pending) }

    /// Counts a message that the broker will not confirm, because it was not sent or not in confirm mode.
    mutating func unconfirmed(_ outcome: Outcome) {
        self.untagged.append(self.next)
        self.statuses.append(Self.status(outcome))
    }

    /// Notes that the broker sent the message back; its acknowledgement is still to come.
    mutating func returned(position: UInt64) {
        guard position >= self.base, position < self.next else { return }
        let index = self.head + Int(position - self.base)
        if self.statuses[index] == .pending { self.statuses[index] = .pendingReturned }
    }

    /// Whether the message was sent and the broker has said nothing of it.
    func isPending(position: UInt64) -> Bool {
        guard position >= self.base, position < self.next else { return false }
        return self.statuses[self.head + Int(position - self.base)] == .pending
    }

    /// Takes a confirm. A tag of 0 with `multiple` means all that is outstanding.
    ///
    /// - Returns: Whether the broker may say so: the tag was given out.
    mutating func confirm(tag: UInt64, multiple: Bool, acknowledged: Bool) -> Bool {
        let last: UInt64
        if tag == 0 {
            guard multiple else { return false }
            last = self.next
        } else {
            let position = self.position(ofTag: tag)
            guard position < self.next else { return false }
            last = position + 1
        }
        // Older than anything outstanding: told before.
        guard last > self.base else { return true }
        let end = self.head + Int(last - self.base)
        for index in (multiple ? self.head : end - 1)..<end {
            switch self.statuses[index] {
            case .pending: self.statuses[index] = acknowledged ? .acknowledged : .rejected
            case .pendingReturned: self.statuses[index] = acknowledged ? .returned : .rejected
            case .acknowledged, .rejected, .returned, .invalid, .lost: break
            }
        }
        return true
    }

    /// Gives up on everything that the broker has not confirmed.
    mutating func loseAll() {
        for index in self.head..<self.statuses.count {
            switch self.statuses[index] {
            case .pending: self.statuses[index] = .lost
            case .pendingReturned: self.statuses[index] = .returned
            case .acknowledged, .rejected, .returned, .invalid, .lost: break
            }
        }
    }

    /// The next run of consecutive positions with the same outcome, if the first outstanding one is decided.
    mutating func nextRun() -> (positions: Range<UInt64>, outcome: Outcome)? {
        guard self.head < self.statuses.count, let outcome = Self.outcome(self.statuses[self.head]) else { return nil }
        let status = self.statuses[self.head]
        var end = self.head + 1
        while end < self.statuses.count, self.statuses[end] == status { end += 1 }
        let first = self.base
        self.base += UInt64(end - self.head)
        self.head = end
        if self.head == self.statuses.count {
            self.statuses.removeAll(keepingCapacity: true)
            self.head = 0
        } else if self.head > 4096, self.head > self.statuses.count / 2 {
            self.statuses.removeFirst(self.head)
            self.head = 0
        }
        if !self.untagged.isEmpty {
            let forgotten = self.untagged.firstIndex { $0 >= self.base } ?? self.untagged.count
            self.untagged.removeFirst(forgotten)
            self.forgottenUntagged += UInt64(forgotten)
        }
        return (first..<self.base, outcome)
    }

    private func position(ofTag tag: UInt64) -> UInt64 {
        var position = tag - 1 + self.forgottenUntagged
        for untagged in self.untagged {
            guard untagged <= position else { break }
            position += 1
        }
        return position
    }

    private static func status(_ outcome: Outcome) -> Status {
        switch outcome {
        case .acknowledged: .acknowledged
        case .rejected: .rejected
        case .returned: .returned
        case .invalid: .invalid
        case .lost: .lost
        }
    }

    private static func outcome(_ status: Status) -> Outcome? {
        switch status {
        case .pending, .pendingReturned: nil
        case .acknowledged: .acknowledged
        case .rejected: .rejected
        case .returned: .returned
        case .invalid: .invalid
        case .lost: .lost
        }
    }
}
