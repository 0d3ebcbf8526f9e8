import ChatContract
import Foundation

extension WebhookSecret {
    /// Reads what a receiver's posts are signed with: from the file, or the environment variable, that was set.
    ///
    /// - Throws: ``WebhookProblem``, which holds nothing of what was read.
    static func read(_ webhook: Webhook) throws(WebhookProblem) -> [WebhookSecret] {
        let text: String
        let place: String
        if let file = webhook.secretFile {
            guard let content = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw WebhookProblem(
                    "its secretFile is \"\(file)\", which cannot be read",
                    remedy: "put it there, on the machine of samtale webhooks, and look at the rights")
            }
            (text, place) = (content, file)
        } else if let variable = webhook.secretVariable {
            guard let content = ProcessInfo.processInfo.environment[variable], !content.isEmpty else {
                throw WebhookProblem(
                    "its secretVariable is \(variable), which is not set",
                    remedy: "set it in the environment of samtale webhooks, and start that again")
            }
            (text, place) = (content, variable)
        } else {
            throw WebhookProblem("it has no secret", remedy: "say secretFile in the desk file, and samtale apply it")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        let secrets = lines.compactMap { WebhookSecret($0) }
        guard !secrets.isEmpty, secrets.count == lines.count else {
            throw WebhookProblem(
                "a secret in \(place) is shorter than \(minimum) bytes, or whsec_ without Base64",
                remedy: "printf 'whsec_%s\\n' \"$(openssl rand -base64 32)\" makes a good one")
        }
        return secrets
    }
}
