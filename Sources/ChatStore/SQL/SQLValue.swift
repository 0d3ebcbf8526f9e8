/// A value on its way into a statement.
public enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    /// UTF-8 that is text already.
    case utf8([UInt8])
    case blob([UInt8])

    init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
    init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }
}
