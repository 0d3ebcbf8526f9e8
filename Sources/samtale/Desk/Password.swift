import ArgumentParser
import Crypto
import CryptoExtras
import Foundation

/// Passwords of agents: only their scrypt form is ever kept.
enum Password {
    /// N = 2^15, r = 8, p = 3: 32 MiB, a fifth of a second.
    private static let logRounds = 15
    private static let blockSize = 8
    private static let parallelism = 3

    /// The form that is kept: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding.
    static func scrypt(_ password: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << logRounds, blockSize: blockSize,
            parallelism: parallelism, maxMemory: 64 << 20)
        let hash = key.withUnsafeBytes { Array($0) }
        return "$scrypt$ln=\(logRounds),r=\(blockSize),p=\(parallelism)$\(base64(salt))$\(base64(hash))"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

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
