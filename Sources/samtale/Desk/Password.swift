import ArgumentParser
import ChatGateway
import Foundation

/// Passwords of agents: only their scrypt form is ever kept.
enum Password {
    /// The form that is kept: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`.
    static func scrypt(_ password: String) throws -> String { try ScryptPassword(password: password).description }

    /// Reads a password: a line of standard input, or typed twice without being shown.
    static func read(fromStandardInput: Bool) throws -> String {
        let password: String
        if fromStandardInput {
            guard let line = readLine() else {
                throw CommandFailure(.dataError, "no password came on standard input")
            }
            password = line
        } else {
            guard Console.isInteractive else {
                throw CommandFailure(
                    .usage, "there is no terminal to ask for the password", remedy: "pipe it in with --password-stdin")
            }
            password = Console.secret("Password: ") ?? ""
            guard password == Console.secret("Again: ") else {
                throw CommandFailure(.dataError, "these were two different passwords; nothing was changed")
            }
        }
        guard (8...256).contains(password.count) else {
            throw CommandFailure(
                .dataError, "the password is too \(password.count < 8 ? "short" : "long"): 8 to 256 characters",
                remedy: "four random words are a good password")
        }
        return password
    }
}
