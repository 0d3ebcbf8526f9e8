import ChatContract
import Testing

@Suite("The published form, config/asyncapi.yaml")
struct PublishedFormTests {
    private static let session: SessionID = "01234567-89ab-8def-8123-456789abcdef"
    /// What workers send each other is published to nobody.
    private static let isInternal: Set<CommandType> = [.queueEvaluate, .gatewayLost]

    @Test("has every type of command and event, and no other")
    func types() throws {
        let commands = Set(CommandType.allCases.filter { !Self.isInternal.contains($0) }.map(\.rawValue))
        let published = try PublishedForm.types("command")
        #expect(commands == published, "\(commands.symmetricDifference(published))")
        let events = Set(EventType.allCases.map(\.rawValue) + TransientType.allCases.map(\.rawValue))
        #expect(try PublishedForm.types("event") == events)
    }

    @Test("takes every golden command")
    func commands() throws {
        let lines = GoldenCommands.all.filter { !Self.isInternal.contains($0.type) }.map { type, _, json in
            PublishedForm.Line("command", type.rawValue, json)
        }
        let others = [
            PublishedForm.Line(
                "command", "transfer.request",
                text(try WireJSON.encode(TransferRequest(session: Self.session, channel: "sales")))),
            PublishedForm.Line("command", "channel.save", GoldenChannel.defaultsJSON),
        ]
        try PublishedForm.expectValid(lines + others)
    }

    @Test("takes every golden event, in the agents' and in the visitor's form, from every kind of actor")
    func events() throws {
        var lines: [PublishedForm.Line] = []
        for golden in GoldenEvent.all + GoldenEvent.variants {
            let type = golden.data.type.rawValue
            for actor in [Actor.visitor, .agent("anna"), .bot("helper"), .system("worker")] {
                let event = Event(
                    channel: "support", session: Self.session, seq: 7,
                    previous: golden.data.visibility == .visitor ? 5 : nil, at: GoldenEvent.expiry, actor: actor,
                    status: .userLast, data: golden.data)
                // Some data names its actor: an agent's handle never goes with the visitor's kind alone.
                if actor != .visitor || golden.visitor == nil {
                    lines.append(PublishedForm.Line("event", type, text(try event.json())))
                }
                if golden.data.visibility == .visitor {
                    lines.append(PublishedForm.Line("event", type, text(try event.visitorJSON())))
                }
            }
        }
        try PublishedForm.expectValid(lines)
    }

    @Test("takes the shapes in the answers that hold them")
    func replies() throws {
        func reply(_ command: String, _ result: String) -> PublishedForm.Line {
            PublishedForm.Line("reply", "reply", to: command, #"{"ok":true,"result":\#(result)}"#)
        }
        func list(_ items: String...) -> String { #"{"items":[\#(items.joined(separator: ","))]}"# }
        var channel = GoldenChannel.full
        channel.identitySecret = nil
        let full = text(try WireJSON.encode(channel))
        let least = text(try WireJSON.encode(Channel(channel: "support", version: 1, name: "Support")))
        var visitor = Visitor(id: "11111111-2222-8333-8444-555555555555", name: "Ola", email: "ola@x.no")
        visitor.consented = true
        let summary = Summary(
            session: Self.session, channel: "support", channelName: "Support", status: .inQueue, visitor: visitor,
            agent: nil, role: .target, rank: nil, unread: 0, lastMessage: nil,
            requestedAt: "2026-11-22T18:00:00.000Z", queuedAt: "2026-11-22T18:00:00.000Z", startedAt: nil,
            endedAt: nil, idleSince: "2026-11-22T18:00:00.000Z", position: 1, queueLength: 0, transferTo: nil,
            transferFrom: nil, connected: true, warned: 1, rating: 5, request: GoldenCommands.request,
            offeredUntil: GoldenEvent.expiry, seq: 3)
        let entry = FAQEntry(
            entry: GoldenCommands.entry, folder: GoldenCommands.folder, title: "Sporing", text: "Se her", url: "/faq/1")
        let request = Request(
            request: GoldenCommands.request, session: Self.session, channel: "support", at: GoldenEvent.expiry,
            visitor: visitor, text: "Ring meg", category: GoldenCommands.category, priority: GoldenCommands.priority)
        let category = RequestCategory(category: GoldenCommands.category, name: "Levering")
        let priority = RequestPriority(priority: GoldenCommands.priority, name: "Haster", rank: 1)
        let options =
            "{\"categories\":[\(text(try WireJSON.encode(category)))],"
            + "\"priorities\":[\(text(try WireJSON.encode(priority)))]}"
        try PublishedForm.expectValid([
            reply("channel.list", list(full, least)),
            reply("session.list", list(text(try WireJSON.encode(summary)))),
            reply(
                "agent.credentials",
                text(
                    try WireJSON.encode(
                        AgentCredentials(
                            agent: "anna", scrypt: "$s0$", enabled: true, administrator: false, tokenVersion: 7)))),
            reply("faq.list", #"{"items":[\#(text(try WireJSON.encode(entry)))],"folders":[]}"#),
            reply("faq.search", list(text(try WireJSON.encode(FAQEntry(entry: entry.entry, title: "A", text: "B"))))),
            reply("request.get", text(try WireJSON.encode(request))),
            reply("request.options", options),
            reply(
                "webhook.list",
                text(
                    try WireJSON.encode(
                        WebhookList(
                            items: [GoldenCommands.fullWebhook, Webhook(webhook: "b", url: "http://b.example/")],
                            removed: ["c"])))),
        ])
    }
}
