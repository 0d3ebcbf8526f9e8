import ChatContract

/// Something that a visitor may do, by chance.
struct VisitorMove: Sendable {
    let name: String
    let weight: Int
    let isPossible: @Sendable (SimulatedVisitor) -> Bool
    let perform: @Sendable (SimulatedVisitor) -> Void

    static let all: [VisitorMove] = [
        VisitorMove(name: "opens", weight: 6, isPossible: { !$0.hasSession && $0.isIdle }, perform: { $0.open() }),
        VisitorMove(name: "opens again", weight: 1, isPossible: { $0.isAttached && $0.isIdle }, perform: { $0.open() }),
        VisitorMove(name: "writes", weight: 16, isPossible: \.isAttached, perform: { $0.post() }),
        VisitorMove(
            name: "writes thrice", weight: 3, isPossible: \.isAttached,
            perform: { visitor in for _ in 0..<3 { visitor.post() } }),
        VisitorMove(name: "changes its mind", weight: 2, isPossible: { $0.lastPost != nil }, perform: { $0.change() }),
        VisitorMove(name: "writes poison", weight: 1, isPossible: \.isAttached, perform: { $0.postPoison() }),
        VisitorMove(name: "reads", weight: 3, isPossible: \.isAttached, perform: { $0.read() }),
        VisitorMove(name: "types", weight: 2, isPossible: \.isAttached, perform: { $0.type() }),
        VisitorMove(name: "leaves a request", weight: 5, isPossible: \.isOffline, perform: { $0.submit() }),
        VisitorMove(name: "fills in the form", weight: 10, isPossible: \.isAskedWho, perform: { $0.identify() }),
        VisitorMove(name: "rates", weight: 6, isPossible: \.isAskedHow, perform: { $0.rate() }),
        VisitorMove(name: "leaves the form", weight: 6, isPossible: \.isAskedHow, perform: { $0.leave() }),
        VisitorMove(name: "closes", weight: 2, isPossible: \.isAttached, perform: { $0.close() }),
        VisitorMove(name: "closes the window", weight: 2, isPossible: \.isAttached, perform: { $0.detach() }),
        VisitorMove(name: "vanishes", weight: 2, isPossible: \.isAttached, perform: { $0.vanish() }),
        VisitorMove(
            name: "comes back", weight: 5, isPossible: { $0.hasSession && !$0.isAttached }, perform: { $0.attach() }),
        VisitorMove(
            name: "forgets it", weight: 1, isPossible: { $0.hasSession && !$0.isAttached && $0.isIdle },
            perform: { $0.forget() }),
        VisitorMove(name: "is cut off", weight: 1, isPossible: { $0.isConnected }, perform: { $0.loseConnection() }),
    ]
}
