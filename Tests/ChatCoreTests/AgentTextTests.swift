import ChatContract
import Testing

@testable import ChatCore

@Suite("Templates, quick replies, favourites (spec sections 7.4 and 7.5)")
struct AgentTextTests {
    private let template = ReplyTemplate(
        template: TemplateID(high: 1, low: 1), name: "Hello",
        text: "Dear {visitor.name}, this is {agent.firstName} of {channel.name}; {unknown}")
    private let reply = QuickReply(quickReply: QuickReplyID(high: 2, low: 2), name: "Moment", text: "One moment")

    @Test("templates are for administrators, quick replies and favourites an agent's own")
    func rights() {
        var fixture = DeskFixture(.quiet)
        #expect(fixture.control(.saveTemplate(template), by: .agent("anna")).code == .forbidden)
        #expect(
            fixture.control(.removeTemplate(TemplateReference(template: template.template)), by: .agent("mia")).code
                == .forbidden)
        #expect(fixture.control(.saveTemplate(template), by: .system("apply")).code == nil)
        let commands: [ControlCommand] = [
            .saveQuickReply(reply), .removeQuickReply(QuickReplyReference(quickReply: reply.quickReply)),
            .setFavourite(FavouriteSet(kind: .template, id: "1", favourite: true)),
            .addHistory(HistoryAdd(kind: .faq, id: "1")),
        ]
        for command in commands {
            for actor in [Actor.visitor, .bot("helper"), .system("apply")] {
                #expect(fixture.control(command, by: actor).code == .forbidden)
            }
            #expect(fixture.control(command, by: .agent("anna")).code == nil)
        }
        #expect(fixture.texts.count == 5)
        #expect(fixture.texts.contains(.quickReplySaved(reply, of: "anna")))
    }

    @Test("HTML is cleaned when it is saved; folders must be for templates")
    func saved() {
        var fixture = DeskFixture(.quiet)
        var bad = template
        bad.format = .html
        bad.text = "<b>Hi</b><script>alert(1)</script>"
        fixture.control(.saveTemplate(bad), by: .system("apply"))
        guard case .templateSaved(let kept) = fixture.texts.last else {
            Issue.record("not saved")
            return
        }
        #expect(kept.text == "<b>Hi</b>")
        var inFolder = template
        inFolder.folder = FolderID(high: 5, low: 5)
        let refused = fixture.control(.saveTemplate(inFolder), by: .system("apply"))
        #expect(refused.code == .notFound && refused.refusal?.field == "folder")
    }

    @Test("variables are filled in; what a visitor calls himself is never markup, nor a variable")
    func variables() throws {
        var fixture = DeskFixture(.quiet)
        let id = try fixture.conversation()
        var session = try fixture.session(id)
        session.visitor.name = "<b>{agent.email}</b>"
        let variables = ReplyVariables(session, try fixture.agent("anna"), channelName: "Support")
        #expect(
            variables.fill(template) == "Dear <b>{agent.email}</b>, this is anna of Support; {unknown}")
        var html = template
        html.format = .html
        #expect(variables.fill(html).hasPrefix("Dear &lt;b&gt;{agent.email}&lt;/b&gt;,"))
    }
}
