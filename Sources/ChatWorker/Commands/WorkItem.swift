/// A delivery and what was read of it. A class, since it is handed around and never changed.
package final class WorkItem<Taken: TakenDelivery> {
    package let delivery: Taken
    /// The queue's meaning; `nil` for what came astray and belongs to none.
    let queue: WorkQueue?
    let intake: Intake

    init(delivery: Taken, queue: WorkQueue?, intake: Intake) {
        self.delivery = delivery
        self.queue = queue
        self.intake = intake
    }
}
