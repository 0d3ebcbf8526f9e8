import ChatContract

/// From a table to an agent's quick replies.
struct QuickReplyTableRows {
    static let columns = ["id", "name", "text", "format"]

    /// The quick replies of a file, in its order, behind those that the agent has and the file does not name.
    ///
    /// A row with an `id` is that one; without one it is the agent's quick reply of that name, or a new one.
    static func steps(
        _ file: TableFile, of agent: AgentHandle, _ state: DeskState
    ) throws -> [ControlTransaction.Step] {
        var problems: [DeskProblem] = []
        var byName: [String: QuickReply] = [:]
        for reply in state.quickReplies.values { byName[reply.name] = reply }
        var lines: [QuickReplyID: Int] = [:]
        var replies: [(reply: QuickReply, line: Int)] = []
        try file.forEach(required: ["name", "text"], &problems) { record, problems in
            let before = problems.count
            let name = record.text("name", atMost: 255, &problems)
            let text = record.text("text", atMost: 8000, &problems)
            var id: QuickReplyID?
            var current: QuickReply?
            if let given = record["id"], !given.isEmpty {
                id = QuickReplyID(given.lowercased())
                if id == nil { problems.append(DeskProblem(record.line, "id is \"\(given.prefix(60))\", no UUID")) }
                current = id.flatMap { state.quickReplies[$0] }
            } else if let name {
                current = byName[name]
                id = current?.quickReply ?? DeskIdentifier.make("quickReply", [agent.text, name])
            }
            let format = record.format(or: current?.format ?? .text, &problems)
            guard problems.count == before, let id, let name, let text else { return }
            if let line = lines.updateValue(record.line, forKey: id) {
                return problems.append(DeskProblem(record.line, "is the same quick reply as line \(line): \"\(name)\""))
            }
            replies.append((QuickReply(quickReply: id, name: name, text: text, format: format), record.line))
        }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: file.name) }
        let kept = state.quickReplies.values.filter { lines[$0.quickReply] == nil }.map(\.rank).max()
        let first = kept.map { $0 + 1 } ?? 0
        return replies.enumerated().map { index, item in
            var reply = item.reply
            reply.rank = first + index
            reply.agent = agent
            return ControlTransaction.Step(
                command: .saveQuickReply(reply), subject: .quickReply(reply.quickReply, name: reply.name),
                line: item.line)
        }
    }
}
