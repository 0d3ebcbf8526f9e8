import ArgumentParser
import Foundation

/// `samtale bench gateway`: what one gateway carries.
struct BenchGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Measure one gateway: many visitors, a restart, and how fast a line reaches the agent.",
        discussion: """
            A worker and a gateway, each a process of its own, on a virtual host of the bench's own; the visitors are \
            in this process, each with a stream of events open over loopback. Measured are:
              memory    by how much the gateway grows with each silent visitor
              restart   kill -9, lines are said meanwhile, the gateway starts again,
                        everybody comes back at once with the number that he has:
                        time until all are resumed, what was lost or doubled
              latency   from when a visitor's POST was due until the line is on the
                        agent's stream, at so many a second
              uploads   the same at 100 a second while visitors send that many files
                        at once over loopback, five times, and without files in
                        turn: how much p99 grows
            Each visitor takes an open file here and one in the gateway; the limit is raised as far as it goes.

            EXAMPLES
              samtale bench gateway
              samtale bench gateway --visitors 500 --rates 100 --seconds 5
              samtale bench gateway --visitors 500 --rates 100 --uploads 100
              samtale bench gateway --visitors 10000 --uploads 0 --json
            """)

    @Option(help: "The broker, with an administrator's login (default: $SAMTALE_BROKER_URI).") var uri: String?
    @Option(help: "The broker's management API (default: $SAMTALE_BROKER_API).") var api: String?
    @Option(help: "How many visitors are connected.") var visitors = 5000
    @Option(parsing: .upToNextOption, help: "How many lines a second visitors post.") var rates = [10, 100, 500]
    @Option(help: "How many files are sent at once (default: 100, where there are visitors enough); 0 for none.")
    var uploads: Int?
    @Option(help: "How large each is, in MiB.") var uploadSize = 5
    @Option(help: "How long each rate is measured, in seconds.") var seconds = 10.0
    @Flag(help: "Print the result as JSON.") var json = false

    /// What a process needs besides its visitors.
    static let otherFiles = 300
    /// Lines a second while files are sent.
    static let uploadRate = 100

    /// Those of the agent whose stream is read write, the others send files.
    private var senders: Int { visitors * 9 / 10 }
    var uploadCount: Int { uploads ?? min(100, senders) }

    func validate() throws {
        guard (10...50_000).contains(visitors) else { throw ValidationError("--visitors must be 10 to 50000.") }
        guard !rates.isEmpty, rates.allSatisfy({ (1...10_000).contains($0) }) else {
            throw ValidationError("--rates takes numbers from 1 to 10000.")
        }
        guard (0...senders).contains(uploadCount) else {
            throw ValidationError("--uploads must be 0 to \(senders), nine tenths of the visitors.")
        }
        guard (1...10).contains(uploadSize) else {
            throw ValidationError("--upload-size must be 1 to 10: more a visitor may not send.")
        }
        guard seconds >= 1 else { throw ValidationError("--seconds must be 1 at least.") }
    }

    func run() async throws {
        let limit = OpenFiles.raiseLimit()
        guard limit >= visitors + 2 * uploadCount + Self.otherFiles else {
            throw CommandFailure(
                .configuration,
                "\(visitors) visitors need \(visitors + Self.otherFiles) open files, and at most \(limit) are allowed",
                remedy: "raise the hard limit (ulimit -Hn, /etc/security/limits.conf, LimitNOFILE of systemd), or ask "
                    + "for at most --visitors \(max(10, limit - Self.otherFiles))")
        }
        let report = try await BenchHost.with(uri: uri, api: api) { host in
            try await BenchGatewayRun(self, host).report()
        }
        print(json ? try report.json() : report.text())
    }
}
