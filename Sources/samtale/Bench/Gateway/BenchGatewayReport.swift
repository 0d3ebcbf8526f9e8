import ChatContract
import Foundation

/// What `samtale bench gateway` found.
struct BenchGatewayReport: Encodable {
    struct Restart: Encodable {
        /// From the kill until everybody had his stream again and what was said meanwhile.
        var seconds: Double
        /// The same from the moment when the new process answered.
        var secondsSinceReady: Double
        var said: Int
        var lost: Int
        var doubled: Int
    }

    struct Latency: Encodable {
        var perSecond: Int
        var posts: Int
        /// Milliseconds from when a POST was due.
        var p50: Double
        var p99: Double
        var max: Double
        var lost: Int
        /// Microseconds of processor time a line, of the gateway alone.
        var cpu: Double
    }

    /// Lines while many files are on their way, beside lines while none are.
    struct Uploads: Encodable {
        /// Milliseconds from when a POST was due.
        struct Times: Encodable {
            var p50: Double
            var p99: Double
        }

        /// How many at once, and how large each is.
        var files: Int
        var megabytes: Double
        /// Lines.
        var perSecond: Int
        /// Until all files of a burst were taken.
        var seconds: Double
        /// Lines that were due while files were on their way.
        var lines: Int
        var lost: Int
        var without: Times
        var with: Times
        /// Milliseconds of processor time a file, of the gateway, with the lines that it carried meanwhile.
        var cpuAFile: Double

        var ratio: Double { with.p99 / without.p99 }
    }

    var visitors: Int
    /// Seconds until all had their streams the first time.
    var connecting: Double
    var kilobytesWithout: Double
    var kilobytesWith: Double
    var restart: Restart
    var latencies: [Latency] = []
    var uploads: Uploads?

    var kilobytesAVisitor: Double { (kilobytesWith - kilobytesWithout) / Double(visitors) }

    private enum CodingKeys: String, CodingKey {
        case visitors, connecting, kilobytesWithout, kilobytesWith, kilobytesAVisitor, restart, latencies, uploads
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(visitors, forKey: .visitors)
        try container.encode(connecting, forKey: .connecting)
        try container.encode(kilobytesWithout, forKey: .kilobytesWithout)
        try container.encode(kilobytesWith, forKey: .kilobytesWith)
        try container.encode(kilobytesAVisitor, forKey: .kilobytesAVisitor)
        try container.encode(restart, forKey: .restart)
        try container.encode(latencies, forKey: .latencies)
        try container.encodeIfPresent(uploads, forKey: .uploads)
    }

    func json() throws -> String { String(decoding: try WireJSON.encode(self), as: UTF8.self) }

    func text() -> String {
        func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
        var lines = [
            "\(visitors) visitors at one gateway, connected within \(number(connecting, 1)) s",
            "memory: \(number(kilobytesAVisitor, 1)) kB a silent visitor "
                + "(\(number(kilobytesWithout / 1024, 1)) MB without them, \(number(kilobytesWith / 1024, 1)) MB with)",
            "restart: all resumed \(number(restart.seconds, 1)) s after kill -9 "
                + "(\(number(restart.secondsSinceReady, 1)) s after the new one answered); of \(restart.said) lines "
                + "said meanwhile \(restart.lost) lost, \(restart.doubled) doubled",
        ]
        for latency in latencies {
            lines.append(
                "latency at \(latency.perSecond)/s: p50 \(number(latency.p50, 1)) ms, p99 \(number(latency.p99, 1)) ms, "
                    + "max \(number(latency.max, 1)) ms; \(latency.posts) lines, \(latency.lost) lost; "
                    + "\(number(latency.cpu, 0)) us of the gateway a line")
        }
        if let uploads {
            lines.append(
                "\(uploads.files) files of \(number(uploads.megabytes, 0)) MiB at once, taken within "
                    + "\(number(uploads.seconds, 1)) s, with \(uploads.perSecond) lines/s: "
                    + "p50 \(number(uploads.with.p50, 1)) ms, p99 \(number(uploads.with.p99, 1)) ms; without files "
                    + "p50 \(number(uploads.without.p50, 1)) ms, p99 \(number(uploads.without.p99, 1)) ms; "
                    + "p99 \(number(uploads.ratio, 2)) times that; \(uploads.lines) lines, \(uploads.lost) lost; "
                    + "\(number(uploads.cpuAFile, 1)) ms of the gateway a file")
        }
        return lines.joined(separator: "\n")
    }
}
