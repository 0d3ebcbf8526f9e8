import Testing

@testable import AMQP

@Suite("Publish ledger")
struct PublishLedgerTests {
    private func message(_ name: String, mandatory: Bool = true) -> Publishing {
        Publishing(to: "q", name, mandatory: mandatory)
    }

    private func returned(_ name: String) -> Return {
        let publishing = self.message(name)
        return Return(
            replyCode: 312, replyText: "NO_ROUTE", exchange: publishing.exchange, routingKey: publishing.routingKey,
            properties: publishing.properties, body: publishing.body)
    }

    private func describe(_ confirmation: AMQP.Confirmation) -> String {
        switch confirmation {
        case .acknowledged: "ack"
        case .rejected: "nack"
        case .returned(let message): "returned \(message.properties.messageID ?? "")"
        case .unknown(let error): "unknown \(error.code)"
        }
    }

    @Test("every index of every batch is told once and in order, over batch borders")
    func batches() {
        var ledger = PublishLedger()
        let told = Collected<String>()
        for batch in 0..<3 {
            ledger.post((0..<4).map { self.message("\(batch)-\($0)") }) { range, confirmation in
                told.append("\(batch) \(range) \(self.describe(confirmation))")
            }
        }
        var sent: [String] = []
        var room = 7
        ledger.send(confirmed: true, while: { room > 0 }) { publishing in
            room -= 1
            sent.append(publishing.properties.messageID ?? "")
            return publishing.properties.messageID != "1-1"
        }
        #expect(sent == ["0-0", "0-1", "0-2", "0-3", "1-0", "1-1", "1-2"])
        #expect(ledger.hasUnsent)
        #expect(ledger.returned(self.returned("0-2")) == true)
        #expect(ledger.returned(self.returned("no such")) == false)
        #expect(ledger.confirm(tag: 6, multiple: false, acknowledged: false) == true) // 1-2, as 1-1 used no tag
        let early = ledger.takeNotices(lost: AMQPError(.connectionClosed))
        #expect(early.isEmpty)
        #expect(ledger.confirm(tag: 5, multiple: true, acknowledged: true) == true)
        for notice in ledger.takeNotices(lost: AMQPError(.connectionClosed)) { notice() }
        #expect(
            told.all == [
                "0 0..<2 ack", "0 2..<3 returned 0-2", "0 3..<4 ack", "1 0..<1 ack", "1 1..<2 unknown invalidArgument",
                "1 2..<3 nack",
            ])
        ledger.send(confirmed: true, while: { true }, encode: { _ in true })
        #expect(ledger.confirm(tag: 8, multiple: false, acknowledged: true) == true) // 2-0
        ledger.loseAll()
        for notice in ledger.takeNotices(lost: AMQPError(.timeout)) { notice() }
        #expect(Array(told.all.dropFirst(6)) == ["1 3..<4 unknown timeout", "2 0..<1 ack", "2 1..<4 unknown timeout"])
    }

    @Test("equal messages that come back are matched one by one")
    func equalReturns() {
        var ledger = PublishLedger()
        let told = Collected<String>()
        ledger.post([self.message("a"), self.message("a"), self.message("a", mandatory: false)]) {
            told.append("\($0) \(self.describe($1))")
        }
        ledger.send(confirmed: true, while: { true }, encode: { _ in true })
        #expect(ledger.returned(self.returned("a")) == true)
        #expect(ledger.returned(self.returned("a")) == true)
        #expect(ledger.returned(self.returned("a")) == false, "the third was not mandatory")
        #expect(ledger.confirm(tag: 3, multiple: true, acknowledged: true) == true)
        for notice in ledger.takeNotices(lost: AMQPError(.timeout)) { notice() }
        #expect(told.all == ["0..<1 returned a", "1..<2 returned a", "2..<3 ack"])
    }

    @Test("what was never sent is lost as well")
    func unsent() {
        var ledger = PublishLedger()
        let told = Collected<String>()
        ledger.post([self.message("a"), self.message("b")]) { told.append("\($0) \(self.describe($1))") }
        ledger.loseAll()
        for notice in ledger.takeNotices(lost: AMQPError(.timeout)) { notice() }
        #expect(told.all == ["0..<2 unknown timeout"])
        #expect(!ledger.hasUnsent)
    }
}
