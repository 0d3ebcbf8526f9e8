import ChatContract

/// Values that stand in one column as JSON.
enum JSONColumn {
    static func encode(_ value: some Encodable) throws(StoreError) -> SQLValue {
        do {
            return .utf8(try WireJSON.encode(value))
        } catch {
            throw StoreError(.internal, "\(error)")
        }
    }

    static func decode<Value: Decodable>(_ row: any SQLRow, _ column: Int) throws(StoreError) -> Value {
        do {
            return try WireJSON.decode(Value.self, from: row.bytes(column))
        } catch {
            throw StoreError(.corrupt, "column \(column): \(error)")
        }
    }
}

extension SQLRow {
    /// A column that holds one of the names of an enumeration.
    func name<Name: RawRepresentable>(_ column: Int) throws(StoreError) -> Name where Name.RawValue == String {
        let text = text(column)
        guard let name = Name(rawValue: text) else { throw StoreError(.corrupt, "\"\(text)\" is no \(Name.self)") }
        return name
    }

    func nameIfPresent<Name: RawRepresentable>(_ column: Int) throws(StoreError) -> Name?
    where Name.RawValue == String {
        isNull(column) ? nil : try name(column)
    }

    func handle<Kind>(_ column: Int) throws(StoreError) -> Handle<Kind> {
        let text = text(column)
        guard let handle = Handle<Kind>(text) else { throw StoreError(.corrupt, "\"\(text)\" is no handle") }
        return handle
    }

    func handleIfPresent<Kind>(_ column: Int) throws(StoreError) -> Handle<Kind>? {
        isNull(column) ? nil : try handle(column)
    }

    func identifier<Kind>(_ column: Int) throws(StoreError) -> Identifier<Kind> {
        let text = text(column)
        guard let identifier = Identifier<Kind>(text) else {
            throw StoreError(.corrupt, "\"\(text)\" is no identifier")
        }
        return identifier
    }

    func identifierIfPresent<Kind>(_ column: Int) throws(StoreError) -> Identifier<Kind>? {
        isNull(column) ? nil : try identifier(column)
    }

    func time(_ column: Int) -> Timestamp { Timestamp(milliseconds: integer(column)) }
    func timeIfPresent(_ column: Int) -> Timestamp? { integerIfPresent(column).map(Timestamp.init(milliseconds:)) }
    func span(_ column: Int) -> Span { Span(milliseconds: integer(column)) }
    func spanIfPresent(_ column: Int) -> Span? { integerIfPresent(column).map(Span.init(milliseconds:)) }
}

extension SQLValue {
    init(_ time: Timestamp?) { self.init(time?.milliseconds) }
    init(_ span: Span?) { self.init(span?.milliseconds) }
    init(_ number: Int?) { self.init(number.map(Int64.init)) }
}
