/// What the directory holds of a person or a company besides themselves (spec section 7.1): a sale, a follow-up, an
/// activity or a document. One shape for all four.
public struct DirectoryRecord: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case sale, followUp, activity, document }

    public var record: RecordID
    public var kind: Kind
    public var title: String
    /// Whom it is about.
    public var person: PersonID?
    public var company: CompanyID?
    /// What sort of activity it is, in the words of whoever keeps it: call, meeting …; ``chat`` for a chat that is linked.
    public var type: String?
    /// The chat, where it is one of this system: `session.get` and `transcript.get` show it to whoever may read it.
    public var session: SessionID?
    /// Where it stands, in the words of whoever keeps it: open, won, done …
    public var status: String?
    /// Of a sale.
    public var amount: Double?
    /// ISO 4217.
    public var currency: String?
    /// Its day and hour; the newest is shown first.
    public var at: Timestamp?
    /// When it is to be done.
    public var dueAt: Timestamp?
    /// Who looks after it.
    public var owner: String?
    public var text: String?
    /// Where it is read; a document's is where its content is (``DocumentPlace``).
    public var url: String?
    /// What another system calls it.
    public var externalId: String?

    /// The type of chats.
    public static let chat = "chat"

    public init(record: RecordID, kind: Kind, title: String) {
        self.record = record
        self.kind = kind
        self.title = title
    }
}
