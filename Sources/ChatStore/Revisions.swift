/// Up to which change the tables of channels and of agents are: each one raises the number of what it is about.
struct Revisions: Equatable {
    /// Of channels, members, bots, folders, categories and priorities.
    var registry: Int64 = 0
    /// Of agents, their chats, and gateways.
    var roster: Int64 = 0

    static func read(_ sql: any SQLConnection) throws(StoreError) -> Revisions {
        var revisions = Revisions()
        try sql.query("SELECT scope, number FROM revision", []) { row in
            if row.text(0) == "roster" {
                revisions.roster = row.integer(1)
            } else {
                revisions.registry = row.integer(1)
            }
        }
        return revisions
    }
}
