import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The form in which an agent's password is kept: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding.
public struct ScryptPassword: Sendable, CustomStringConvertible {
    private let logRounds: Int
    private let blockSize: Int
    private let parallelism: Int
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Reads the form; `nil` when it is none, or would cost more than 256 MiB to check.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: true)
        guard parts.count == 4, parts[0] == "scrypt", let salt = Self.bytes(parts[2]), let hash = Self.bytes(parts[3])
        else { return nil }
        var numbers: [Substring: Int] = [:]
        for parameter in parts[1].split(separator: ",") {
            let pair = parameter.split(separator: "=")
            guard pair.count == 2, let number = Int(pair[1]) else { return nil }
            numbers[pair[0]] = number
        }
        guard let logRounds = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"],
            (1...18).contains(logRounds), (1...8).contains(blockSize), (1...16).contains(parallelism),
            (8...64).contains(salt.count), (16...64).contains(hash.count)
        else { return nil }
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
        self.hash = hash
    }

    /// Of new passwords: N = 2^15, r = 8, p = 3 take 32 MiB and a fifth of a second.
    private init(salt: [UInt8], hash: (_ logRounds: Int, _ blockSize: Int, _ parallelism: Int) throws -> [UInt8])
        rethrows
    {
        logRounds = 15
        blockSize = 8
        parallelism = 3
        self.salt = salt
        self.hash = try hash(logRounds, blockSize, parallelism)
    }

    /// Makes the form of a password, with a new salt. It blocks, for a fifth of a second.
    public init(password: String) throws {
        let salt = Self.random(16)
        try self.init(salt: salt) { try Self.derive(password, salt, 32, $0, $1, $2) }
    }

    /// What no password fits: to check one against it takes as long as against any other.
    static func unmatchable() -> ScryptPassword { ScryptPassword(salt: random(16)) { _, _, _ in random(32) } }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Whether this is the password; the time that it takes does not tell how much of it is right. It blocks.
    public func matches(_ password: String) -> Bool {
        guard let derived = try? Self.derive(password, salt, hash.count, logRounds, blockSize, parallelism),
            derived.count == hash.count
        else { return false }
        return zip(derived, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    public var description: String {
        "$scrypt$ln=\(logRounds),r=\(blockSize),p=\(parallelism)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    private static func derive(
        _ password: String, _ salt: [UInt8], _ length: Int, _ logRounds: Int, _ blockSize: Int, _ parallelism: Int
    ) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: length, rounds: 1 << logRounds,
            blockSize: blockSize, parallelism: parallelism, maxMemory: 288 << 20)
        return key.withUnsafeBytes { Array($0) }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().filter { $0 != "=" }
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: String(padded)).map { Array($0) }
    }
}
