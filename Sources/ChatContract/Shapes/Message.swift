/// One line of a conversation.
public struct Message: Codable, Sendable, Equatable {
    public var text: String
    public var format: TextFormat
    public var kind: MessageKind
    public var from: ActorKind
    public var shownAs: ShownAs?
    /// The buttons of a bot's line.
    public var options: [String]?
    /// The button that the visitor chose.
    public var option: ChosenOption?
    public var source: MessageSource?

    public init(
        text: String, format: TextFormat = .text, kind: MessageKind = .plain, from: ActorKind, shownAs: ShownAs? = nil,
        options: [String]? = nil, option: ChosenOption? = nil, source: MessageSource? = nil
    ) {
        self.text = text
        self.format = format
        self.kind = kind
        self.from = from
        self.shownAs = shownAs
        self.options = options
        self.option = option
        self.source = source
    }
}

extension Message {
    /// The same JSON as `Codable` gives, written by hand: messages are what the system carries.
    func json() throws -> [UInt8] {
        var object = JSONObject(capacity: text.utf8.count + 160)
        object.append("format", plain: format.rawValue)
        object.append("from", plain: from.rawValue)
        object.append("kind", plain: kind.rawValue)
        if let option { try object.append("option", option) }
        if let options { try object.append("options", options) }
        if let shownAs { try object.append("shownAs", shownAs) }
        if let source { try object.append("source", source) }
        object.append("text", text: text)
        return object.json
    }
}

/// A button of a bot's line: the line's number and what stood on it.
public struct ChosenOption: Codable, Sendable, Equatable {
    public var seq: Int64
    public var label: String

    public init(seq: Int64, label: String) {
        self.seq = seq
        self.label = label
    }
}

/// How a message's text is to be read.
public enum TextFormat: String, Codable, Sendable, CaseIterable {
    case text
    /// The few tags that the worker lets through; everything else was removed.
    case html
}

/// What a message is, besides its text.
public enum MessageKind: String, Codable, Sendable, CaseIterable {
    case plain, welcome, link, bot, options, optionChosen, faqQuestion
}

/// What an agent inserted a message from.
public struct MessageSource: Codable, Sendable, Equatable {
    public var kind: String
    public var id: String

    public init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }
}
