/// What a channel's opening hours say of a moment (spec section 4.4).
public enum OpeningState: String, Codable, Sendable, CaseIterable {
    case open, lunch, closed
}
