import AMQP
import ChatContract
import ChatCore

/// All that the loop touches besides the store: the broker, the clock, chance. One form works on the machine, another
/// in a simulation.
package protocol Surroundings: AnyObject {
    associatedtype Taken: TakenDelivery
    associatedtype Publisher: OutboxPublisher

    var publisher: Publisher { get }

    /// The time of day.
    func now() -> Timestamp
    /// Seconds of a clock that only runs forward, for measuring.
    func seconds() -> Double
    /// Does nothing for a while.
    func pause(_ span: Span)

    /// A name that no worker had before, for the worker of this name.
    func newIncarnation(of name: String) -> String
    /// The queues that are consumed, with the time since when, and those of them that are heard.
    func listening() -> (subscribed: [String: Timestamp], heard: [String])
    /// No queue counts as heard until a new probe comes back.
    func doubtHearing()
    /// A probe came back through a queue.
    func hear(_ probe: String, from queue: WorkQueue)
    /// Which deleted channels still have a queue.
    func note(retired channels: Set<ChannelHandle>)

    /// Acknowledges deliveries, each connection once, with all before on it.
    func acknowledge(_ items: [WorkItem<Taken>])
    /// Makes a channel's queue, and then sends the answer.
    func declare(_ channel: ChannelHandle, then answer: Publishing?)

    /// Does with a dead letter what an administrator wants, and then answers him.
    ///
    /// - Parameter isRepeat: he asked before: then the letter may be gone already.
    func settle(_ order: DeadLetterOrder, isRepeat: Bool, then reply: ReplyAddress?)

    /// Inputs of decisions, when their transaction has decided and is about to be written.
    func note(_ inputs: @autoclosure () -> DecisionInputs<Taken>, at now: Timestamp)
}

/// What one transaction decided about: enough to decide it anew.
package enum DecisionInputs<Taken: TakenDelivery> {
    case commands([WorkItem<Taken>])
    case timers([Timer])
}
