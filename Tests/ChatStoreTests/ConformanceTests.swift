import Testing

@testable import ChatStore

/// What the store asks of any database: the same suite for SQLite and for PostgreSQL.
struct SQLConformance {
    /// Runs a transaction; all of it is kept, or nothing when it throws.
    let transaction: ((any SQLConnection) throws(StoreError) -> Void) throws -> Void

    func run() throws {
        try values()
        try numbering()
        try counting()
        try rollingBack()
        try contradictions()
    }

    private func values() throws {
        try transaction { sql throws(StoreError) in
            try sql.execute("CREATE TABLE sample (number BIGINT, words TEXT, bytes BLOB)")
            let rows: [[SQLValue]] = [
                [.integer(.max), .text("smørbrød \u{1F600} 'x' ?"), .blob([0, 1, 255])],
                [.integer(.min), .text(""), .blob([])],
                [.null, .null, .null],
                [.integer(0), .utf8(Array("ready".utf8)), .blob(Array(repeating: 7, count: 100_000))],
            ]
            for row in rows { try sql.execute("INSERT INTO sample VALUES (?, ?, ?)", row) }
        }
        try transaction { sql throws(StoreError) in
            let rows = try sql.all("SELECT number, words, bytes FROM sample ORDER BY number IS NULL, number") { row in
                (row.integerIfPresent(0), row.textIfPresent(1), row.isNull(2) ? nil : row.bytes(2))
            }
            #expect(rows.map(\.0) == [.min, 0, .max, nil])
            #expect(rows.map(\.1) == ["", "ready", "smørbrød \u{1F600} 'x' ?", nil])
            #expect(rows.map { $0.2?.count } == [0, 100_000, 3, nil])
        }
    }

    private func numbering() throws {
        try transaction { sql throws(StoreError) in
            try sql.execute("CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)")
            let first = try sql.insert("INSERT INTO counted (name) VALUES (?)", [.text("a")])
            let second = try sql.insert("INSERT INTO counted (name) VALUES (?)", [.text("b")])
            #expect(second > first)
            try sql.execute("DELETE FROM counted")
            #expect(try sql.insert("INSERT INTO counted (name) VALUES (?)", [.text("c")]) > second)
        }
    }

    private func counting() throws {
        try transaction { sql throws(StoreError) in
            #expect(try sql.execute("UPDATE sample SET words = 'x'") == 4)
            #expect(try sql.execute("UPDATE sample SET words = 'y' WHERE number = 1") == 0)
            #expect(try sql.first("SELECT count(*) FROM sample") { $0.integer(0) } == 4)
            #expect(try sql.first("SELECT number FROM sample WHERE number = 1") { $0.integer(0) } == nil)
        }
    }

    private func rollingBack() throws {
        #expect(throws: StoreError.self) {
            try transaction { sql throws(StoreError) in
                try sql.execute("DELETE FROM sample")
                throw StoreError(.internal, "no")
            }
        }
        try transaction { sql throws(StoreError) in
            #expect(try sql.first("SELECT count(*) FROM sample") { $0.integer(0) } == 4)
        }
    }

    private func contradictions() throws {
        try transaction { sql throws(StoreError) in
            try sql.execute("CREATE TABLE unique_names (name TEXT PRIMARY KEY)")
            try sql.execute("INSERT INTO unique_names VALUES ('a')")
        }
        let failure = #expect(throws: StoreError.self) {
            try transaction { sql throws(StoreError) in try sql.execute("INSERT INTO unique_names VALUES ('a')") }
        }
        #expect(failure?.code == .constraint)
        #expect(failure?.isRetriable == false)
    }
}

@Suite("SQL")
struct ConformanceTests {
    @Test("SQLite does what the store asks of a database")
    func sqlite() throws {
        let fixture = try StoreFixture()
        try SQLConformance { body in
            _ = try fixture.store.write { sql throws(StoreError) in try body(sql) }
        }.run()
    }
}
