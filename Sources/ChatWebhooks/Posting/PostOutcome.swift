/// What came of a post.
enum PostOutcome: Sendable, Equatable {
    case delivered
    /// To be tried again; the receiver may say when.
    case failed(String, after: Duration?)
    /// Nobody answers there: others need not be tried before this one was.
    case unreachable(String, after: Duration?)
    /// The receiver does not want it, ever (410).
    case refused(String)
}
