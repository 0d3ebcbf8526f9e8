import ChatContract
import Foundation
import NIOPosix
import Synchronization

/// Whether the domains of e-mail addresses exist, by the machine's own resolver (specification 5.2; decisions, "E-mail").
final class EmailDomains: Sendable {
    private struct Known {
        var exists: Bool
        var at: ContinuousClock.Instant
    }

    private static let freshness = Duration.seconds(600)
    private static let keptLimit = 10_000
    /// Lookups that hang must not stand in the way of others.
    private static let threadCount = 4
    private static let waitingLimit = 64

    /// Whether a domain exists; `nil` where it cannot be found out.
    typealias Resolver = @Sendable (_ domain: String) -> Bool?

    private let resolve: Resolver
    private let patience: Duration
    private let threads = NIOThreadPool(numberOfThreads: threadCount)
    private let known = Mutex([String: Known]())
    private let waiting = Atomic(0)

    /// - Parameter patience: no answer within it: the domain is taken for good.
    init(patience: Duration = .seconds(2), _ resolve: @escaping Resolver = EmailDomains.askSystem) {
        self.resolve = resolve
        self.patience = patience
        threads.start()
    }

    /// - Throws: ``Refusal`` `invalidField` where an address is of a domain that does not exist.
    func check(_ email: String) async throws(Refusal) {
        guard let at = email.lastIndex(of: "@") else { return }
        let domain = email[email.index(after: at)...].lowercased()
        // What is no domain's name is refused by the worker, which looks at the whole address.
        guard (1...253).contains(domain.utf8.count), !domain.hasPrefix("[") else { return }
        guard await exists(domain) else {
            throw Refusal(
                .invalidField, "the e-mail address is not valid: there is no domain \(domain)", field: "email")
        }
    }

    private func exists(_ domain: String) async -> Bool {
        let found = known.withLock { known in
            known[domain].flatMap { ContinuousClock.now - $0.at < Self.freshness ? $0.exists : nil }
        }
        if let found { return found }
        guard waiting.load(ordering: .relaxed) < Self.waitingLimit else { return true }
        waiting.add(1, ordering: .relaxed)
        return await withCheckedContinuation { continuation in
            let first = FirstAnswer(continuation)
            let late = Task { [patience] in
                do { try await Task.sleep(for: patience) } catch { return }
                first.give(true)
            }
            threads.submit { [self] state in
                defer { waiting.subtract(1, ordering: .relaxed) }
                guard case .active = state else { return first.give(true) }
                var exists = resolve(domain)
                // A resolver that knows no domain at all sees nothing of the world: it has not answered.
                if exists == false, resolve("com") != true { exists = nil }
                if let exists { note(domain, exists) }
                first.give(exists ?? true)
                late.cancel()
            }
        }
    }

    private func note(_ domain: String, _ exists: Bool) {
        known.withLock { known in
            if known.count >= Self.keptLimit { known = [:] }
            known[domain] = Known(exists: exists, at: .now)
        }
    }

    /// - Returns: `nil` where it cannot be found out. A domain that only takes mail (it has no address) exists.
    @Sendable static func askSystem(_ domain: String) -> Bool? {
        var found: UnsafeMutablePointer<addrinfo>?
        // With the dot at its end the machine's own search domains stay out of it.
        let status = getaddrinfo(domain.hasSuffix(".") ? domain : domain + ".", nil, nil, &found)
        if let found { freeaddrinfo(found) }
        switch status {
        case 0, noAddress: return true
        case EAI_NONAME: return false
        default: return nil
        }
    }

    /// `EAI_NODATA` of glibc, which its headers give to GNU sources only.
    private static let noAddress: Int32 = -5
}

/// The first answer counts, later ones are dropped.
private final class FirstAnswer: Sendable {
    private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) {
        self.continuation = Mutex(continuation)
    }

    func give(_ answer: Bool) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: answer)
    }
}
