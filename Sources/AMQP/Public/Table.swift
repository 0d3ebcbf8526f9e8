/// A field table: named values in the order in which they are sent.
///
/// Two tables are equal if they hold the same pairs in the same order. Look-up is linear, which for the handful of
/// entries that messages carry is faster than hashing.
public struct Table: Sendable, Hashable {
    /// One named value. A key has at most 128 bytes by the specification, 255 on the wire.
    public struct Entry: Sendable, Hashable {
        public var key: String
        public var value: FieldValue

        public init(key: String, value: FieldValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var entries: [Entry]

    public init() {
        self.entries = []
    }

    /// Takes the pairs as they are; a key that comes twice is sent twice, and the first one is found.
    public init(_ pairs: some Sequence<(String, FieldValue)>) {
        self.entries = pairs.map { Entry(key: $0.0, value: $0.1) }
    }

    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// The value with that key; setting `nil` removes it, setting a new key appends it.
    public subscript(key: String) -> FieldValue? {
        get { self.entries.first { $0.key == key }?.value }
        set {
            let index = self.entries.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): self.entries[index].value = value
            case (let index?, nil): self.entries.remove(at: index)
            case (nil, let value?): self.entries.append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    public var count: Int { self.entries.count }

    public var isEmpty: Bool { self.entries.isEmpty }

    /// Adds an entry without looking for an older one of the same key.
    public mutating func append(_ key: String, _ value: FieldValue) {
        self.entries.append(Entry(key: key, value: value))
    }

    public mutating func reserveCapacity(_ capacity: Int) {
        self.entries.reserveCapacity(capacity)
    }

    /// Sets every entry of the other table.
    public mutating func merge(_ other: Table) {
        for (key, value) in other { self[key] = value }
    }
}

extension Table: Sequence {
    public struct Iterator: IteratorProtocol {
        var entries: [Entry].Iterator

        public mutating func next() -> (key: String, value: FieldValue)? {
            self.entries.next().map { ($0.key, $0.value) }
        }
    }

    public func makeIterator() -> Iterator { Iterator(entries: self.entries.makeIterator()) }

    public var underestimatedCount: Int { self.entries.count }
}

extension Table: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, FieldValue)...) {
        self.init(elements)
    }
}

extension Table: CustomStringConvertible {
    public var description: String {
        "[" + self.entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "]"
    }
}
