import ChatContract
import Foundation
import Yams

/// A desk, as a file says it should be.
struct DeskFile {
    /// A permission of an agent on a channel.
    enum Permission: String, CaseIterable { case respond, notify, listen, manage }

    /// Something that the file names, and where.
    struct Item<Value> {
        var value: Value
        var path: DeskPath
    }

    /// A channel's settings; what they name is looked up when it is known what there is.
    struct NamedChannel {
        var channel: Channel
        var category: String?
        var priority: String?
        var folder: String?
    }

    struct NamedFolder {
        var folder: Folder
        /// Its name behind those of the folders that it is in: `Shop/Shipping`.
        var path: String
    }

    let path: String
    var bots: [Item<Bot>] = []
    var categories: [Item<RequestCategory>] = []
    var priorities: [Item<RequestPriority>] = []
    /// Each behind those that it is in.
    var folders: [Item<NamedFolder>] = []
    var entries: [Item<FAQEntry>] = []
    var templates: [Item<ReplyTemplate>] = []
    var channels: [Item<NamedChannel>] = []
    var agents: [Item<AgentSave>] = []
    var members: [Item<Member>] = []
    var webhooks: [Item<Webhook>] = []
    let root: Node?

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

    /// Whether the file has a section, be it an empty one.
    func has(_ section: String) -> Bool { root?.mapping?.contains { $0.key.string == section } ?? false }

    /// Whether it names nothing at all.
    var isEmpty: Bool {
        bots.isEmpty && categories.isEmpty && priorities.isEmpty && folders.isEmpty && entries.isEmpty
            && templates.isEmpty && channels.isEmpty && agents.isEmpty && webhooks.isEmpty
    }

    /// The line where something stands: the deepest that is there.
    func line(of path: DeskPath) -> Int? {
        var node = root
        var line: Int?
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let entry = node?.mapping?.first(where: { $0.key.string == key }) else { return line }
                line = entry.key.mark?.line ?? line
                node = entry.value
            case .index(let index):
                guard let sequence = node?.sequence, sequence.indices.contains(index) else { return line }
                line = sequence[index].mark?.line ?? line
                node = sequence[index]
            }
        }
        return line
    }

    func problem(_ path: DeskPath, _ what: String) -> DeskProblem {
        DeskProblem(line(of: path), "\(path) \(what)")
    }
}
