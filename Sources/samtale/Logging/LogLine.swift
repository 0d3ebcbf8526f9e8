import ChatContract
import Foundation
import Logging
import Synchronization

/// Lines of the log, on standard error.
enum LogLine {
    private static let lock = Mutex(())

    /// The time of now, as it stands in logs.
    static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    static func write(_ line: String) {
        lock.withLock { _ in try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8)) }
    }

    /// What a handler, its provider and a line say, the last one winning.
    static func merge(
        _ own: Logger.Metadata, _ provider: Logger.MetadataProvider?, _ line: Logger.Metadata?
    ) -> Logger.Metadata {
        own.merging(provider?.get() ?? [:]) { $1 }.merging(line ?? [:]) { $1 }
    }
}
