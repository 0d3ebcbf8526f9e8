extension Language {
    /// Whether who reads one of them reads the other.
    func isLike(_ other: Language) -> Bool {
        self == other || Self.mutuallyRead.contains(self) && Self.mutuallyRead.contains(other)
    }

    private static let mutuallyRead: [Language] = [.no, .da]
}
