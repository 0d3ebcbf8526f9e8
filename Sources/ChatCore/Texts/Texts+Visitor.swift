import ChatContract

extension Texts {
    /// The texts in the visitor's language, or in the channel's where there are none in his.
    public static func texts(for visitor: Visitor, on channel: Channel) -> Texts {
        let language = visitor.language.flatMap(Language.init(tag:)) ?? Language(rawValue: channel.language)
        return (language ?? .en).texts
    }
}
