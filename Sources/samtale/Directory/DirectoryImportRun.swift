import ChatContract
import ChatCore
import ChatStore
import Foundation

/// An import from a file into the store: while a batch is written the next one is read.
struct DirectoryImportRun {
    struct Report: Encodable, Equatable {
        var lines = 0
        var created = 0
        var changed = 0
        var unchanged = 0
        var rejected = 0
        /// Where the rejected lines are.
        var rejectedFile: String?
        var dryRun = false
        var seconds = 0.0
    }

    let file: DirectoryFile
    var kind: DirectoryKind?
    var ignoresUnknown = false
    var isTrial = false
    var rejectedPath: String
    /// Is told each line that was not taken, in order.
    var complain: (String) -> Void
    /// Is told now and then how many lines are done, and how many a second.
    var progress: (_ lines: Int, _ perSecond: Double) -> Void

    func run(_ store: Store) async throws -> Report {
        let clock = ContinuousClock()
        let start = clock.now
        var reader = try DirectoryReader(file, kind: kind, ignoresUnknown: ignoresUnknown)
        let rejected = RejectedFile(path: rejectedPath, header: reader.header)
        defer { try? rejected.close() }
        let queue = ImportQueue()
        ImportWriting(directory: try DirectoryImport(store, isTrial: isTrial)).start(queue)
        var report = Report(dryRun: isTrial)
        // Of the batches that are under way, the oldest first.
        var sources: [[Int: DirectoryRow.Source]] = []
        var told = start

        func reject(_ line: Int, _ source: DirectoryRow.Source?, _ field: String?, _ problem: String) throws {
            let reason = field.map { "\($0): \(problem)" } ?? problem
            complain("\(file.name), line \(line): \(reason)")
            if !isTrial, let source { try rejected.add(source, reason) }
            report.rejected += 1
        }
        func tell(_ answers: [[DirectoryImport.Rejection]]) throws {
            for rejections in answers {
                let lines = sources.removeFirst()
                for rejection in rejections {
                    try reject(rejection.line, lines[rejection.line], rejection.refusal.field, rejection.refusal.detail)
                }
            }
        }
        func read() throws {
            defer { queue.close() }
            var isOver = false
            while !isOver {
                var drafts: [DirectoryDraft] = []
                drafts.reserveCapacity(DirectoryImport.batchLength)
                var lines: [Int: DirectoryRow.Source] = [:]
                lines.reserveCapacity(DirectoryImport.batchLength)
                while drafts.count < DirectoryImport.batchLength {
                    guard let row = try reader.next() else {
                        isOver = true
                        break
                    }
                    report.lines += 1
                    switch row.content {
                    case .problem(let field, let problem):
                        try reject(row.number, row.source, field, problem)
                    case .line(let line):
                        do throws(Refusal) {
                            drafts.append(try DirectoryDraft(line, store.identifiers))
                            lines[row.number] = row.source
                        } catch {
                            try reject(row.number, row.source, error.field, error.detail)
                        }
                    }
                }
                sources.append(lines)
                guard let answers = queue.put(drafts) else { return }
                try tell(answers)
                if clock.now - told > .seconds(1) {
                    told = clock.now
                    progress(report.lines, Double(report.lines) / Self.seconds(clock.now - start))
                }
            }
        }
        let reading = Result { try read() }
        // Whatever became of reading: the store is in use until this is over.
        let written = Result { try queue.counts() }
        try reading.get()
        let counts = try written.get()
        try tell(queue.rest())
        report.created = counts.created
        report.changed = counts.changed
        report.unchanged = counts.unchanged
        report.rejectedFile = rejected.count > 0 ? rejected.path : nil
        report.seconds = Self.seconds(clock.now - start)
        return report
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

/// Writes what a queue gives.
///
/// `@unchecked Sendable`: the directory is only used by the one thread that runs it.
private struct ImportWriting: @unchecked Sendable {
    let directory: DirectoryImport

    /// Works until nothing comes any more; on a thread of its own, since it waits, as who reads does.
    func start(_ queue: ImportQueue) {
        DispatchQueue(label: "import").async { queue.end(Result { try write(queue) }) }
    }

    private func write(_ queue: ImportQueue) throws -> DirectoryImport.Counts {
        while try directory.take(queue.next, at: Self.now, rejected: queue.answer) {
            // SQLite's lock goes to whoever asks first: workers look once a millisecond, so they get their turn now.
            usleep(2500)
        }
        try directory.finish()
        return directory.counts
    }

    private static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
