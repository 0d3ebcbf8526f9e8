import Foundation
import Synchronization

/// Standard output for results, standard error for everything else.
enum Console {
    private static let lock = Mutex(())

    /// Prints a line of the result.
    static func print(_ line: String) { write(line + "\n", to: .standardOutput) }

    /// Prints a line about what is going on.
    static func note(_ line: String) { write(line + "\n", to: .standardError) }

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
        write("\(question) [y/N] ", to: .standardError)
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(.usage, "nothing was done")
        }
    }

    /// Reads a line that is not shown.
    static func secret(_ prompt: String) -> String? {
        write(prompt, to: .standardError)
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

    private static func write(_ text: String, to handle: FileHandle) {
        lock.withLock { _ in
            // A reader that went away (head, less) is no reason to complain.
            try? handle.write(contentsOf: Data(text.utf8))
        }
    }
}
