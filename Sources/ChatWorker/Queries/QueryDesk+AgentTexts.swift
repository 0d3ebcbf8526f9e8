import ChatContract
import ChatCore
import ChatStore

/// Templates.
extension QueryDesk {
    func templates(_ body: TemplateList, _ caller: Caller) throws -> [UInt8] {
        let limit = try limit(body.limit)
        let found = try reader.templates(
            in: body.folder, text: body.text, publishedOnly: !caller.seesAll,
            after: body.cursor.flatMap(Int64.init) ?? 0, limit: limit)
        var result = JSONObject()
        result.append("items", list: try found.map { try WireJSON.encode($0.template) })
        let folders = registry.folders.values.filter { $0.kind == .template }
            .sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
        result.append("folders", list: try folders.map { try WireJSON.encode($0) })
        if found.count == limit, let last = found.last { result.append("cursor", plain: String(last.number)) }
        return result.json
    }

    /// A template's text for a session, ready for the agent's text field.
    func render(_ body: TemplateRender, _ caller: Caller) throws -> [UInt8] {
        let session = try find(body.session, caller)
        guard let template = try reader.template(body.template), template.published || caller.seesAll else {
            throw Refusal(.notFound, "there is no template \(body.template)", field: "template")
        }
        let name = registry.channels[session.channel]?.name ?? session.channel.text
        let variables = ReplyVariables(session, caller.agent.flatMap { roster.agents[$0] }, channelName: name)
        var result = JSONObject()
        result.append("format", plain: template.format.rawValue)
        result.append("text", text: variables.fill(template))
        return result.json
    }
}
