/// A store of files could not do what was asked.
struct FileStoreError: Error, Equatable, CustomStringConvertible {
    enum Code: Sendable, Equatable {
        /// Another content has this address.
        case conflict
        /// No space is left.
        case full
        /// The store is away, or busy: try again.
        case unavailable
        /// It cannot be read or written.
        case failed
    }

    var code: Code
    /// What was tried and what the system said.
    var detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    var description: String { detail }
}
