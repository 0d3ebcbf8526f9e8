import ChatContract

/// What an administrator wants done with a dead letter.
package enum DeadLetterOrder: Sendable {
    case requeue(String)
    case drop(String)

    init?(_ command: Command) {
        switch command {
        case .control(.requeueDeadLetter(let body)): self = .requeue(body.id)
        case .control(.dropDeadLetter(let body)): self = .drop(body.id)
        case .channel, .control, .query: return nil
        }
    }

    var id: String {
        switch self {
        case .requeue(let id), .drop(let id): id
        }
    }
}
