/// What a line of an import is about.
public enum DirectoryKind: String, Sendable, CaseIterable, Codable {
    case person, company, sale, followUp, activity, document

    /// The fields that such a line may have, in the order in which they are written.
    public var fields: [DirectoryField] {
        switch self {
        case .person:
            [
                .id, .externalId, .salutation, .title, .firstName, .lastName, .emails, .phone, .mobile, .category,
                .company, .photo,
            ]
        case .company:
            [.id, .externalId, .name, .department, .category, .domain, .phone, .country, .ourContact]
        case .sale, .followUp, .activity, .document:
            [
                .id, .externalId, .title, .person, .company, .type, .status, .amount, .currency, .at, .dueAt, .owner,
                .text,
                .url,
            ]
        }
    }
}

/// A column of a CSV file, or a key of JSON Lines.
public enum DirectoryField: String, Sendable, CaseIterable {
    case id, externalId
    case salutation, title, firstName, lastName, emails, phone, mobile, category, company, photo
    case name, department, domain, country, ourContact
    case person, type, status, amount, currency, at, dueAt, owner, text, url
}
