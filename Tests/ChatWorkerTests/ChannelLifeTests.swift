import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

@Suite("Channels that come and go", .enabled(if: TestBroker.isAvailable))
struct ChannelLifeTests {
    @Test("a channel made while the workers run has its queue when that is answered, and is served at once")
    func newChannel() async throws {
        try await TestDesk.open(workers: 2) { desk in
            let saved = try await desk.caller.ask(
                .channelSave, as: .system("apply"), Channel(channel: "sales", name: "Sales"))
            #expect(saved.ok)
            #expect(try await desk.messages(in: "chat.channel.sales") == 0)
            let clock = ContinuousClock()
            let start = clock.now
            let session = try await desk.caller.open(on: "sales")
            #expect(clock.now - start < .seconds(30))
            #expect(try desk.session(session.id).status == .offlineForm)
            let member = Member(channel: "sales", agent: "anna")
            #expect(try await desk.caller.ask(.memberSave, as: .system("apply"), member).ok)
            let waiting = try await desk.caller.open("kari", on: "sales")
            #expect(try await desk.caller.pickUp(waiting, by: "anna").ok)
            // An older version of the settings is no longer the truth.
            var outdated = Channel(channel: "sales", name: "Sales")
            outdated.version = 7
            let conflict = try await desk.caller.ask(.channelSave, as: .system("apply"), outdated)
            #expect(conflict.refusal?.code == .conflict)
            try await desk.waitUntilPublished()
            try await desk.tap.validate()
        }
    }

    @Test("a deleted channel is let go by every worker, and its commands are answered")
    func deletedChannel() async throws {
        let channels = [
            Channel(channel: TestDesk.support, name: "Support"), Channel(channel: "sales", name: "Sales"),
        ]
        try await TestDesk.open(channels, workers: 2) { desk in
            let session = try await desk.caller.open(on: "sales")
            let delete = ChannelDelete(channel: "sales")
            let refused = try await desk.caller.ask(.channelDelete, as: .system("apply"), delete)
            #expect(refused.refusal?.code == .conflict)
            let forced = ChannelDelete(channel: "sales", force: true)
            #expect(try await desk.caller.ask(.channelDelete, as: .system("apply"), forced).ok)
            #expect(try await desk.caller.post("Hello?", in: session, by: .visitor).refusal?.code == .unknownChannel)
            try await eventually("the queue is still there") {
                try await desk.host.queue("chat.channel.sales") == nil
            }
            try await eventually("the store does not know that the queue is gone") {
                try desk.number("SELECT count(*) FROM channel WHERE queue_gone = 1") == 1
            }
            #expect(try await desk.caller.post("Hello?", in: session, by: .visitor).refusal?.code == .unknownChannel)
            // It stays away: nobody makes it again when he loses his consumer.
            try await desk.waitForTurns(3)
            #expect(try await desk.host.queue("chat.channel.sales") == nil)
            #expect(try desk.session(session.id).status == .closedFromQueue || !desk.session(session.id).status.isLive)
        }
    }

    @Test("a command that found no queue although its channel exists is done all the same, whoever sent it")
    func stray() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            let anna = try await desk.agentLogin("anna")
            let loop = ConnectionLoop(name: "operator")
            let connection = try await Connection.open(desk.host.configuration, on: loop)
            try await connection.unbindQueue(
                Queue.channel(session.channel), from: Exchange.commands,
                routingKey: RoutingKey.commands(of: session.channel))
            #expect(try await anna.pickUp(session, by: "anna").ok)
            let post = try desk.caller.command(
                .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: "Hi"),
                key: session.key, id: "stray")
            #expect(try await desk.caller.ask(post).refusalCode() == nil)
            try await connection.bindQueue(
                Queue.channel(session.channel), to: Exchange.commands,
                routingKey: RoutingKey.commands(of: session.channel))
            // The same by the usual way is a repeat.
            #expect(try await desk.caller.ask(post).refusalCode() == nil)
            #expect(try desk.events(of: session.id).count { $0.type == .messagePosted } == 1)
            #expect(desk.tap.lines("dead").isEmpty)
            await connection.close()
            await anna.close()
            loop.stop()
        }
    }
}
