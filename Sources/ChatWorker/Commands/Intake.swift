import AMQP
import ChatContract
import ChatCore
import ChatStore

/// A delivery as it was understood, before anything is looked up.
enum Intake {
    case command(IncomingCommand)
    /// It has not the form of a command: it is answered, and kept in `chat.dead` where its code says so.
    case refused(Refusal, ReplyAddress?)
    /// A worker's own question whether it is the one who hears this queue.
    case probe(String)
}

/// Where an answer goes.
package struct ReplyAddress {
    var queue: String
    var correlationID: String

    /// Reads `reply-to`; a worker must not be made to write into other queues.
    ///
    /// - Throws: ``Refusal`` when it names a queue that answers may not go to.
    init?(_ properties: Properties) throws(Refusal) {
        guard let queue = properties.replyTo, !queue.isEmpty else { return nil }
        guard ["amq.rabbitmq.reply-to", "amq.gen-", "reply."].contains(where: queue.hasPrefix) else {
            throw Refusal(
                .malformed, "reply-to must begin with amq.rabbitmq.reply-to, amq.gen- or reply.", field: "reply-to")
        }
        self.queue = queue
        correlationID = properties.correlationID ?? properties.messageID ?? ""
    }

    /// The answer as it is published: not kept, to the queue itself.
    func publishing(_ answer: Answer) throws -> Publishing {
        Publishing(
            exchange: "", routingKey: queue,
            properties: Properties(
                contentType: "application/json", deliveryMode: .transient, correlationID: correlationID,
                type: "reply"),
            body: try answer.json())
    }
}

/// A command whose form is right.
struct IncomingCommand {
    var type: CommandType
    var command: Command
    var actor: Actor
    var login: String?
    var sessionKey: String?
    var messageID: String
    var traceparent: String?
    var reply: ReplyAddress?
    var key: CommandKey
    var fingerprint: CommandFingerprint

    var cause: Transaction.Cause { Transaction.Cause(messageID: messageID, traceparent: traceparent) }

    /// The key that it would have on another channel.
    func key(on channel: ChannelHandle) -> CommandKey {
        CommandKey(
            address: WorkQueue.channel(channel).key, login: login ?? "", actor: actor,
            subject: command.subject(for: actor), messageID: messageID)
    }
}

extension Intake {
    /// Reads a delivery of `queue`: size, JSON and fields come first, and the channel is the queue's.
    init(_ delivery: some TakenDelivery, from queue: WorkQueue?, login own: String) {
        let properties = delivery.properties
        if properties.userID == own, let id = properties.messageID, id.hasPrefix(Probe.prefix) {
            self = .probe(String(id.dropFirst(Probe.prefix.count)))
            return
        }
        var reply: ReplyAddress?
        do throws(Refusal) {
            reply = try ReplyAddress(properties)
            self = .command(try Self.command(delivery, from: queue, reply))
        } catch {
            self = .refused(error, reply)
        }
    }

    private static func command(
        _ delivery: some TakenDelivery, from queue: WorkQueue?, _ reply: ReplyAddress?
    ) throws(Refusal) -> IncomingCommand {
        let properties = delivery.properties
        guard delivery.body.count <= Command.bodyLimit else {
            throw Refusal(
                .tooLarge, "the body has \(delivery.body.count) bytes; at most \(Command.bodyLimit) are read")
        }
        guard properties.headers[Header.carbonCopy] == nil, properties.headers[Header.blindCarbonCopy] == nil else {
            throw Refusal(.malformed, "commands go to one queue: the headers CC and BCC are not allowed", field: "CC")
        }
        guard let address = RoutingKey.CommandAddress(delivery.routingKey) else {
            throw Refusal(
                .malformed,
                "the routing key is not channel.<channel>.<type>, control.<type> or query.<type>",
                field: "routing-key")
        }
        let (scope, name) = try Self.scope(address, queue)
        guard let type = CommandType(rawValue: name), type.scope == scope else {
            throw Refusal(.unknownType, "\"\(name.prefix(80))\" is no type of \(scope.rawValue) command")
        }
        if let stated = properties.type, stated != name {
            throw Refusal(
                .malformed, "the property type says \"\(stated.prefix(80))\", the routing key \"\(name)\"",
                field: "type")
        }
        if let content = properties.contentType, !content.lowercased().hasPrefix("application/json") {
            throw Refusal(
                .malformed, "the content-type is \"\(content.prefix(80))\", not application/json",
                field: "content-type")
        }
        guard let messageID = properties.messageID, (1...128).contains(messageID.utf8.count),
            messageID.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw Refusal(
                .malformed, "message-id is missing, or not 1 to 128 characters of printable ASCII", field: "message-id")
        }
        guard let actor = (properties.headers[Header.actor]?.stringValue).flatMap(Actor.init) else {
            throw Refusal(
                .malformed, "the header actor is missing, or not visitor, agent:<agent>, bot:<bot> or system:<name>",
                field: "actor")
        }
        let command = try Command(type: type, body: delivery.body)
        return IncomingCommand(
            type: type, command: command, actor: actor, login: properties.userID,
            sessionKey: properties.headers[Header.sessionKey]?.stringValue, messageID: messageID,
            traceparent: properties.headers[Header.traceparent]?.stringValue,
            // Typing is never answered.
            reply: type == .typingSet ? nil : reply,
            key: CommandKey(
                address: queue?.key ?? scope.rawValue, login: properties.userID ?? "", actor: actor,
                subject: command.subject(for: actor), messageID: messageID),
            fingerprint: CommandFingerprint(type: type, body: delivery.body))
    }

    /// What the routing key asks for, held against the queue from which it came.
    private static func scope(
        _ address: RoutingKey.CommandAddress, _ queue: WorkQueue?
    ) throws(Refusal) -> (CommandScope, String) {
        switch (address, queue) {
        case (.channel(let channel, let type), .channel(let own)) where channel == own: return (.channel, type)
        case (.control(let type), .control): return (.control, type)
        case (.query(let type), nil): return (.query, type)
        case (.channel(_, let type), nil): return (.channel, type)
        case (.control(let type), nil): return (.control, type)
        default:
            throw Refusal(
                .malformed, "the routing key does not belong to this queue", field: "routing-key")
        }
    }
}

extension Command {
    /// A visitor counts together with his session; opening one, with his secret.
    fileprivate func subject(for actor: Actor) -> String {
        guard actor == .visitor, case .channel(let command) = self else { return "" }
        if case .open(let open) = command { return open.visitorId }
        return command.session?.description ?? ""
    }
}
