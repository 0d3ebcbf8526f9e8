import ChatClient
import ChatContract
import Foundation
import Synchronization

/// Many files at once, from visitors who may send them, while other visitors write.
struct BenchUploads {
    let uploaders: [BenchVisitor]
    let posts: BenchPosts
    let port: Int
    /// Bytes of each file.
    let size: Int
    /// Where the gateway keeps them.
    let folder: String

    /// The lines of so many seconds without files, and of as many bursts of files; in turn, for machines are not steady.
    static let rounds = 5

    /// Has the agents allow files.
    func allow(_ client: ChatClient) async throws {
        for visitor in uploaders {
            let body = FilesAllow(session: visitor.session, allowed: true)
            let answer: ClientAnswer<EmptyResult> = try await client.send(
                .filesAllow, to: visitor.channel, as: .agent(visitor.agent), body)
            _ = try answer.get()
        }
    }

    func measure(
        perSecond rate: Int, seconds: Double, of gateway: BenchGatewayProcess
    ) async throws -> BenchGatewayReport.Uploads {
        var without: [Double] = []
        var with: [Double] = []
        var lost = 0
        var took = 0.0
        var cpu = 0.0
        for round in 0..<Self.rounds {
            let quiet = try await posts.times(perSecond: rate, seconds: seconds / Double(Self.rounds)) { false }
            without += quiet.times
            let isOver = Atomic<Bool>(false)
            let before = gateway.cpu
            async let busy = posts.times(perSecond: rate, seconds: 120) { isOver.load(ordering: .relaxed) }
            // The lines flow already when the files come.
            try await Task.sleep(for: .milliseconds(200))
            let began = ContinuousClock.now
            do {
                try await burst(round)
            } catch {
                isOver.store(true, ordering: .relaxed)
                throw error
            }
            took += began.duration(to: .now).seconds
            isOver.store(true, ordering: .relaxed)
            let (times, missing) = try await busy
            cpu += gateway.cpu - before
            with += times
            lost += quiet.lost + missing
            try forgetFiles()
            // What the disk has yet to write is not measured with the next lines.
            try await Task.sleep(for: .seconds(1))
        }
        let files = uploaders.count * Self.rounds
        let (quiet, busy) = (Percentiles(without), Percentiles(with))
        return BenchGatewayReport.Uploads(
            files: uploaders.count, megabytes: Double(size) / 1_048_576, perSecond: rate,
            seconds: took / Double(Self.rounds), lines: with.count, lost: lost,
            without: .init(p50: quiet[0.5], p99: quiet[0.99]), with: .init(p50: busy[0.5], p99: busy[0.99]),
            cpuAFile: cpu / Double(files) / 1000)
    }

    /// All files at once; returns when the last one is taken.
    private func burst(_ round: Int) async throws {
        let bytes = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x20, count: size - 9)
        let uploads = uploaders.map { visitor in
            BenchUploader.Upload(
                path: "/api/sessions/\(visitor.session)/files?channel=\(visitor.channel)&id=bench-\(round)",
                headers: [
                    visitor.authorization, (name: "X-File-Name", value: "bench.pdf"),
                    (name: "Content-Type", value: "application/pdf"),
                ])
        }
        let folder = URL(fileURLWithPath: self.folder).deletingLastPathComponent()
        try await BenchUploader(port: port, folder: folder).send(bytes, uploads)
    }

    /// Disks are small, and rounds are many.
    private func forgetFiles() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.utf8.count == 2 {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }
}
