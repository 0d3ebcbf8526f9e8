/// The batches of messages that wait to be sent or to be confirmed.
///
/// A pure state machine: what it wants to tell it returns as ``Notice``s, in publish order.
struct PublishLedger {
    typealias Handler = @Sendable (Range<Int>, Confirmation) -> Void

    /// A call of the handler of a batch that is due.
    struct Notice {
        let handler: Handler
        let indices: Range<Int>
        let confirmation: Confirmation

        func callAsFunction() { self.handler(self.indices, self.confirmation) }
    }

    private struct Batch {
        let first: UInt64
        let publishings: [Publishing]
        let handler: Handler?
    }

    private var batches: [Batch] = []
    private var posted: UInt64 = 0
    /// The batch with the next message to send, and that message in it.
    private var cursor = (batch: 0, index: 0)
    private var sequencer = ConfirmSequencer()
    /// Returned messages are looked for from here: the broker returns in publish order.
    private var returnsFrom: UInt64 = 0
    private var returns: [UInt64: Return] = [:]

    /// Messages that are sent and not yet confirmed, or confirmed behind one that is not.
    var outstandingCount: Int { self.sequencer.outstandingCount }

    mutating func post(_ publishings: [Publishing], handler: Handler?) {
        guard !publishings.isEmpty else { return }
        self.batches.append(Batch(first: self.posted, publishings: publishings, handler: handler))
        self.posted += UInt64(publishings.count)
    }

    var hasUnsent: Bool { self.cursor.batch < self.batches.count }

    /// Encodes unsent messages until there are no more or `encode` is told enough.
    ///
    /// - Parameters:
    ///   - confirmed: Whether the broker will confirm what is sent now.
    ///   - encode: Encodes a message; `false` if it cannot be sent.
    mutating func send(confirmed: Bool, while more: () -> Bool, encode: (Publishing) -> Bool) {
        while self.cursor.batch < self.batches.count {
            let publishings = self.batches[self.cursor.batch].publishings
            var index = self.cursor.index
            while index < publishings.count {
                guard more() else {
                    self.cursor.index = index
                    return
                }
                if !encode(publishings[index]) {
                    self.sequencer.unconfirmed(.invalid)
                } else if confirmed {
                    self.sequencer.sent()
                } else {
                    self.sequencer.unconfirmed(.acknowledged)
                }
                index += 1
            }
            self.cursor = (self.cursor.batch + 1, 0)
        }
    }

    /// Takes a confirm; `false` if the broker made it up.
    mutating func confirm(tag: UInt64, multiple: Bool, acknowledged: Bool) -> Bool {
        self.sequencer.confirm(tag: tag, multiple: multiple, acknowledged: acknowledged)
    }

    /// Finds the message that came back: the oldest unconfirmed one that looks like it.
    ///
    /// - Returns: Whether it was found.
    mutating func returned(_ message: Return) -> Bool {
        var position = max(self.returnsFrom, self.sequencer.firstOutstanding)
        let end = self.sequencer.next
        var batchIndex = 0
        while position < end {
            while batchIndex < self.batches.count,
                self.batches[batchIndex].first + UInt64(self.batches[batchIndex].publishings.count) <= position
            {
                batchIndex += 1
            }
            guard batchIndex < self.batches.count else { return false }
            let batch = self.batches[batchIndex]
            let publishing = batch.publishings[Int(position - batch.first)]
            if publishing.mandatory, self.sequencer.isPending(position: position),
                publishing.routingKey == message.routingKey, publishing.exchange == message.exchange,
                publishing.properties.messageID == message.properties.messageID,
                publishing.properties.correlationID == message.properties.correlationID,
                publishing.body == message.body
            {
                self.sequencer.returned(position: position)
                self.returns[position] = message
                self.returnsFrom = position + 1
                return true
            }
            position += 1
        }
        return false
    }

    /// Gives up on everything, sent or not.
    mutating func loseAll() {
        self.sequencer.loseAll()
        while self.sequencer.next < self.posted { self.sequencer.unconfirmed(.lost) }
        self.cursor = (self.batches.count, 0)
    }

    /// What is to be told now.
    ///
    /// - Parameter lost: Why confirmations are lost, for those that are.
    mutating func takeNotices(lost: @autoclosure () -> AMQPError) -> [Notice] {
        var notices: [Notice] = []
        var finished = 0
        while let (positions, outcome) = self.sequencer.nextRun() {
            var position = positions.lowerBound
            while position < positions.upperBound, finished < self.batches.count {
                let batch = self.batches[finished]
                let batchEnd = batch.first + UInt64(batch.publishings.count)
                let end = min(positions.upperBound, batchEnd)
                if let handler = batch.handler {
                    func notice(_ range: Range<UInt64>, _ confirmation: Confirmation) {
                        let indices = Int(range.lowerBound - batch.first)..<Int(range.upperBound - batch.first)
                        notices.append(Notice(handler: handler, indices: indices, confirmation: confirmation))
                    }
                    switch outcome {
                    case .acknowledged: notice(position..<end, .acknowledged)
                    case .rejected: notice(position..<end, .rejected)
                    case .lost: notice(position..<end, .unknown(lost()))
                    case .invalid: notice(position..<end, .unknown(Self.invalid))
                    case .returned:
                        for position in position..<end {
                            guard let message = self.returns.removeValue(forKey: position) else { continue }
                            notice(position..<position + 1, .returned(message))
                        }
                    }
                }
                position = end
                if end == batchEnd { finished += 1 }
            }
        }
        if finished > 0 {
            self.batches.removeFirst(finished)
            self.cursor.batch -= finished
        }
        return notices
    }

    private static var invalid: AMQPError {
        AMQPError(.invalidArgument, "the message was not sent: a text is over 255 bytes, or the headers over a frame")
    }
}
