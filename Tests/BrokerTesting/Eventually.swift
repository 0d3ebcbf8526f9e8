/// Waits until a condition holds, looking every 10 ms.
///
/// - Throws: ``TestFailure`` with the message if it does not hold in time; whatever the condition throws.
public func eventually(
    within limit: Duration = .seconds(120), _ message: String = "the condition did not come true",
    file: String = #fileID, line: Int = #line, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while try await !condition() {
        guard clock.now < deadline else { throw TestFailure("\(file):\(line): \(message) within \(limit)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
