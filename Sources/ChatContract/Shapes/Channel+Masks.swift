extension Channel {
    /// What is not kept although somebody writes it: `[label]` stands in the place of each text that fits the pattern.
    /// Numbers of payment cards are hidden without one.
    public struct Mask: Codable, Sendable, Equatable {
        /// What stands there instead, such as `customer number`.
        public var label: String
        /// A regular expression: literals, `.`, classes, `\d \w \s \b`, groups, `|`, `* + ? {m,n}`, `^ $`, `(?i)` in front.
        public var pattern: String

        public init(label: String, pattern: String) {
            self.label = label
            self.pattern = pattern
        }
    }
}
