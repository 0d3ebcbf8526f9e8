import Crypto

/// Who works on a queue: highest random weight over the live workers (rendezvous hashing).
///
/// All workers come to the same answer without talking, and when one comes or goes only its own queues move.
public enum Rendezvous {
    /// The workers in the order of their claim to the queue: the preferred one, the standby, the rest.
    public static func ranking(of workers: [String], for queue: WorkQueue) -> [String] {
        workers
            .map { worker in (weight: weight(worker, queue), worker: worker) }
            .sorted { ($0.weight, $0.worker) > ($1.weight, $1.worker) }
            .map(\.worker)
    }

    private static func weight(_ worker: String, _ queue: WorkQueue) -> UInt64 {
        SHA256.hash(data: Array("\(worker)|\(queue.key)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
