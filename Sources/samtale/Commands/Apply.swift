import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale apply`.
struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make channels, agents and permissions as a file says; running workers notice by themselves.",
        discussion: """
            The whole file is checked first, and all of it is applied or nothing. Applying it again changes nothing. \
            Channels become exactly as the file says; of agents, what is left out keeps its value. What the file does \
            not name is kept, unless --prune is given.

            The file (config/demo.yaml is a whole one):
              channels:
                support:
                  name: Customer support
                  welcomeMessage: Welcome! How can we help you?
              agents:
                anna:
                  nickname: Anna
                  members:
                    support: [respond, notify]

            Examples:
              samtale apply config/demo.yaml
              samtale apply desk.yaml --dry-run
              samtale apply desk.yaml --prune --json
            """)

    @Argument(help: ArgumentHelp("The YAML file; - for standard input.", valueName: "file"))
    var file: String

    @Flag(name: .long, help: "Say what would change, and change nothing.") var dryRun = false

    @Flag(name: .long, help: "Also remove channels, agents and members that the file does not name.")
    var prune = false

    @Flag(name: .long, help: "Print JSON.") var json = false

    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() throws {
        let desk = try DeskFile(path: file)
        if prune, desk.channels.isEmpty, desk.agents.isEmpty {
            throw CommandFailure(
                .dataError, "\(desk.path) names nothing, so --prune would remove everything",
                remedy: "is it the right file? Nothing was changed")
        }
        let store = try Store(path: try options.settings().storePath)
        defer { try? store.close() }
        var kept: [String] = []
        let changes: [DeskChange]
        do {
            changes = try ControlTransaction(store: store, name: "apply").run(isTrial: dryRun) { view in
                let surplus = Self.surplus(desk, view)
                if !prune { kept = surplus.map(\.subject.name) }
                return (prune ? surplus : []) + Self.steps(desk)
            }
        } catch let refused as ControlTransaction.Refused {
            throw Self.failure(refused, desk)
        }
        try report(changes, kept)
    }

    private static func steps(_ desk: DeskFile) -> [ControlTransaction.Step] {
        desk.channels.map { .init(command: .saveChannel($0), subject: .channel($0.channel)) }
            + desk.agents.map { .init(command: .saveAgent($0), subject: .agent($0.agent)) }
            + desk.members.map { .init(command: .saveMember($0), subject: .member($0.channel, $0.agent)) }
    }

    /// What is there and not in the file: members first, then agents, then channels.
    private static func surplus(_ desk: DeskFile, _ view: StoreView) -> [ControlTransaction.Step] {
        let channels = Set(desk.channels.map(\.channel))
        let agents = Set(desk.agents.map(\.agent))
        let places = Set(desk.members.map { [$0.channel.text, $0.agent.text] })
        var steps: [ControlTransaction.Step] = []
        for member in view.registry.members.sorted(by: { $0.key < $1.key }).flatMap(\.value.values)
        where channels.contains(member.channel) && agents.contains(member.agent)
            && !places.contains([member.channel.text, member.agent.text])
        {
            steps.append(
                .init(
                    command: .removeMember(MemberReference(channel: member.channel, agent: member.agent)),
                    subject: .member(member.channel, member.agent)))
        }
        for agent in view.roster.agents.keys.sorted() where !agents.contains(agent) {
            steps.append(.init(command: .removeAgent(AgentReference(agent: agent)), subject: .agent(agent)))
        }
        for channel in view.registry.channels.keys.sorted() where !channels.contains(channel) {
            steps.append(.init(command: .deleteChannel(ChannelDelete(channel: channel)), subject: .channel(channel)))
        }
        return steps
    }

    private static func failure(_ refused: ControlTransaction.Refused, _ desk: DeskFile) -> CommandFailure {
        switch refused.step.command {
        case .deleteChannel, .removeAgent, .removeMember:
            // It stands nowhere in the file, so there is no line to show.
            return CommandFailure(
                .dataError, "\(refused.step.subject.name) cannot be removed: \(refused.refusal.detail)",
                remedy: "end its chats first (samtale session list), or name it in the file; nothing was changed")
        default:
            break
        }
        let field = refused.refusal.field?.split(separator: ".").map(String.init) ?? []
        let keys: [String]
        switch refused.step.subject {
        case .channel(let channel): keys = ["channels", channel.text] + field
        case .agent(let agent): keys = ["agents", agent.text] + field
        case .member(let channel, let agent): keys = ["agents", agent.text, "members", channel.text]
        }
        let subject = refused.step.subject.name
        let place = field.isEmpty ? subject : "\(subject): \(field.joined(separator: "."))"
        return CommandFailure(
            .dataError,
            "\(desk.path)\(desk.line(of: keys).map { ", line \($0)" } ?? ""): \(place): \(refused.refusal.detail)",
            remedy: "nothing was changed")
    }

    private struct Report: Encodable {
        var dryRun: Bool
        var changes: [DeskChange]
        /// What the file does not name and was left as it is.
        var kept: [String]
    }

    private func report(_ changes: [DeskChange], _ kept: [String]) throws {
        guard !json else { return try Console.print(json: Report(dryRun: dryRun, changes: changes, kept: kept)) }
        for change in changes where change.kind != .unchanged {
            let fields = change.fields.isEmpty ? "" : " (\(change.fields.joined(separator: ", ")))"
            let kind = change.kind.rawValue
            Console.print(kind + String(repeating: " ", count: 10 - kind.count) + change.subject + fields)
        }
        func count(_ kind: DeskChange.Kind) -> String {
            "\(changes.count { $0.kind == kind }) \(kind.rawValue)"
        }
        let sum = [count(.created), count(.changed), count(.unchanged), count(.removed)].joined(separator: ", ")
        Console.print(dryRun ? "\(sum): only a trial, nothing was changed" : sum)
        if !kept.isEmpty {
            Console.note("kept although not in the file (--prune removes it): \(kept.joined(separator: ", "))")
        }
    }
}
