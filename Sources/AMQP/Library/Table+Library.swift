import CRabbitMQ

extension Table {
    /// Copies a table out of the library's memory.
    init(_ table: amqp_table_t) {
        var entries: [Entry] = []
        let count = table.entries == nil ? 0 : Int(table.num_entries)
        entries.reserveCapacity(count)
        for index in 0..<count {
            let entry = table.entries[index]
            entries.append(Entry(key: entry.key.string, value: FieldValue(entry.value)))
        }
        self.init(entries: entries)
    }
}

extension FieldValue {
    /// Copies a value out of the library's memory. Reading another member of the union than `kind` says is undefined.
    init(_ field: amqp_field_value_t) {
        let value = field.value
        switch Unicode.Scalar(field.kind) {
        case "t": self = .boolean(value.boolean != 0)
        case "b": self = .int8(value.i8)
        case "B": self = .uint8(value.u8)
        case "s": self = .int16(value.i16)
        case "u": self = .uint16(value.u16)
        case "I": self = .int32(value.i32)
        case "i": self = .uint32(value.u32)
        case "l": self = .int64(value.i64)
        case "L": self = .int64(Int64(clamping: value.u64)) // RabbitMQ never sends it
        case "f": self = .float(value.f32)
        case "d": self = .double(value.f64)
        case "D": self = .decimal(scale: value.decimal.decimals, value: value.decimal.value)
        case "S": self = .string(value.bytes.string)
        case "x": self = .bytes(value.bytes.array)
        case "T": self = .timestamp(value.u64)
        case "F": self = .table(Table(value.table))
        case "A":
            let array = value.array
            let count = array.entries == nil ? 0 : Int(array.num_entries)
            self = .array((0..<count).map { FieldValue(array.entries[$0]) })
        default: self = .null
        }
    }
}
