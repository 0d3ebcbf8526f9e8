/// A language that there are texts for.
public enum Language: String, CaseIterable, Codable, Sendable {
    case en, nl, de, no, da, sv

    /// The language of a tag such as `nl-NL`; `nb` and `nn` are Norwegian. `nil` when there are no texts for it.
    public init?(tag: some StringProtocol) {
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        switch primary {
        case "nb", "nn": self = .no
        default: self.init(rawValue: primary)
        }
    }

    /// What visitors read in this language.
    public var texts: Texts {
        switch self {
        case .en: .english
        case .nl: .dutch
        case .de: .german
        case .no: .norwegian
        case .da: .danish
        case .sv: .swedish
        }
    }
}
