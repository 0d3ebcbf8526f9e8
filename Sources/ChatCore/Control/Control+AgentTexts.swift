import ChatContract

/// The texts that agents have at hand: templates of all, quick replies and shortcuts of each (spec section 7.4, 7.5).
extension Control {
    mutating func save(_ template: ReplyTemplate, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.text(template.name, 255, "name")
        try FieldRules.limit(template.language, 35, "language")
        if let folder = template.folder, registry.folders[folder]?.kind != .template {
            throw Refusal(.notFound, "there is no folder \(folder) for templates", field: "folder")
        }
        var saved = template
        saved.text = try MessageText.clean(template.text, format: template.format)
        note(.templateSaved(saved))
    }

    mutating func remove(_ body: TemplateReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        note(.templateRemoved(body.template))
    }

    mutating func save(_ reply: QuickReply) throws(Refusal) {
        let agent = try requireAgent("quick replies are an agent's own")
        try FieldRules.text(reply.name, 255, "name")
        var saved = reply
        saved.text = try MessageText.clean(reply.text, format: reply.format)
        note(.quickReplySaved(saved, of: agent))
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
