extension Connection {
    /// Has the broker confirm every message that is published from now on (`confirm.select`).
    public func selectConfirms() async throws(AMQPError) {
        _ = try await self.request(.confirmSelect, awaiting: .confirmSelectOk) { $0.put(bits: false) }
    }

    /// Publishes one message and waits for its confirmation. Needs ``selectConfirms()``.
    ///
    /// - Throws: `cancelled` if the task is cancelled; the message may have been sent.
    public func publish(_ publishing: Publishing) async throws(AMQPError) -> Confirmation {
        let answer = Answer<Result<Confirmation, AMQPError>>()
        self.publish([publishing]) { _, confirmation in
            answer.give(.success(confirmation))
        }
        return try await answer.value(whenCancelled: .failure(AMQPError(.cancelled))).get()
    }

    /// Publishes messages in order. Does not wait. Needs ``selectConfirms()``.
    ///
    /// - Parameter confirmed: Is called on the loop, in publish order over all batches of the connection, with runs of
    ///   consecutive messages that fared alike. Every index comes exactly once; `unknown` if the connection is lost, or
    ///   if a message cannot be sent because a text in it is too long for the wire.
    public func publish(
        _ batch: [Publishing], confirmed: @escaping @Sendable (Range<Int>, Confirmation) -> Void
    ) {
        guard !batch.isEmpty else { return }
        if !self.post({ $0.publish(batch, handler: confirmed) }) {
            confirmed(batch.indices, .unknown(AMQPError(.closedLocally)))
        }
    }

    /// Publishes messages in order and never tells what became of them. Does not wait.
    ///
    /// Messages that are lost with the connection are lost.
    public func publish(_ batch: [Publishing]) {
        self.post { $0.publish(batch, handler: nil) }
    }
}
