/// The identifier of a thing that the system made: a session, a visitor, a request.
///
/// A UUID (RFC 9562, version 8: its bits come from an HMAC, not from a clock or a random source), in lower case.
public struct Identifier<Kind>: Hashable, Comparable, Sendable {
    /// The first and the last eight bytes.
    public let high: UInt64, low: UInt64

    /// Makes an identifier of these bits as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an identifier of the first 16 bytes of `digest`, with version and variant set.
    public init(digest: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in digest.prefix(16).enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(digestHigh: high, low: low)
    }

    /// Makes an identifier of the first two words of a digest, with version and variant set.
    public init(digestHigh high: UInt64, low: UInt64) {
        self.high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        self.low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// As people read it out: its first eight digits.
    public var short: String { String(description.prefix(8)) }

    /// The sixteen bytes, in order.
    public var bytes: [UInt8] {
        (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64((7 - index % 8) * 8))
        }
    }
}

extension Identifier: LosslessStringConvertible {
    /// Reads the form `8-4-4-4-12` in lower case.
    public init?(_ description: String) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        var position = 0
        for byte in description.utf8 {
            defer { position += 1 }
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == 45 else { return nil }
                continue
            }
            let value: UInt64
            switch byte {
            case 48...57: value = UInt64(byte - 48)
            case 97...102: value = UInt64(byte - 87)
            default: return nil
            }
            if digits < 16 { high = high << 4 | value } else { low = low << 4 | value }
            digits += 1
        }
        guard position == 36, digits == 32 else { return nil }
        self.init(high: high, low: low)
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var position = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    text[position] = 45
                    position += 1
                }
                let half = digit < 16 ? high : low
                let value = UInt8(truncatingIfNeeded: half >> UInt64((15 - digit % 16) * 4)) & 0xF
                text[position] = value < 10 ? value + 48 : value + 87
                position += 1
            }
            return 36
        }
    }
}

/// Marks the identifiers of sessions.
public enum SessionKind {}
/// Marks the identifiers of visitors.
public enum VisitorKind {}
/// Marks the identifiers of requests.
public enum RequestKind {}
/// Marks the identifiers of entries of the FAQ.
public enum FAQEntryKind {}
/// Marks the identifiers of folders.
public enum FolderKind {}
/// Marks the identifiers of a request's categories.
public enum CategoryKind {}
/// Marks the identifiers of a request's priorities.
public enum PriorityKind {}

/// Marks the identifiers of reply templates.
public enum TemplateKind {}
/// Marks the identifiers of quick replies.
public enum QuickReplyKind {}
/// Marks the identifiers of shared files.
public enum FileKind {}
/// Marks the identifiers of stores.
public enum StoreKind {}
/// Marks the identifiers of persons in the directory.
public enum PersonKind {}
/// Marks the identifiers of companies in the directory.
public enum CompanyKind {}
/// Marks the identifiers of sales, follow-ups, activities and documents in the directory.
public enum RecordKind {}

/// The identifier of a session.
public typealias SessionID = Identifier<SessionKind>
/// The identifier of a visitor: the same for all sessions of one browser, and no way back to its secret.
public typealias VisitorID = Identifier<VisitorKind>
/// The identifier of a request that a visitor or an agent made.
public typealias RequestID = Identifier<RequestKind>
/// The identifier of an entry of the FAQ.
public typealias FAQEntryID = Identifier<FAQEntryKind>
/// The identifier of a folder of texts.
public typealias FolderID = Identifier<FolderKind>
/// The identifier of a request's category.
public typealias CategoryID = Identifier<CategoryKind>
/// The identifier of a request's priority.
public typealias PriorityID = Identifier<PriorityKind>
/// The identifier of a reply template.
public typealias TemplateID = Identifier<TemplateKind>
/// The identifier of an agent's quick reply.
public typealias QuickReplyID = Identifier<QuickReplyKind>
/// The identifier of a file: it follows from session, actor and the upload's id, so that a repeat has the same one.
public typealias FileID = Identifier<FileKind>
/// The identifier of a store: its sessions' files belong to it.
public typealias StoreID = Identifier<StoreKind>
/// The identifier of a person in the directory.
public typealias PersonID = Identifier<PersonKind>
/// The identifier of a company in the directory.
public typealias CompanyID = Identifier<CompanyKind>
/// The identifier of a sale, follow-up, activity or document in the directory.
public typealias RecordID = Identifier<RecordKind>

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(String(text.unicodeScalars.prefix(80)))\" is not a UUID in lower case")
        }
        self = identifier
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
