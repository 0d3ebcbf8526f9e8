import ChatContract
import Foundation
import Yams

/// Channels, agents and their places, as a file says they should be.
struct DeskFile {
    /// A permission of an agent on a channel.
    enum Permission: String, CaseIterable { case respond, notify, listen, manage }

    let path: String
    private(set) var channels: [Channel] = []
    private(set) var agents: [AgentSave] = []
    private(set) var members: [Member] = []
    private let root: Node?

    /// Reads and checks a file.
    ///
    /// - Parameter path: `-` for standard input.
    /// - Throws: ``CommandFailure`` with every mistake and its line.
    init(path: String) throws {
        self.path = path == "-" ? "standard input" : path
        let text: String
        do {
            let data =
                path == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(fileURLWithPath: path))
            guard let content = String(bytes: data, encoding: .utf8) else {
                throw CommandFailure(.dataError, "\(path) is not UTF-8")
            }
            text = content
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .dataError, "\(path) cannot be read: \(error.localizedDescription)",
                remedy: "a file to begin with is config/demo.yaml")
        }
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure(
                .dataError, "\(self.path), \(YAMLProblem.text(error))", remedy: "nothing was changed")
        }
        var problems: [DeskProblem] = []
        if let root, root.null == nil { DeskSchema.file.check(root, &problems) }
        if problems.isEmpty { read(&problems) }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: self.path) }
    }

    /// The line where something stands: the deepest that is there.
    func line(of keys: [String]) -> Int? {
        var node = root
        var line: Int?
        for key in keys {
            guard let entry = node?.mapping?.first(where: { $0.key.string == key }) else { break }
            line = entry.key.mark?.line ?? line
            node = entry.value
        }
        return line
    }

    private mutating func read(_ problems: inout [DeskProblem]) {
        for (key, node) in entries("channels") {
            if let channel: Channel = decode("channel", key, node, in: ["channels", key], &problems) {
                channels.append(channel)
            }
        }
        for (key, node) in entries("agents") {
            if let agent: AgentSave = decode("agent", key, node, in: ["agents", key], &problems) {
                agents.append(agent)
            }
            guard let agent = AgentHandle(key) else { continue }
            for (place, permissions) in Self.pairs(node.mapping?["members"]) {
                guard let channel = ChannelHandle(place) else { continue }
                if let member = member(channel, agent, permissions, &problems) { members.append(member) }
            }
        }
    }

    private func entries(_ section: String) -> [(String, Node)] {
        Self.pairs(root?.mapping?[section])
    }

    private static func pairs(_ node: Node?) -> [(String, Node)] {
        node?.mapping?.compactMap { key, value in key.string.map { ($0, value) } } ?? []
    }

    private func decode<Value: Decodable>(
        _ name: String, _ handle: String, _ node: Node, in path: [String], _ problems: inout [DeskProblem]
    ) -> Value? {
        var pairs = (node.mapping ?? [:]).filter { $0.key.string != "members" && $0.value.null == nil }
            .map { ($0.key, $0.value) }
        pairs.append((Node(name), Node(handle)))
        do {
            return try YAMLDecoder().decode(Value.self, from: Node(pairs))
        } catch let error as DecodingError {
            let (keys, what) = Self.describe(error)
            problems.append(DeskProblem(line(of: path + keys), "\((path + keys).joined(separator: ".")) \(what)"))
        } catch {
            problems.append(DeskProblem(line(of: path), "\(path.joined(separator: ".")): \(YAMLProblem.text(error))"))
        }
        return nil
    }

    private static func describe(_ error: DecodingError) -> ([String], String) {
        func keys(_ context: DecodingError.Context) -> [String] { context.codingPath.map(\.stringValue) }
        switch error {
        case .keyNotFound(let key, let context): return (keys(context) + [key.stringValue], "is missing")
        case .valueNotFound(_, let context): return (keys(context), "has no value")
        case .typeMismatch(let type, let context): return (keys(context), "must be \(name(of: type))")
        case .dataCorrupted(let context):
            return (keys(context), "has a value that is not allowed: \(context.debugDescription)")
        @unknown default: return ([], "cannot be read")
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        default: "a list or a group, as in config/demo.yaml"
        }
    }

    private func member(
        _ channel: ChannelHandle, _ agent: AgentHandle, _ node: Node, _ problems: inout [DeskProblem]
    ) -> Member? {
        let name = "agents.\(agent).members.\(channel)"
        let names = Permission.allCases.map(\.rawValue)
        let line = line(of: ["agents", agent.text, "members", channel.text])
        guard let list = node.sequence else {
            problems.append(
                DeskProblem(line, "\(name) must be a list of permissions, such as [respond, notify]"))
            return nil
        }
        var member = Member(channel: channel, agent: agent, respond: false, notify: false)
        for item in list {
            switch item.string.flatMap(Permission.init) {
            case .respond: member.respond = true
            case .notify: member.notify = true
            case .listen: member.listen = true
            case .manage: member.manage = true
            case nil:
                let text = item.string ?? ""
                problems.append(
                    DeskProblem(
                        item.mark?.line ?? line,
                        "\(name): \"\(text)\" is no permission" + Suggestion.hint(for: text, among: names)))
            }
        }
        return member
    }
}
