import ChatContract
import ChatStore
import ChatWorker

/// Holds what workers keep in memory against what the store says.
enum Rebuild {
    static func check(_ processes: [SimulatedProcess], _ store: Store, _ engine: Engine) {
        let fresh = StoreView()
        do throws(StoreError) {
            _ = try store.transaction(fresh, worker: "check", at: engine.now) { transaction throws(StoreError) in
                for channel in Founding.channels { _ = try transaction.refresh(channel) }
            }
        } catch {
            engine.fail("the store can be read", "\(error)")
            return
        }
        for process in processes where !process.isBusy {
            guard let view = process.loop?.view else { continue }
            let (kept, truth) = (view.copies, fresh.copies)
            if kept.roster == truth.roster {
                engine.expect(
                    view.roster == fresh.roster, "a rebuilt state is the kept one", "the roster of \(process.name)")
            }
            guard kept.registry == truth.registry else { continue }
            engine.expect(
                view.registry == fresh.registry, "a rebuilt state is the kept one", "the registry of \(process.name)")
            for (channel, version) in kept.channels where truth.channels[channel] == version {
                engine.expect(
                    view.desk(channel) == fresh.desk(channel), "a rebuilt state is the kept one",
                    "\(channel) of \(process.name) at version \(version)")
            }
        }
    }
}
