import ChatContract
import ChatCore

/// Takes lines into the directory, in batches.
///
/// Workers go on meanwhile: while one lives each batch is a transaction, and whoever waits for the store's lock gets it
/// within a batch's time. While none does, a transaction takes batches for seconds: what is spread all over the file is
/// written once for all of them, which is most of the work. Not to be used by two threads at once.
public final class DirectoryImport {
    /// How many lines a batch should have: more cost less, and hold the workers up for longer.
    public static let batchLength = 2000
    /// How long a transaction takes batches where no worker lives; one that starts waits so long, and gives up after
    /// ``Store/busyLimit``.
    private static let transactionLimit = Duration.seconds(3)

    public struct Counts: Sendable, Equatable {
        public var created = 0
        public var changed = 0
        public var unchanged = 0

        public init() {}
    }

    /// A line that was not taken, and why.
    public struct Rejection: Sendable {
        public var line: Int
        public var refusal: Refusal
    }

    private let store: Store
    private let isTrial: Bool
    public private(set) var counts = Counts()
    /// Those that are there, as far as lines named them: nobody removes any while this runs but an erasure, whose person
    /// an import names by mistake then as it would a minute later.
    private var companies: Set<CompanyID> = []
    private var persons: Set<PersonID> = []
    /// What a trial would have made.
    private var trialRecords: Set<RecordID> = []

    /// - Parameter isTrial: counts what would be done, and does nothing.
    public init(_ store: Store, isTrial: Bool = false) throws(StoreError) {
        self.store = store
        self.isTrial = isTrial
        if !isTrial { try store.prepareForBulk() }
    }

    /// Sees to it that what was taken is on the disk: to be called when all is.
    public func finish() throws(StoreError) {
        if !isTrial { try store.finishBulk() }
    }

    /// Takes batches in a transaction: all of them, or nothing where the store fails.
    ///
    /// - Parameters:
    ///   - next: gives the next batch, `nil` when there is none any more.
    ///   - now: the time by which workers live.
    ///   - rejected: is told after each batch what cannot be taken of it.
    /// - Returns: whether there may be more, for another transaction.
    public func take(
        _ next: () -> [DirectoryDraft]?, at now: Timestamp, rejected: ([Rejection]) -> Void
    ) throws(StoreError) -> Bool {
        let before = counts
        do throws(StoreError) {
            return isTrial
                ? try store.read { sql throws(StoreError) in try take(next, now, rejected, sql) }
                : try store.write { sql throws(StoreError) in try take(next, now, rejected, sql) }
        } catch {
            counts = before
            throw error
        }
    }

