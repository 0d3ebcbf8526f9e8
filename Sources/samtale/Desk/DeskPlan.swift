import ChatContract
import ChatCore

/// What has to be done so that a desk is as a file says.
struct DeskPlan {
    typealias Step = ControlTransaction.Step

    /// What the file names, in an order in which nothing is needed before it is there.
    let steps: [Step]
    /// What is there and not in the file.
    var surplus: [Step] { early + late }
    /// Goes before, so that its name or login is free for others …
    private let early: [Step]
    /// … or after, when nothing that the file names needs it any more.
    private let late: [Step]

    var stepsWithRemovals: [Step] { early + steps + late }

    /// - Throws: ``CommandFailure`` for names of things that are neither in the file nor in the store.
    init(_ desk: DeskFile, _ state: DeskState) throws {
        steps = try Self.steps(desk, DeskNames(state.registry, desk))
        let bots = Self.bots(desk, state)
        let used = Set(state.registry.channels.values.compactMap(\.bot.bot))
        early =
            Self.webhooks(desk, state) + Self.people(desk, state) + bots.filter { !used.contains($0.bot) }.map(\.step)
        late = Self.texts(desk, state) + bots.filter { used.contains($0.bot) }.map(\.step)
    }

    // MARK: - What the file names

    private static func steps(_ desk: DeskFile, _ names: DeskNames) throws -> [Step] {
        var steps = desk.bots.map { Step(command: .saveBot($0.value), subject: .bot($0.value.bot), path: $0.path) }
        steps += desk.categories.map { item in
            let subject = DeskChange.Subject.category(item.value.category, name: item.value.name)
            return Step(command: .saveCategory(item.value), subject: subject, path: item.path)
        }
        steps += desk.priorities.map { item in
            let subject = DeskChange.Subject.priority(item.value.priority, name: item.value.name)
            return Step(command: .savePriority(item.value), subject: subject, path: item.path)
        }
        steps += desk.folders.map { item in
            let folder = item.value.folder
            return Step(
                command: .saveFolder(folder), subject: .folder(folder.folder, folder.kind, path: item.value.path),
                path: item.path)
        }
        steps += desk.entries.map { item in
            let subject = DeskChange.Subject.entry(item.value.entry, title: item.value.title)
            return Step(command: .saveFAQ(item.value), subject: subject, path: item.path)
        }
        steps += desk.templates.map { item in
            let subject = DeskChange.Subject.template(item.value.template, name: item.value.name)
            return Step(command: .saveTemplate(item.value), subject: subject, path: item.path)
        }
        steps += try channels(desk, names).map {
            Step(command: .saveChannel($0.value), subject: .channel($0.value.channel), path: $0.path)
        }
        steps += desk.agents.map {
            Step(command: .saveAgent($0.value), subject: .agent($0.value.agent), path: $0.path)
        }
        steps += desk.members.map { item in
            let subject = DeskChange.Subject.member(item.value.channel, item.value.agent)
            return Step(command: .saveMember(item.value), subject: subject, path: item.path)
        }
        return steps
            + desk.webhooks.map {
                Step(command: .saveWebhook($0.value), subject: .webhook($0.value.webhook), path: $0.path)
            }
    }

