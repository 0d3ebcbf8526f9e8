import Dispatch

/// Checks passwords on a thread of its own, one at a time: each takes a fifth of a second and 32 MiB.
final class PasswordCheck: Sendable {
    private let queue = DispatchQueue(label: "samtale.password")
    /// What is checked where there is no such agent, so that the time does not tell.
    private let decoy = ScryptPassword.unmatchable()

    /// Whether a text is the password whose scrypt form the other one is; `nil` where there is no such agent.
    typealias Check = (_ password: String, _ form: String?) -> Bool

    /// Decides about a try when its turn comes, and those before it are decided.
    func inTurn<Verdict: Sendable>(_ decide: @escaping @Sendable (Check) -> Verdict) async -> Verdict {
        await withCheckedContinuation { continuation in
            queue.async { [decoy] in
                let verdict = decide { password, form in
                    guard let form, let kept = ScryptPassword(form) else {
                        _ = decoy.matches(password)
                        return false
                    }
                    return kept.matches(password)
                }
                continuation.resume(returning: verdict)
            }
        }
    }

    /// The scrypt form of a new password.
    func form(of password: String) async -> String? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: (try? ScryptPassword(password: password))?.description) }
        }
    }
}
