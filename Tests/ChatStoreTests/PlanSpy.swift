import ChatStore

/// Notes how the database looks for what is asked of it.
final class PlanSpy: SQLConnection {
    private let sql: any SQLConnection
    private(set) var plans: [String: [String]] = [:]

    init(_ sql: any SQLConnection) {
        self.sql = sql
    }

    func execute(_ text: String, _ values: [SQLValue]) throws(StoreError) -> Int { try sql.execute(text, values) }
    func insert(_ text: String, _ values: [SQLValue]) throws(StoreError) -> Int64 { try sql.insert(text, values) }

    func query(
        _ text: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        var steps: [String] = []
        try sql.query("EXPLAIN QUERY PLAN " + text, values) { steps.append($0.text(3)) }
        plans[text] = steps
        try sql.query(text, values, body)
    }
}
