import ChatContract

/// Requests that agents make of a chat (spec section 7.2).
extension Transition {
    /// The owner makes a request: the log of the chat goes into it, the chat goes on.
    ///
    /// - Parameters:
    ///   - request: its id.
    ///   - log: what was said so far.
    ///   - options: what a request may be about, and how urgent it may be.
    mutating func create(
        _ body: RequestCreate, as request: RequestID, log: String, options: RequestOptions, by agent: AgentHandle
    ) throws(Refusal) -> RequestID {
        guard session.status.isLive else { throw .closed }
        guard session.owner == agent else { throw .notAssigned }
        try FieldRules.text(body.title, 255, "title")
        try FieldRules.limit(body.text, MessageText.limit, "text")
        if let category = body.category, !options.categories.contains(category) {
            throw Refusal(.notFound, "there is no category \(category)", field: "category")
        }
        if let priority = body.priority, !options.priorities.contains(priority) {
            throw Refusal(.notFound, "there is no priority \(priority)", field: "priority")
        }
        session.request = request
        let title = masks.hide(in: body.title)
        let own = body.text.map { $0.contains { !$0.isWhitespace } ? "\($0)\n\n" : "" } ?? ""
        changes.requests.append(
            SubmittedRequest(
                request: request, session: session.id, channel: session.channel, at: now, by: .agent,
                visitor: session.visitor, title: title, text: masks.hide(in: own) + log,
                category: body.category ?? settings.offlineForm.category,
                priority: body.priority ?? settings.offlineForm.priority))
        record(.requestCreated(EventData.RequestCreated(request: request, by: .agent, title: title)))
        return request
    }

    /// A manager keeps the visitor from opening sessions on this channel; the one that runs ends. 0 hours lift it.
    mutating func block(_ body: VisitorBlock, _ roster: inout Roster) throws(Refusal) {
        guard (0...8760).contains(body.hours) else {
            throw Refusal(
                .invalidField, "\(body.hours) is not between 0 (lift the block) and 8760 hours", field: "hours")
        }
        let until = now + .minutes(Double(body.hours) * 60)
        changes.blocks.append(
            BlockedVisitor(channel: session.channel, visitor: session.visitorDigest, until: until))
        if body.hours > 0 { end(by: .system, &roster) }
    }
}
