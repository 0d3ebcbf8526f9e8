import ChatContract

/// The texts that agents have at hand: templates of all, quick replies and shortcuts of each (spec section 7.4, 7.5).
extension Control {
    mutating func save(_ template: ReplyTemplate, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(template.name, 255, "name")
        try FieldRules.language(template.language)
        if let folder = template.folder, registry.folders[folder]?.kind != .template {
            throw Refusal(.notFound, "there is no folder \(folder) for templates", field: "folder")
        }
        _ = try MessageText.clean(template.text, format: template.format, .cards)
        let saved = template.cleaned
        note(.templateSaved(saved))
    }

    mutating func remove(_ body: TemplateReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        note(.templateRemoved(body.template))
    }

    mutating func save(_ reply: QuickReply, _ roster: Roster) throws(Refusal) {
        let agent = try owner(of: reply, roster)
        try FieldRules.text(reply.name, 255, "name")
        _ = try MessageText.clean(reply.text, format: reply.format, .cards)
        note(.quickReplySaved(reply.cleaned, of: agent))
    }

    /// An agent's own; a part of the deployment says whose.
    private func owner(of reply: QuickReply, _ roster: Roster) throws(Refusal) -> AgentHandle {
        guard case .system = actor, let agent = reply.agent else {
            let me = try requireAgent("quick replies are an agent's own")
            guard reply.agent == nil || reply.agent == me else {
                throw Refusal(.forbidden, "quick replies are an agent's own", field: "agent")
            }
            return me
        }
        guard roster.agents[agent] != nil else { throw .unknown(agent) }
        return agent
    }

    mutating func remove(_ body: QuickReplyReference) throws(Refusal) {
        note(.quickReplyRemoved(body.quickReply, of: try requireAgent("quick replies are an agent's own")))
    }

    mutating func set(_ body: FavouriteSet) throws(Refusal) {
        let agent = try requireAgent("favourites are an agent's own")
        try FieldRules.text(body.id, 64, "id")
        note(.favouriteSet(body, by: agent))
    }

    mutating func add(_ body: HistoryAdd) throws(Refusal) {
        let agent = try requireAgent("histories are an agent's own")
        try FieldRules.text(body.id, 64, "id")
        note(.used(body, by: agent, at: now))
    }
}

extension ReplyTemplate {
    /// As it is kept: of HTML only what messages may hold, numbers of cards hidden. The text as it is where it may not be
    /// kept at all.
    public var cleaned: ReplyTemplate {
        var cleaned = self
        cleaned.text = (try? MessageText.clean(text, format: format, .cards)) ?? text
        return cleaned
    }
}

extension QuickReply {
    /// As it is kept: of HTML only what messages may hold, numbers of cards hidden, and without whose it is.
    public var cleaned: QuickReply {
        var cleaned = self
        cleaned.text = (try? MessageText.clean(text, format: format, .cards)) ?? text
        cleaned.agent = nil
        return cleaned
    }
}
