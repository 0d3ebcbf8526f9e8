import Foundation

/// Makes persons and companies that are the same on every machine, written as the CSV files that an import takes.
///
/// Names are as unevenly spread as people's: of 800 first and 6000 last names a few are very frequent. Every fifth person
/// has an address at a provider where everybody has one.
struct BenchDirectoryData {
    let persons: Int
    let companies: Int

    private static let syllables = [
        "an", "be", "ca", "da", "el", "fi", "ga", "ha", "in", "jo", "ka", "li", "ma", "ne", "ol", "pe", "ri", "so",
        "ti",
        "va", "wi", "ya", "ze", "bra", "chri", "fre", "gun", "hen", "ing", "kri", "lar", "mor", "nil", "san", "sten",
        "tor", "ul", "vig", "berg", "dal",
    ]

    /// Pseudo-random numbers from a number: the same for the same, whatever was asked before.
    private static func random(_ seed: UInt64, _ stream: UInt64) -> UInt64 {
        var value = seed &* 0x9E37_79B9_7F4A_7C15 &+ stream &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number below `count`; low ones are frequent, as with names.
    private static func skewed(_ seed: UInt64, _ stream: UInt64, below count: Int) -> Int {
        let share = Double(random(seed, stream) >> 11) / Double(1 << 53)
        return min(count - 1, Int(share * share * share * Double(count)))
    }

    private static func word(_ number: Int, _ stream: UInt64) -> String {
        let count = 2 + Int(random(UInt64(number), stream) % 2)
        let parts = (0..<count).map { part in
            syllables[Int(random(UInt64(number), stream + 100 + UInt64(part)) % UInt64(syllables.count))]
        }
        let text = parts.joined()
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    func firstName(_ person: Int) -> String { Self.word(Self.skewed(UInt64(person), 1, below: 800), 7) }
    func lastName(_ person: Int) -> String { Self.word(Self.skewed(UInt64(person), 2, below: 6000), 8) }
    func company(of person: Int) -> Int { Int(Self.random(UInt64(person), 3) % UInt64(companies)) }

    func email(_ person: Int) -> String {
        let name = "\(firstName(person)).\(lastName(person)).\(person)".lowercased()
        return person % 5 == 0 ? "\(name)@gmail.com" : "\(name)@\(domain(company(of: person)))"
    }

    func companyName(_ company: Int) -> String {
        let kinds = ["AS", "AB", "BV", "GmbH", "Ltd", "ApS", "Group", "Transport", "Consulting", "Bakery"]
        let first = Self.word(Self.skewed(UInt64(company), 4, below: 20_000), 9)
        let second = Self.word(Int(Self.random(UInt64(company), 5) % 5000), 10)
        return "\(first) \(second) \(kinds[Int(Self.random(UInt64(company), 6) % 10)])"
    }

    func domain(_ company: Int) -> String { "company-\(company).example" }

    /// Writes both files, and says how large they are.
    func write(companies companiesPath: String, persons personsPath: String) throws -> Int {
        try write(companiesPath, "externalId,name,category,domain,phone,country", companies) { number in
            "C\(number),\(companyName(number)),Customer,\(domain(number)),+47 22 \(100_000 + number % 900_000),NO"
        }
            + write(personsPath, "externalId,firstName,lastName,emails,phone,category,company", persons) { number in
                "P\(number),\(firstName(number)),\(lastName(number)),\(email(number)),"
                    + "+47 4\(1_000_000 + number % 9_000_000),Customer,C\(company(of: number))"
            }
    }

    private func write(_ path: String, _ header: String, _ count: Int, _ line: (Int) -> String) throws -> Int {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw BenchError("\(path) cannot be written") }
        defer { try? handle.close() }
        var bytes = 0
        var text = header + "\n"
        for number in 0..<count {
            text += line(number) + "\n"
            if text.utf8.count > 1 << 20 || number == count - 1 {
                bytes += text.utf8.count
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        return bytes
    }
}
