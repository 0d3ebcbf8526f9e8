import ChatContract

/// Something that an agent may do, by chance.
struct AgentMove: Sendable {
    let name: String
    let weight: Int
    let isPossible: @Sendable (SimulatedAgent) -> Bool
    let perform: @Sendable (SimulatedAgent) -> Void

    static let all: [AgentMove] = [
        AgentMove(name: "takes the next", weight: 8, isPossible: \.isIdle, perform: { $0.pickUpNext() }),
        AgentMove(name: "picks up", weight: 6, isPossible: { !$0.waiting.isEmpty }, perform: { $0.pickUp() }),
        AgentMove(name: "writes", weight: 16, isPossible: { !$0.owned.isEmpty }, perform: { $0.post() }),
        AgentMove(name: "reads", weight: 3, isPossible: { !$0.owned.isEmpty }, perform: { $0.read() }),
        AgentMove(name: "closes", weight: 3, isPossible: { !$0.owned.isEmpty }, perform: { $0.close() }),
        AgentMove(name: "gives back", weight: 1, isPossible: { !$0.owned.isEmpty }, perform: { $0.requeue() }),
        AgentMove(name: "hands over", weight: 4, isPossible: { !$0.owned.isEmpty }, perform: { $0.transfer() }),
        AgentMove(
            name: "hands to a channel", weight: 2, isPossible: { !$0.owned.isEmpty }, perform: { $0.moveToChannel() }),
        AgentMove(
            name: "takes the offer", weight: 14, isPossible: { !$0.offered.isEmpty }, perform: { $0.takeOffer() }),
        AgentMove(name: "declines", weight: 3, isPossible: { !$0.offered.isEmpty }, perform: { $0.decline() }),
        AgentMove(name: "notes", weight: 1, isPossible: { !$0.owned.isEmpty }, perform: { $0.note() }),
        AgentMove(name: "accepts", weight: 8, isPossible: { !$0.asked.isEmpty }, perform: { $0.accept() }),
        AgentMove(name: "rejects", weight: 3, isPossible: { !$0.asked.isEmpty }, perform: { $0.reject() }),
        AgentMove(name: "takes back", weight: 1, isPossible: { !$0.owned.isEmpty }, perform: { $0.cancel() }),
        AgentMove(name: "takes over", weight: 1, isPossible: { !$0.others.isEmpty }, perform: { $0.takeOver() }),
        AgentMove(name: "listens", weight: 1, isPossible: { !$0.others.isEmpty }, perform: { $0.listen() }),
        AgentMove(name: "stops listening", weight: 1, isPossible: { !$0.others.isEmpty }, perform: { $0.unlisten() }),
        AgentMove(name: "is here", weight: 2, isPossible: { _ in true }, perform: { $0.set(.present) }),
        AgentMove(name: "is away", weight: 1, isPossible: { _ in true }, perform: { $0.set(.away) }),
        AgentMove(name: "goes offline", weight: 1, isPossible: { _ in true }, perform: { $0.leave() }),
        AgentMove(name: "is cut off", weight: 1, isPossible: { _ in true }, perform: { $0.crash() }),
    ]
}
