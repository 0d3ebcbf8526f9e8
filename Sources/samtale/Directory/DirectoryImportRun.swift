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

    /// A batch as it was read: what can be tried, and what cannot.
    private struct Batch: Sendable {
        var drafts: [DirectoryDraft] = []
        var lines = 0
    }

    func run(_ store: Store) async throws -> Report {
        let clock = ContinuousClock()
        let start = clock.now
        var reader = try DirectoryReader(file, kind: kind, ignoresUnknown: ignoresUnknown)
        let rejected = RejectedFile(path: rejectedPath, header: reader.header)
        defer { try? rejected.close() }
        let writer = BulkWriter(try DirectoryImport(store, isTrial: isTrial))
        var report = Report(dryRun: isTrial)
        var sources: [Int: DirectoryRow.Source] = [:]
        var told = start
        var isOver = false
        var waiting: Task<[DirectoryImport.Rejection], any Error>?
        var formerSources: [Int: DirectoryRow.Source] = [:]

        func reject(_ line: Int, _ source: DirectoryRow.Source?, _ field: String?, _ problem: String) throws {
            let reason = field.map { "\($0): \(problem)" } ?? problem
            complain("\(file.name), line \(line): \(reason)")
            if !isTrial, let source { try rejected.add(source, reason) }
            report.rejected += 1
        }
        func finish() async throws {
            guard let rejections = try await waiting?.value else { return }
            waiting = nil
            for rejection in rejections {
                try reject(
                    rejection.line, formerSources[rejection.line], rejection.refusal.field, rejection.refusal.detail)
            }
        }
        while !isOver {
            var batch = Batch()
            while batch.drafts.count < DirectoryImport.batchLength {
                guard let row = try reader.next() else {
                    isOver = true
                    break
                }
                batch.lines += 1
                switch row.content {
                case .problem(let field, let problem):
                    try reject(row.number, row.source, field, problem)
                case .line(let line):
                    do throws(Refusal) {
                        batch.drafts.append(try DirectoryDraft(line, store.identifiers))
                        sources[row.number] = row.source
                    } catch {
                        try reject(row.number, row.source, error.field, error.detail)
                    }
                }
            }
            try await finish()
            report.lines += batch.lines
            let drafts = batch.drafts
            waiting = Task.detached { try writer.write(drafts) }
            formerSources = sources
            sources.removeAll(keepingCapacity: true)
            if clock.now - told > .seconds(1) {
                told = clock.now
                progress(report.lines, Double(report.lines) / Self.seconds(clock.now - start))
            }
        }
        try await finish()
        let counts = writer.counts
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

/// Writes batch after batch, on one thread at a time.
///
/// `@unchecked Sendable`: the import waits for each batch before it gives the next one, and for the last one before it
/// asks for the counts.
private final class BulkWriter: @unchecked Sendable {
    private let directory: DirectoryImport

    init(_ directory: DirectoryImport) { self.directory = directory }

    var counts: DirectoryImport.Counts { directory.counts }

    func write(_ drafts: [DirectoryDraft]) throws -> [DirectoryImport.Rejection] {
        guard !drafts.isEmpty else { return [] }
        let rejections = try directory.take(drafts)
        // SQLite's lock goes to whoever asks first: workers look once a millisecond, so they get their turn now.
        usleep(2500)
        return rejections
    }
}
