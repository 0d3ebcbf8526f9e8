import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale agent`.
struct Agents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Show agents, add them and set their passwords.",
        discussion: """
            Examples:
              samtale agent list
              samtale agent add dora --nickname Dora --member support=respond,notify
              samtale agent set-password dora
              echo "$PASSWORD" | samtale agent set-password dora --password-stdin
            """,
        subcommands: [List.self, Show.self, Add.self, SetPassword.self])

    /// `samtale agent list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All agents, and whether they are there.")

        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let agents = try options.withStore { store in
                try store.look { reader throws(StoreError) -> [Agent] in
                    let registry = try reader.registry()
                    return try reader.roster().agents.values.sorted { $0.agent < $1.agent }.map(registry.agent)
                }
            }
            guard !json else { return try Console.print(json: agents) }
            var table = TextTable("agent", "nickname", "wanted", "effective", "chats", "limit", "roles", "channels")
            for agent in agents {
                table.add(
                    agent.agent.text, agent.nickname, agent.wanted.rawValue, agent.effective.rawValue,
                    String(agent.ongoing), agent.capacity.map(String.init) ?? "–",
                    [(agent.administrator, "administrator"), (!agent.enabled, "disabled")].filter(\.0).map(\.1)
                        .joined(separator: ", "),
                    agent.channels.map(\.channel.text).joined(separator: ", "))
            }
            if table.isEmpty { return Console.note("there are no agents yet: samtale apply config/demo.yaml") }
            table.print()
        }
    }

    /// `samtale agent show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One agent: profile, presence, places and chats.")

        @Argument(help: "The agent.") var agent: String
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        struct Sheet: Encodable {
            var agent: Agent
            var brokerLogin: String?
            var awayAfterMinutes: Int?
            var hasPassword: Bool
            var chats: [SessionID]
        }

        func run() throws {
            let (registry, roster) = try options.withStore { store in
                try store.look { reader throws(StoreError) in (try reader.registry(), try reader.roster()) }
            }
            let state = try Agents.find(agent, roster)
            let agent = registry.agent(state)
            let chats = state.held.sorted { $0.value.rank < $1.value.rank }
            guard !json else {
                return try Console.print(
                    json: Sheet(
                        agent: agent, brokerLogin: state.profile.brokerLogin,
                        awayAfterMinutes: state.profile.awayAfterMinutes,
                        hasPassword: state.profile.scrypt != nil, chats: chats.map(\.key)))
            }
            var table = TextTable("field", "value")
            table.add("nickname", agent.nickname)
            table.add("name", "\(agent.firstName) \(agent.lastName)")
            table.add("email", agent.email ?? "–")
            table.add("language", agent.language)
            table.add("timeZone", agent.timeZone)
            table.add("wanted", agent.wanted.rawValue)
            table.add("effective", agent.effective.rawValue)
            table.add("limit", agent.capacity.map(String.init) ?? "–")
            table.add("administrator", agent.administrator ? "yes" : "no")
            table.add("enabled", agent.enabled ? "yes" : "no")
            table.add("awayAfterMinutes", state.profile.awayAfterMinutes.map(String.init) ?? "–")
            table.add("brokerLogin", state.profile.brokerLogin ?? "–")
            table.add("subject", state.profile.subject ?? "–")
            table.add("password", state.profile.scrypt == nil ? "not set" : "set")
            table.print()
            Console.print("")
            var places = TextTable("channel", "permissions")
            for member in agent.channels { places.add(member.channel.text, member.permissions) }
            places.print()
            guard !chats.isEmpty else { return }
            Console.print("")
            var held = TextTable("rank", "chat", "channel")
            for (session, hold) in chats { held.add(String(hold.rank), session.description, hold.channel.text) }
            held.print()
        }
    }

    /// `samtale agent add`.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an agent.",
            discussion: """
                Examples:
                  samtale agent add dora --nickname Dora --member support=respond,notify
                  samtale agent add boss --administrator \\
                    --member support=respond,notify,listen,manage
                  samtale agent add robot --broker-login robot
                """)

        @Argument(help: "The agent's handle: lower-case letters, digits, _ and -.") var agent: String
        @Option(name: .long, help: "What visitors see.") var nickname: String?
        @Option(name: .long, help: "The first name.") var firstName: String?
        @Option(name: .long, help: "The last name.") var lastName: String?
        @Option(name: .long, help: "The e-mail address.") var email: String?
        @Option(name: .long, help: "The language: en, nl, de, no, da or sv.") var language: String?
        @Option(name: .long, help: "The time zone, such as Europe/Oslo.") var timeZone: String?
        @Option(name: .long, help: "How many chats at once; 0 for no limit.") var capacity: Int?
        @Option(name: .long, help: "After how many minutes without input he becomes Away; 0 never.")
        var awayAfterMinutes: Int?
        @Flag(name: .long, help: "May change channels and agents.") var administrator = false
        @Option(name: .long, help: "The RabbitMQ login that may act as this agent.") var brokerLogin: String?
        @Option(
            name: .long,
            help: ArgumentHelp(
                "A place: channel=permission,permission…; may stand several times.", valueName: "channel=…"))
        var member: [String] = []
        @Option(name: .long, help: "The \"sub\" by which single sign-on knows the agent.") var subject: String?
        @Flag(name: .long, help: "Read a password from standard input.") var passwordStdin = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            let handle = try Agents.handle(agent)
            var body = AgentSave(agent: handle, nickname: nickname)
            body.firstName = firstName
            body.lastName = lastName
            body.email = email
            body.language = language
            body.timeZone = timeZone
            body.capacity = capacity
            body.awayAfterMinutes = awayAfterMinutes
            if administrator { body.administrator = true }
            body.brokerLogin = brokerLogin
            body.subject = subject
            let members = try member.map { try Agents.member($0, of: handle) }
            if passwordStdin { body.scrypt = try Password.scrypt(try Password.read(fromStandardInput: true)) }
            try options.withStore { store in
                let roster = try store.look { reader throws(StoreError) in try reader.roster() }
                guard roster.agents[handle] == nil else {
                    throw CommandFailure(
                        .dataError, "there is an agent \(handle) already",
                        remedy: "samtale agent show \(handle); samtale apply changes agents")
                }
                let steps =
                    [ControlTransaction.Step(command: .saveAgent(body), subject: .agent(handle))]
                    + members.map {
                        ControlTransaction.Step(command: .saveMember($0), subject: .member($0.channel, $0.agent))
                    }
                try Agents.run(steps, store)
            }
        }
    }

    /// `samtale agent set-password`.
    struct SetPassword: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set an agent's password; only its scrypt form is kept.")

        @Argument(help: "The agent.") var agent: String
        @Flag(name: .long, help: "Read it from standard input instead of asking.") var passwordStdin = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() throws {
            try options.withStore { store in
                let roster = try store.look { reader throws(StoreError) in try reader.roster() }
                let state = try Agents.find(agent, roster)
                var body = AgentSave(agent: state.agent)
                body.scrypt = try Password.scrypt(try Password.read(fromStandardInput: passwordStdin))
                _ = try Agents.steps([.init(command: .saveAgent(body), subject: .agent(state.agent))], store)
                Console.print("the password of \(state.agent) is set")
            }
        }
    }

    // MARK: - What they share

    private static func handle(_ text: String) throws -> AgentHandle {
        guard let handle = AgentHandle(text) else {
            throw CommandFailure(
                .dataError, "\"\(text)\" is no name for an agent",
                remedy: "lower-case letters, digits, _ and -, at most 63, such as anna")
        }
        return handle
    }

    static func find(_ text: String, _ roster: Roster) throws -> AgentState {
        guard let handle = AgentHandle(text), let state = roster.agents[handle] else {
            throw CommandFailure(
                .dataError,
                "there is no agent \"\(text)\"" + Suggestion.hint(for: text, among: roster.agents.keys.map(\.text)),
                remedy: "samtale agent list")
        }
        return state
    }

    /// Reads `support=respond,notify`.
    private static func member(_ text: String, of agent: AgentHandle) throws -> Member {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let channel = ChannelHandle(parts[0]) else {
            throw CommandFailure(
                .dataError, "--member \"\(text)\" is not channel=permissions", remedy: "such as support=respond,notify")
        }
        var member = Member(channel: channel, agent: agent, respond: false, notify: false)
        for name in parts[1].split(separator: ",").map(String.init) {
            switch DeskFile.Permission(rawValue: name) {
            case .respond: member.respond = true
            case .notify: member.notify = true
            case .listen: member.listen = true
            case .manage: member.manage = true
            case nil:
                let names = DeskFile.Permission.allCases.map(\.rawValue)
                throw CommandFailure(
                    .dataError, "--member: \"\(name)\" is no permission" + Suggestion.hint(for: name, among: names))
            }
        }
        return member
    }

    private static func steps(_ steps: [ControlTransaction.Step], _ store: Store) throws -> [DeskChange] {
        do {
            return try ControlTransaction(store: store, name: "agent").run { _ in steps }
        } catch let refused as ControlTransaction.Refused {
            throw CommandFailure(
                .dataError, "\(refused.step.subject.name): \(refused.refusal.detail)", remedy: "nothing was changed")
        }
    }

    private static func run(_ commands: [ControlTransaction.Step], _ store: Store) throws {
        for change in try steps(commands, store) { Console.print("\(change.kind.rawValue) \(change.subject)") }
    }
}
