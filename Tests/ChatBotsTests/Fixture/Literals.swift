import ChatContract

extension Handle: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let handle = Self(text) else { preconditionFailure("\(text) is no handle") }
        self = handle
    }
}
