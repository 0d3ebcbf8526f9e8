/// A value in a field table: in the headers of a message or the arguments of a queue.
///
/// The cases are the types that RabbitMQ reads and writes; it knows no unsigned 64-bit integer.
public enum FieldValue: Sendable, Hashable {
    case boolean(Bool)
    case int8(Int8)
    case uint8(UInt8)
    case int16(Int16)
    case uint16(UInt16)
    case int32(Int32)
    case uint32(UInt32)
    case int64(Int64)
    case float(Float)
    case double(Double)
    /// The number `value` divided by 10 to the power of `scale`.
    case decimal(scale: UInt8, value: UInt32)
    case string(String)
    case bytes([UInt8])
    case array([FieldValue])
    case table(Table)
    /// Seconds since 1970.
    case timestamp(UInt64)
    case null
}

extension FieldValue {
    /// A 64-bit integer, the width that every AMQP client reads.
    public static func integer(_ value: Int) -> FieldValue { .int64(Int64(value)) }

    /// The text, if the value is one.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The truth value, if the value is one.
    public var booleanValue: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The whole number, whatever its width on the wire.
    public var integerValue: Int? {
        switch self {
        case .int8(let value): Int(value)
        case .uint8(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int32(let value): Int(value)
        case .uint32(let value): Int(value)
        case .int64(let value): Int(value)
        case .boolean, .float, .double, .decimal, .string, .bytes, .array, .table, .timestamp, .null: nil
        }
    }

    /// The number, if the value is one with a fraction or a whole one.
    public var doubleValue: Double? {
        switch self {
        case .float(let value): Double(value)
        case .double(let value): value
        default: integerValue.map(Double.init)
        }
    }

    /// The nested table, if the value is one.
    public var tableValue: Table? {
        if case .table(let value) = self { value } else { nil }
    }

    /// The nested array, if the value is one.
    public var arrayValue: [FieldValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The seconds since 1970, if the value is a timestamp.
    public var timestampValue: UInt64? {
        if case .timestamp(let value) = self { value } else { nil }
    }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .string(value) }
}

extension FieldValue: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self = .int64(value) }
}

extension FieldValue: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension FieldValue: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { self = .double(value) }
}

extension FieldValue: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: FieldValue...) { self = .array(elements) }
}

extension FieldValue: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, FieldValue)...) { self = .table(Table(elements)) }
}

extension FieldValue: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}