    private func take(
        _ next: () -> [DirectoryDraft]?, _ now: Timestamp, _ rejected: ([Rejection]) -> Void,
        _ sql: any SQLConnection
    ) throws(StoreError) -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        let isAlone =
            try sql.first("SELECT 1 FROM worker WHERE lease_until > ?", SQLValue(now)) { $0.bool(0) } == nil
        while let batch = next() {
            rejected(try take(batch, sql))
            guard isAlone, clock.now - start < Self.transactionLimit else { return true }
        }
        return false
    }

    /// Takes a batch: all of it that can be taken, or nothing where the store fails.
    ///
    /// - Returns: the lines that cannot be taken.
    public func take(_ batch: [DirectoryDraft]) throws(StoreError) -> [Rejection] {
        let before = counts
        do throws(StoreError) {
            return isTrial
                ? try store.read { sql throws(StoreError) in try take(batch, sql) }
                : try store.write { sql throws(StoreError) in try take(batch, sql) }
        } catch {
            counts = before
            throw error
        }
    }

    private func take(_ batch: [DirectoryDraft], _ sql: any SQLConnection) throws(StoreError) -> [Rejection] {
        var rejections: [Rejection] = []
        for draft in batch {
            do {
                try take(draft, sql)
            } catch let refusal as Refusal {
                rejections.append(Rejection(line: draft.line.number, refusal: refusal))
            } catch {
                throw StoreError(error)
            }
        }
        return rejections
    }

    private func take(_ draft: DirectoryDraft, _ sql: any SQLConnection) throws {
        switch (draft.entry, draft.key) {
        case (.person(let new), let key):
            try requireCompany(new.company, sql)
            let id: PersonID
            switch key {
            case .person(let known): id = known
            case .address(let address, let otherwise):
                let those = try DirectoryTable.persons(email: address, sql)
                guard those.count <= 1 else {
                    throw Refusal(
                        .conflict,
                        "\(those.count) persons have the address \(address); say by id or externalId who is meant",
                        field: "emails")
                }
                id = those.first?.person ?? otherwise
            case .company, .record: return
            }
            if !isTrial, id == new.person, try DirectoryTable.add(new, body: .utf8(draft.body), sql) {
                counts.created += 1
                persons.insert(id)
                return
            }
            let known = try DirectoryTable.kept(id, sql)
            guard let (entry, body) = try change(draft, known.map { .person($0.entry) }, isNew: !persons.contains(id))
            else { return }
            persons.insert(id)
            guard case .person(let person) = entry, !isTrial else { return }
            try requireCompany(person.company, sql)
            try DirectoryTable.save(person, body: body, over: known, sql)
        case (.company(let new), .company(let id)):
            if !isTrial, try DirectoryTable.add(new, body: .utf8(draft.body), sql) {
                counts.created += 1
                companies.insert(id)
                return
            }
            let known = try DirectoryTable.kept(id, sql)
            guard
                let (entry, body) = try change(draft, known.map { .company($0.entry) }, isNew: !companies.contains(id))
            else { return }
            companies.insert(id)
            guard case .company(let company) = entry, !isTrial else { return }
            try DirectoryTable.save(company, body: body, over: known, sql)
        case (.record(let new), .record(let id)):
            if new.type == DirectoryRecord.chat, try ChatActivity.isThere(id, sql) {
                counts.unchanged += 1
                return
            }
            try requireCompany(new.company, sql)
            try requirePerson(new.person, sql)
            let known = try RecordTable.kept(id, sql)
            if let known, known.entry.kind != new.kind {
                throw Refusal(
                    .conflict, "this is a \(known.entry.kind.rawValue) already, no \(new.kind.rawValue)", field: "id")
            }
            guard
                let (entry, body) = try change(
                    draft, known.map { .record($0.entry) }, isNew: !trialRecords.contains(id))
            else { return }
            if isTrial { trialRecords.insert(id) }
            guard case .record(let record) = entry, !isTrial else { return }
            try RecordTable.save(record, body: body, over: known, sql)
        case (.company, _), (.record, _): return
        }
    }

    /// What is to be kept of a line; `nil` when it changes nothing.
    ///
    /// - Parameter isNew: no line before was about it; a trial finds nothing of those in the tables.
    private func change(
        _ draft: DirectoryDraft, _ known: DirectoryEntry?, isNew: Bool
    ) throws(Refusal) -> (DirectoryEntry, SQLValue)? {
        guard let known else {
            if isNew || !isTrial { counts.created += 1 } else { counts.changed += 1 }
            return (draft.entry, .utf8(draft.body))
        }
        let entry = try draft.line.applied(to: known, store.identifiers)
        guard entry != known else {
            counts.unchanged += 1
            return nil
        }
        try entry.check()
        counts.changed += 1
        return (entry, .utf8(entry.json))
    }

    private func requireCompany(_ id: CompanyID?, _ sql: any SQLConnection) throws {
        guard let id, !companies.contains(id) else { return }
        guard try DirectoryTable.isThere("company", id.description, sql) else {
            throw Refusal(
                .notFound, "the company is not in the directory; import companies first, or leave it out",
                field: "company")
        }
        companies.insert(id)
    }

    private func requirePerson(_ id: PersonID?, _ sql: any SQLConnection) throws {
        guard let id, !persons.contains(id) else { return }
        guard try DirectoryTable.isThere("person", id.description, sql) else {
            throw Refusal(
                .notFound, "the person is not in the directory; import persons first, or leave it out",
                field: "person")
        }
        persons.insert(id)
    }
}