    /// The channels, with identifiers in place of names.
    private static func channels(_ desk: DeskFile, _ names: DeskNames) throws -> [DeskFile.Item<Channel>] {
        var problems: [DeskProblem] = []
        func find<ID>(_ kind: String, _ name: String?, _ known: [String: ID], _ path: DeskPath) -> ID? {
            guard let name else { return nil }
            if let id = known[name] { return id }
            problems.append(
                desk.problem(path, "names no \(kind): \"\(name)\"" + Suggestion.hint(for: name, among: known.keys)))
            return nil
        }
        let channels = desk.channels.map { item in
            var channel = item.value.channel
            let form = item.path.key("offlineForm")
            channel.offlineForm.category = find(
                "category", item.value.category, names.categories, form.key("category"))
            channel.offlineForm.priority = find(
                "priority", item.value.priority, names.priorities, form.key("priority"))
            channel.faqSuggestions.folder = find(
                "folder of the FAQ", item.value.folder, names.folders, item.path.key("faqSuggestions").key("folder"))
            return DeskFile.Item(value: channel, path: item.path)
        }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: desk.path) }
        return channels
    }

    // MARK: - What it does not name

    /// Members, then agents, then channels.
    private static func people(_ desk: DeskFile, _ state: DeskState) -> [Step] {
        let channels = Set(desk.channels.map(\.value.channel.channel))
        let agents = Set(desk.agents.map(\.value.agent))
        let places = Set(desk.members.map { [$0.value.channel.text, $0.value.agent.text] })
        var steps: [Step] = []
        for member in state.registry.members.sorted(by: { $0.key < $1.key }).flatMap(\.value.values)
        where channels.contains(member.channel) && agents.contains(member.agent)
            && !places.contains([member.channel.text, member.agent.text])
        {
            steps.append(
                Step(
                    command: .removeMember(MemberReference(channel: member.channel, agent: member.agent)),
                    subject: .member(member.channel, member.agent)))
        }
        for agent in state.roster.agents.keys.sorted() where !agents.contains(agent) {
            steps.append(Step(command: .removeAgent(AgentReference(agent: agent)), subject: .agent(agent)))
        }
        for channel in state.registry.channels.keys.sorted() where !channels.contains(channel) {
            steps.append(Step(command: .deleteChannel(ChannelDelete(channel: channel)), subject: .channel(channel)))
        }
        return steps
    }

    private static func webhooks(_ desk: DeskFile, _ state: DeskState) -> [Step] {
        guard desk.has("webhooks") else { return [] }
        let named = Set(desk.webhooks.map(\.value.webhook))
        return state.registry.webhooks.keys.sorted().filter { !named.contains($0) }.map { webhook in
            Step(command: .removeWebhook(WebhookReference(webhook: webhook)), subject: .webhook(webhook))
        }
    }

    private static func bots(_ desk: DeskFile, _ state: DeskState) -> [(bot: BotHandle, step: Step)] {
        guard desk.has("bots") else { return [] }
        let named = Set(desk.bots.map(\.value.bot))
        return state.registry.bots.keys.sorted().filter { !named.contains($0) }.map { bot in
            (bot, Step(command: .removeBot(BotReference(bot: bot)), subject: .bot(bot)))
        }
    }

    /// Entries and templates, then folders from the inside out, then priorities, then categories.
    private static func texts(_ desk: DeskFile, _ state: DeskState) -> [Step] {
        var steps: [Step] = []
        if desk.has("faq") {
            let entries = Set(desk.entries.map(\.value.entry))
            for entry in state.entries.values.sorted(by: { $0.entry < $1.entry }) where !entries.contains(entry.entry) {
                steps.append(
                    Step(
                        command: .removeFAQ(FAQEntryReference(entry: entry.entry)),
                        subject: .entry(entry.entry, title: entry.title)))
            }
            steps += folders(.faq, desk, state)
        }
        if desk.has("templates") {
            let named = Set(desk.templates.map(\.value.template))
            for template in state.templates.values.sorted(by: { $0.template < $1.template })
            where !named.contains(template.template) {
                steps.append(
                    Step(
                        command: .removeTemplate(TemplateReference(template: template.template)),
                        subject: .template(template.template, name: template.name)))
            }
            steps += folders(.template, desk, state)
        }
        if desk.has("priorities") {
            let named = Set(desk.priorities.map(\.value.priority))
            for priority in state.registry.priorities.values.sorted(by: { $0.name < $1.name })
            where !named.contains(priority.priority) {
                steps.append(
                    Step(
                        command: .removePriority(PriorityReference(priority: priority.priority)),
                        subject: .priority(priority.priority, name: priority.name)))
            }
        }
        if desk.has("categories") {
            let named = Set(desk.categories.map(\.value.category))
            for category in state.registry.categories.values.sorted(by: { $0.name < $1.name })
            where !named.contains(category.category) {
                steps.append(
                    Step(
                        command: .removeCategory(CategoryReference(category: category.category)),
                        subject: .category(category.category, name: category.name)))
            }
        }
        return steps
    }

    /// Folders of a kind that the file does not name, from the inside out.
    private static func folders(_ kind: Folder.Kind, _ desk: DeskFile, _ state: DeskState) -> [Step] {
        let named = Set(desk.folders.map(\.value.folder.folder))
        let surplus = state.registry.folders.values.filter { $0.kind == kind && !named.contains($0.folder) }
            .map { (id: $0.folder, path: state.registry.path(of: $0.folder)) }
        func depth(_ path: String) -> Int { path.count { $0 == "/" } }
        return surplus.sorted(by: { (depth($1.path), $0.path) < (depth($0.path), $1.path) }).map { folder in
            Step(
                command: .removeFolder(FolderReference(folder: folder.id)),
                subject: .folder(folder.id, kind, path: folder.path))
        }
    }
}
