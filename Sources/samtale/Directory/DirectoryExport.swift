import ChatContract
import ChatStore
import Foundation

/// Writes the directory in the form in which an import reads it.
struct DirectoryExport {
    let format: DirectoryFile.Format
    let kinds: [DirectoryKind]
    let write: (String) throws -> Void

    /// - Returns: how many lines were written.
    func run(_ store: Store) throws -> Int {
        var columns: [DirectoryField] = []
        for kind in kinds { columns += kind.fields.filter { !columns.contains($0) } }
        if format == .csv { try write(CSVLine.text(["kind"] + columns.map(\.rawValue))) }
        var count = 0
        // Companies first, then persons, then what is about them: an import finds whom its lines name.
        for kind in Self.order where kinds.contains(kind) {
            count += try run(kind, columns) { after throws(StoreError) in
                try store.look { reader throws(StoreError) in try reader.directory(kind, after: after, limit: 1000) }
            }
            guard kind == .activity else { continue }
            count += try run(kind, columns) { after throws(StoreError) in
                try store.look { reader throws(StoreError) in try reader.chatActivities(after: after, limit: 1000) }
            }
        }
        return count
    }

    /// Writes page after page.
    ///
    /// - Parameter read: the page behind a number.
    private func run(
        _ kind: DirectoryKind, _ columns: [DirectoryField],
        _ read: (Int64) throws -> [(number: Int64, entry: DirectoryEntry)]
    ) throws -> Int {
        var after: Int64 = 0
        var count = 0
        while true {
            let page = try read(after)
            guard let last = page.last else { return count }
            var text = ""
            for (_, entry) in page {
                let values = entry.values
                switch format {
                case .csv:
                    text += CSVLine.text(
                        [kind.rawValue] + columns.map { column in values.first { $0.field == column }?.value ?? "" })
                case .jsonLines:
                    text += Self.json(kind, values) + "\n"
                }
            }
            try write(text)
            count += page.count
            after = last.number
        }
    }

    static let order: [DirectoryKind] = [.company, .person, .sale, .followUp, .activity, .document]

    private static func json(_ kind: DirectoryKind, _ values: [(field: DirectoryField, value: String)]) -> String {
        var parts: [String] = []
        func quoted(_ text: String) -> String {
            var object = JSONObject()
            object.append("t", text: text)
            return String(decoding: object.json.dropFirst(5).dropLast(), as: UTF8.self)
        }
        parts.append("\"kind\":\(quoted(kind.rawValue))")
        for (field, value) in values {
            switch field {
            case .emails:
                let list = value.split(separator: ";").map { quoted(String($0)) }.joined(separator: ",")
                parts.append("\"emails\":[\(list)]")
            case .amount: parts.append("\"amount\":\(value)")
            default: parts.append("\"\(field.rawValue)\":\(quoted(value))")
            }
        }
        return "{\(parts.joined(separator: ","))}"
    }
}

extension DirectoryEntry {
    /// Its fields as an import names them; those without a value are left out.
    fileprivate var values: [(field: DirectoryField, value: String)] {
        let all: [(DirectoryField, String?)]
        switch self {
        case .person(let person):
            all = [
                (.id, person.person?.description), (.externalId, person.externalId), (.salutation, person.salutation),
                (.title, person.title), (.firstName, person.firstName), (.lastName, person.lastName),
                (.emails, person.emails.joined(separator: ";")), (.phone, person.phone), (.mobile, person.mobile),
                (.category, person.category), (.company, person.company?.description), (.photo, person.photo),
            ]
        case .company(let company):
            all = [
                (.id, company.company?.description), (.externalId, company.externalId), (.name, company.name),
                (.department, company.department), (.category, company.category), (.domain, company.domain),
                (.phone, company.phone), (.country, company.country), (.ourContact, company.ourContact?.text),
            ]
        case .record(let record):
            all = [
                (.id, record.record.description), (.externalId, record.externalId), (.title, record.title),
                (.person, record.person?.description), (.company, record.company?.description),
                (.type, record.type), (.status, record.status), (.amount, record.amount.map { "\($0)" }),
                (.currency, record.currency),
                (.at, record.at?.description), (.dueAt, record.dueAt?.description), (.owner, record.owner),
                (.text, record.text), (.url, record.url),
            ]
        }
        return all.compactMap { field, value in value.flatMap { $0.isEmpty ? nil : (field, $0) } }
    }
}
