import ChatContract

/// Those of the directory whom a command names, as far as they are there.
public struct KnownContacts: Sendable, Equatable {
    public var person: Person?
    public var company: Company?
    /// Whether the request that it names is there, on the session's channel.
    public var hasRequest = false

    public init(person: Person? = nil, company: Company? = nil, hasRequest: Bool = false) {
        self.person = person
        self.company = company
        self.hasRequest = hasRequest
    }
}
