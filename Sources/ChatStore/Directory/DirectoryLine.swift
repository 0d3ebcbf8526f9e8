/// A line of an import as it was read: what it is about, and the fields that it names.
///
/// A field that is there and empty takes the value away; one that is not there keeps it.
public struct DirectoryLine: Sendable {
    /// Where it stands in its file, from 1.
    public var number: Int
    public var kind: DirectoryKind
    /// Addresses stand in one value, with `;` between them.
    public var values: [(field: DirectoryField, value: String)]

    public init(number: Int, kind: DirectoryKind, values: [(field: DirectoryField, value: String)]) {
        self.number = number
        self.kind = kind
        self.values = values
    }

    subscript(_ field: DirectoryField) -> String? {
        values.first { $0.field == field }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}
