import ChatContract
import ChatWebhooks
import Foundation
import Yams

/// A receiver of events as the configuration file names it, checked as far as that goes without reading secrets: a worker
/// has the same file, and no need of them.
struct WebhookSettings {
    let name: ReceiverHandle
    let target: WebhookTarget
    let events: [String]
    let channels: [ChannelHandle]?
    let plan: PostingPlan
    private let choice: EventChoice
    private let secret: String?
    private let secretFile: String?

    /// What is wrong with a receiver, and where.
    struct Problem: Error {
        var line: Int?
        var message: String

        init(_ node: Node?, _ message: String) {
            line = node?.mark?.line
            self.message = message
        }
    }

    private static let fields = [
        "name", "url", "secret", "secretFile", "events", "channels", "private", "certificateFile", "giveUpHours",
        "timeoutSeconds", "parallel",
    ]

    init(_ fields: Node.Mapping) throws(Problem) {
        for (key, _) in fields where !Self.fields.contains(key.string ?? "") {
            let key = key.string ?? ""
            throw Problem(
                fields.keys.first { $0.string == key },
                "unknown \"\(key)\"\(Suggestion.hint(for: key, among: Self.fields))")
        }
        func text(_ key: String) throws(Problem) -> String? {
            guard let node = fields[key], node.null == nil else { return nil }
            guard let text = node.scalar?.string, !text.isEmpty else { throw Problem(node, "\(key): must be a text") }
            return text
        }
        func texts(_ key: String) throws(Problem) -> [String]? {
            guard let node = fields[key], node.null == nil else { return nil }
            guard let list = node.sequence, !list.isEmpty, case let texts = list.compactMap({ $0.scalar?.string }),
                texts.count == list.count
            else {
                throw Problem(
                    node, "\(key): must be a list, such as [\(key == "events" ? "session.created" : "support")]")
            }
            return texts
        }
        func number(_ key: String, _ range: ClosedRange<Double>) throws(Problem) -> Double? {
            guard let text = try text(key) else { return nil }
            guard let number = Double(text), range.contains(number) else {
                throw Problem(
                    fields[key], "\(key) is \"\(text)\", not a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        guard let nameText = try text("name") else { throw Problem(nil, "a receiver has no name:") }
        guard let name = ReceiverHandle(nameText) else {
            throw Problem(
                fields["name"], "name is \"\(nameText)\", not lower-case letters, digits, _ and -, at most 63")
        }
        self.name = name
        guard let url = try text("url") else { throw Problem(nil, "\(name) has no url:") }
        let isPrivate = try text("private") ?? "false"
        guard ["true", "false"].contains(isPrivate) else {
            throw Problem(fields["private"], "private is \"\(isPrivate)\", neither true nor false")
        }
        do throws(WebhookTarget.Invalid) {
            target = try WebhookTarget(
                url: url, isPrivate: isPrivate == "true", certificateFile: try? text("certificateFile"))
        } catch {
            throw Problem(fields["url"], "the url of \(name) \(error.reason)")
        }
        secret = try text("secret")
        secretFile = try text("secretFile")
        guard (secret == nil) != (secretFile == nil) else {
            throw Problem(nil, "\(name) needs secretFile: (or secret:), one of them: what posts are signed with")
        }
        events = try texts("events") ?? EventChoice.standard
        guard let choice = EventChoice(events) else {
            let wrong = events.first { !EventChoice.names.contains($0) } ?? ""
            throw Problem(
                fields["events"],
                "there is no event \"\(wrong)\"\(Suggestion.hint(for: wrong, among: EventChoice.names))")
        }
        self.choice = choice
        if let names = try texts("channels") {
            channels = names.compactMap { ChannelHandle($0) }
            if channels?.count != names.count {
                throw Problem(fields["channels"], "channels are named by their handles, such as support")
            }
        } else {
            channels = nil
        }
        var plan = PostingPlan()
        if let hours = try number("giveUpHours", 0.01...720) { plan.life = .seconds(hours * 3600) }
        if let seconds = try number("timeoutSeconds", 1...60) { plan.timeout = .seconds(seconds) }
        if let width = try number("parallel", 1...64) { plan.width = Int(width) }
        self.plan = plan
    }

    /// In a line, without the secret.
    var summary: String {
        target.url + " ← " + events.joined(separator: ", ")
            + (channels.map { " of " + $0.map(\.text).joined(separator: ", ") } ?? "")
    }

    /// The receiver with its secrets.
    ///
    /// - Throws: ``CommandFailure`` when they cannot be read, or are too short.
    func receiver() throws -> WebhookReceiver {
        WebhookReceiver(
            name: name, target: target, secrets: try secrets(), choice: choice, channels: channels.map { Set($0) },
            plan: plan)
    }

    private func secrets() throws -> [WebhookSecret] {
        let lines: [String]
        if let secretFile {
            guard let content = try? String(contentsOfFile: secretFile, encoding: .utf8) else {
                throw CommandFailure(
                    .configuration, "secretFile of the webhook \(name) names \"\(secretFile)\", which cannot be read",
                    remedy: "check the path and the rights on the file")
            }
            lines = content.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        } else {
            lines = [secret ?? ""]
        }
        let secrets = lines.compactMap { WebhookSecret($0) }
        guard !secrets.isEmpty, secrets.count == lines.count else {
            throw CommandFailure(
                .configuration,
                "a secret of the webhook \(name) is shorter than \(WebhookSecret.minimum) bytes, or whsec_ without Base64",
                remedy: "printf 'whsec_%s\\n' \"$(openssl rand -base64 32)\" > \(secretFile ?? "FILE")")
        }
        return secrets
    }
}
