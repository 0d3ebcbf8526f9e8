import Foundation

/// Where a bench keeps its store and files.
struct BenchFolder {
    private let url: URL
    private let trace: Int

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "samtale-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.url = url
        trace = BenchTraces.add { try? FileManager.default.removeItem(at: url) }
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func remove() {
        try? FileManager.default.removeItem(at: url)
        BenchTraces.forget(trace)
    }
}
