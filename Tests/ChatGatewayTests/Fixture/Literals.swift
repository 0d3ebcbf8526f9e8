import ChatContract

// Values of the contract written as plain texts in tables; a text without the right form is the test's own mistake.

extension Handle: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let handle = Self(text) else { preconditionFailure("\(text) is not a handle") }
        self = handle
    }
}

extension Identifier: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    public init(stringLiteral text: String) {
        guard let identifier = Self(text) else { preconditionFailure("\(text) is not a UUID") }
        self = identifier
    }
}

extension Timestamp: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let time = Self(text) else { preconditionFailure("\(text) is not a time") }
        self = time
    }
}
