import Foundation
import Synchronization

/// Standard output for results, standard error for everything else.
enum Console {
    private static let lock = Mutex(())

    /// Prints a line of the result.
    static func print(_ line: String) { write(line + "\n") }

    /// Writes a part of the result. Ends the program where it cannot be written: whoever keeps it in a file must not take
    /// half of it for all.
    static func write(_ text: String) {
        guard let problem = write(text, to: STDOUT_FILENO), problem != EPIPE else { return }
        note("samtale: the output cannot be written: \(String(cString: strerror(problem)))")
        exit(ExitStatus.dataError.rawValue)
    }

    /// Prints a line about what is going on.
    static func note(_ line: String) { _ = write(line + "\n", to: STDERR_FILENO) }

    /// Prints a value as JSON, for programs.
    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Whether a person sits in front of it.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks before something is done that cannot be undone.
    ///
    /// - Throws: ``CommandFailure`` when the answer is not yes, or nobody can be asked.
    static func confirm(_ question: String, assumed yes: Bool) throws {
        guard !yes else { return }
        guard isInteractive else {
            throw CommandFailure(.usage, "\(question) Nobody can be asked here.", remedy: "say it with --yes")
        }
        _ = write("\(question) [y/N] ", to: STDERR_FILENO)
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(.usage, "nothing was done")
        }
    }

    /// Reads a line that is not shown.
    static func secret(_ prompt: String) -> String? {
        _ = write(prompt, to: STDERR_FILENO)
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return readLine() }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
            note("")
        }
        return readLine()
    }

    /// - Returns: the number of the error that ended it; EPIPE of a reader that went away (head, less).
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        lock.withLock { _ in
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 else {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = rest.dropFirst(count)
            }
            return nil
        }
    }
}
