import ChatContract

/// The variables of reply templates: `{visitor.name}`, `{agent.firstName}`, `{channel.name}`, `{session.id}` …
public struct ReplyVariables: Sendable {
    private var values: [String: String]

    public init(_ session: Session, _ agent: AgentState?, channelName: String) {
        values = [
            "visitor.name": session.visitor.name ?? "",
            "visitor.email": session.visitor.email ?? "",
            "visitor.company": session.visitor.company ?? "",
            "visitor.phone": session.visitor.phone ?? "",
            "agent.nickname": agent?.profile.nickname ?? "",
            "agent.firstName": agent?.profile.firstName ?? "",
            "agent.lastName": agent?.profile.lastName ?? "",
            "agent.email": agent?.profile.email ?? "",
            "channel.name": channelName,
            "session.id": session.id.description,
            "request.id": session.request?.short ?? "",
        ]
    }

    /// The template's text with its variables filled in; in HTML they are text all the same.
    public func fill(_ template: ReplyTemplate) -> String {
        switch template.format {
        case .text: Template.fill(template.text, values)
        case .html: Template.fill(template.text, values.mapValues(HTMLText.escaped))
        }
    }
}
