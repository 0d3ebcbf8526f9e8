import ChatContract

// Values of the contract written as plain texts in tables; a text without the right form is the test's own mistake.

extension Handle: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let handle = Self(text) else { preconditionFailure("\(text) is not a handle") }
        self = handle
    }
}
