import Dispatch

/// Checks passwords on a thread of its own, one at a time: each takes a fifth of a second and 32 MiB.
final class PasswordCheck: Sendable {
    private let queue = DispatchQueue(label: "samtale.password")
    /// What is checked where there is no such agent, so that the time does not tell.
    private let decoy = ScryptPassword.unmatchable()

    /// Whether this is the password whose scrypt form that is.
    func matches(_ password: String, _ form: String?) async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { [decoy] in
                guard let form, let kept = ScryptPassword(form) else {
                    _ = decoy.matches(password)
                    return continuation.resume(returning: false)
                }
                continuation.resume(returning: kept.matches(password))
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
