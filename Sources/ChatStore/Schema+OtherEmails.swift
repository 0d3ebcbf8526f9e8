extension Schema {
    /// Chats in which the visitor gave several addresses are found by each of them.
    static let otherEmails: [String] = [
        """
        CREATE INDEX session_other_emails ON session (number) WHERE json_extract(extra, '$.otherEmails') IS NOT NULL
        """
    ]
}
