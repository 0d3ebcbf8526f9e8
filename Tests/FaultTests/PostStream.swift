import BrokerTesting
import ChatClient
import ChatContract
import Synchronization
import Testing

/// A steady numbered stream of lines into some sessions, several on their way at once in each.
final class PostStream: Sendable {
    private struct State {
        /// What was sent, and the number that was given to it.
        var lines: [SessionID: [Int: Int64]] = [:]
        var isOver = false
    }

    private let state = Mutex(State())
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// - Parameter width: how many lines of a session are on their way at once.
    init(count: Int, on channel: ChannelHandle, by client: ChatClient, width: Int = 5) async throws {
        var sessions: [SessionOpened] = []
        for number in 0..<count {
            sessions.append(try await client.open("writer-\(number)-on-\(channel)", on: channel))
        }
        let opened = sessions
        task.withLock { task in
            task = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for session in opened {
                        group.addTask { try await self.write(into: session, on: channel, client, width) }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    private func write(
        into session: SessionOpened, on channel: ChannelHandle, _ client: ChatClient, _ width: Int
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var line = 0
            while !state.withLock({ $0.isOver }) {
                if line >= width { try await group.next() }
                line += 1
                let number = line
                // Begun at once, so that the lines go onto the wire in their order.
                group.addImmediateTask {
                    let posted = try await client.send(
                        .messagePost, to: channel, as: .visitor,
                        MessagePost(session: session.session, text: "line \(number)"), sessionKey: session.key,
                        returning: MessagePosted.self, timeout: .seconds(120)
                    ).get()
                    self.state.withLock { $0.lines[session.session, default: [:]][number] = posted.seq }
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            try await group.waitForAll()
        }
    }

    /// How many lines were answered.
    var count: Int { state.withLock { $0.lines.values.reduce(0) { $0 + $1.count } } }

    /// Waits until so many more are answered.
    func progress(by more: Int, within limit: Duration = .seconds(20)) async throws {
        let goal = count + more
        try await eventually(within: limit, "the stream goes on") { count >= goal }
    }

    /// Ends the stream, and waits for the last answers.
    func finish() async throws {
        state.withLock { $0.isOver = true }
        try await task.withLock { $0 }?.value
    }

    /// Every line is there once, under the number that was answered, and in the order in which it was sent.
    func check(_ scene: Scene) throws {
        var audit = Audit(scene.store)
        try audit.checkLaws()
        for problem in audit.problems { Issue.record("\(problem)") }
        let rows = Dictionary(grouping: try audit.rows().filter { $0.text != nil }, by: \.session)
        for (session, lines) in state.withLock({ $0.lines }) {
            let kept = rows[session] ?? []
            #expect(kept.compactMap(\.text) == (1...max(1, lines.count)).map { "line \($0)" }, "in order, each once")
            #expect(kept.map(\.seq) == lines.sorted { $0.key < $1.key }.map(\.value), "under the number that was told")
        }
    }
}
