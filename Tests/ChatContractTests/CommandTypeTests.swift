import ChatContract
import Testing

@Suite("Types of commands")
struct CommandTypeTests {
    /// The contract's names ("On a channel", "Control", "Queries"), as far as this version knows them.
    private static let channel = """
        session.open session.attach session.detach message.post message.read typing.set session.identify faq.answer \
        request.submit session.close session.leave session.rate transcript.send transcript.report session.pickUp \
        offer.accept offer.decline transfer.request transfer.accept transfer.reject transfer.cancel session.takeOver \
        session.requeue session.listen session.unlisten note.post session.handOff bot.pass session.delete \
        request.create visitor.block files.allow file.share file.refuse contact.link contact.unlink contact.create \
        queue.evaluate gateway.lost
        """
    private static let control = """
        presence.set presence.renew presence.drop gateway.renew gateway.drop session.pickUpNext channel.save \
        channel.delete member.save member.remove agent.save agent.remove profile.save bot.save bot.remove folder.save \
        folder.remove faq.save faq.remove category.save category.remove priority.save priority.remove \
        template.save template.remove quickReply.save quickReply.remove favourite.set history.add \
        webhook.save webhook.remove deadLetter.requeue deadLetter.drop privacy.erase
        """
    private static let queries = """
        session.get session.list desk.get transcript.get channel.list channel.state channel.widget agent.list \
        agent.credentials faq.list faq.search faq.get request.options request.get template.list template.render \
        quickReply.list shortcut.list file.get file.check file.kept contact.suggest contact.get directory.search \
        document.get bot.list statistics.get deadLetter.list webhook.list session.kept
        """

    private static func types(_ names: String) -> [CommandType] {
        names.split(separator: " ").compactMap { CommandType(rawValue: String($0)) }
    }

    @Test("are the contract's, each in its scope")
    func scopes() {
        for (scope, names) in [
            (CommandScope.channel, Self.channel), (.control, Self.control), (.query, Self.queries),
        ] {
            let ofScope = CommandType.allCases.filter { $0.scope == scope }
            #expect(ofScope.map(\.rawValue).joined(separator: " ") == names)
        }
        for (type, command, _) in GoldenCommands.all {
            switch command {
            case .channel: #expect(type.scope == .channel, "\(type)")
            case .control: #expect(type.scope == .control, "\(type)")
            case .query: #expect(type.scope == .query, "\(type)")
            }
        }
    }

    @Test("only opening and looking need no session key (contract, \"session-key\")")
    func sessionKeys() {
        let withoutKey = CommandType.allCases.filter { !$0.needsSessionKey }
        #expect(withoutKey == Self.types("session.open channel.state channel.widget faq.get"))
    }

    @Test("those that are idempotent by nature are the contract's, the internal ones and all queries")
    func idempotency() {
        let natural = Self.types(
            "session.attach session.detach message.read typing.set queue.evaluate gateway.lost presence.renew "
                + "gateway.renew " + Self.queries)
        #expect(CommandType.allCases.filter(\.isIdempotentByNature) == natural)
    }
}
