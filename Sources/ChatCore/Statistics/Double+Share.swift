extension Double {
    /// A part of a whole; `nil` of nothing.
    init?(_ part: Int64, of whole: Int64) {
        guard whole > 0 else { return nil }
        self = Double(part) / Double(whole)
    }
}

extension Int64 {
    /// Milliseconds as seconds.
    var seconds: Double { Double(self) / 1000 }
}
