import ChatContract
import Testing

@testable import ChatCore

@Suite("Buttons and lines for later (spec section 8.4)")
struct BotLineTests {
    private let helper = DeskFixture.helper

    private func fixture() -> DeskFixture {
        var channel = Channel.quiet
        channel.bot = Channel.Bot(enabled: true, bot: "helper", name: "Robbie")
        var fixture = DeskFixture(channel)
        fixture.registry.bots["helper"] = Bot(bot: "helper", name: "Helper")
        return fixture
    }

    private func post(
        _ text: String, in session: SessionID, options: [String]? = nil, option: ChosenOption? = nil,
        visibleAt: Timestamp? = nil
    ) -> ChannelCommand {
        .post(MessagePost(session: session, text: text, options: options, option: option, visibleAt: visibleAt))
    }

    @Test("a visitor chooses one of the buttons; whatever he says, they are gone then")
    func options() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        let asked = fixture.send(post("Which?", in: session, options: ["Delivery", "Returns"]), by: helper)
        let seq = try #require(asked.facts?.seq)
        #expect(asked.changes.events.last?.event.message?.kind == .options)
        let wrong = fixture.send(
            post("", in: session, option: ChosenOption(seq: seq, label: "Refund")), by: .visitor)
        #expect(wrong.code == .invalidState && wrong.refusal?.field == "option")
        let choice = post("x", in: session, option: ChosenOption(seq: seq, label: "Returns"))
        let chosen = fixture.send(choice, by: .visitor)
        let message = try #require(chosen.changes.events.last?.event.message)
        #expect(message.kind == .optionChosen && message.text == "Returns" && message.option?.seq == seq)
        #expect(fixture.send(choice, by: .visitor).code == .invalidState, "chosen already")
    }

    @Test("buttons and times are for bots, choices for visitors; no more than ten of sixty characters, each once")
    func refused() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        #expect(fixture.send(post("x", in: session, options: ["a"]), by: .visitor).refusal?.field == "options")
        let later = fixture.now + .seconds(5)
        #expect(fixture.send(post("x", in: session, visibleAt: later), by: .visitor).refusal?.field == "visibleAt")
        for options in [
            [], ["a", "a"], (1...11).map(String.init), [String(repeating: "x", count: 61)], [" "],
        ] {
            #expect(fixture.send(post("x", in: session, options: options), by: helper).refusal?.field == "options")
        }
        let farAhead = fixture.now + .minutes(11)
        #expect(fixture.send(post("x", in: session, visibleAt: farAhead), by: helper).refusal?.field == "visibleAt")
    }

    @Test("a line for later gets its number when it becomes visible")
    func later() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        let at = fixture.now + .seconds(5)
        let scheduled = fixture.send(post("later", in: session, visibleAt: at), by: helper)
        #expect(scheduled.types == [] && scheduled.facts?.seq == nil && scheduled.code == nil)
        fixture.send(post("now", in: session), by: helper)
        fixture.advance(.seconds(5))
        let texts = fixture.events(of: session).compactMap { $0.message?.text }
        #expect(texts == ["now", "later"])
        #expect(fixture.events(of: session).last?.actor == helper)
        #expect(try fixture.session(session).extra.scheduled == nil)
    }

    @Test("what waits is dropped when the bot gives the session away")
    func dropped() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        fixture.send(post("now", in: session), by: helper)
        fixture.send(post("later", in: session, visibleAt: fixture.now + .seconds(5)), by: helper)
        fixture.send(.handOff(SessionReference(session: session)), by: helper)
        fixture.advance(.seconds(6))
        #expect(fixture.events(of: session).compactMap { $0.message?.text } == ["now"])
        #expect(try fixture.session(session).extra.scheduled == nil)
    }

    @Test("twenty lines may wait, not more")
    func many() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        for number in 1...20 {
            let line = post("\(number)", in: session, visibleAt: fixture.now + .seconds(number))
            #expect(fixture.send(line, by: helper).code == nil)
        }
        let line = post("21", in: session, visibleAt: fixture.now + .seconds(21))
        #expect(fixture.send(line, by: helper).code == .invalidState)
        fixture.advance(.seconds(30))
        #expect(fixture.events(of: session).compactMap { $0.message?.text } == (1...20).map(String.init))
    }
}
