import ChatContract

/// Something that goes wrong around the workers, by chance. What happens to them in the middle of something stands in
/// ``FaultRates``.
struct Fault: Sendable {
    let name: String
    let weight: Int
    var isPossible: @Sendable (SimulationOptions) -> Bool = { _ in true }
    let strike: @Sendable (Storm) -> Void

    static let all: [Fault] = [
        Fault(name: "worker killed", weight: 4) { $0.anyProcess?.kill() },
        Fault(name: "all workers killed", weight: 1) { $0.killAll() },
        Fault(name: "worker asked to end", weight: 2) { $0.anyProcess?.terminate() },
        Fault(name: "worker frozen", weight: 2) { $0.anyProcess?.freezeBetweenTurns() },
        Fault(name: "consumer lost", weight: 6) { storm in
            guard let process = storm.anyProcess, let queue = storm.engine.random.pick(process.consumed) else { return }
            process.loseConsumer(of: queue)
        },
        Fault(name: "publisher lost", weight: 6) { $0.anyProcess?.losePublisher() },
        Fault(name: "broker restarted", weight: 1) { $0.restartBroker() },
        Fault(name: "broker full", weight: 2) { $0.fillBroker() },
        Fault(name: "two consumers active", weight: 8, isPossible: \.doublesConsumers) { $0.doubleConsumers() },
        Fault(name: "clock set", weight: 4, isPossible: \.setsClock) { storm in
            storm.engine.setClock(to: storm.engine.random.span(-2500...2500))
        },
        Fault(name: "gateway crashed", weight: 2) { storm in
            storm.engine.random.pick(storm.company.gateways)?.crash()
        },
        Fault(name: "reader lost", weight: 2) { storm in
            storm.engine.random.pick(storm.company.gateways)?.loseReader()
        },
    ]
}
