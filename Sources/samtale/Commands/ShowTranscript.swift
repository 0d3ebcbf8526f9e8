import ArgumentParser
import ChatContract
import ChatCore
import ChatStore

/// `samtale transcript`.
struct ShowTranscript: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "transcript",
        abstract: "Print what was said in a session; times are UTC.",
        discussion: """
            Examples:
              samtale transcript 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11
              samtale transcript 5f0c6f5e-8d0b-8c57-9f0e-2a6f1f0f7c11 --format json
            """)

    @Argument(help: "The session's id.") var session: String
    @Option(name: .long, help: "text, or json: every event as it was published.") var format = Format.text
    @Flag(name: .long, help: "The same as --format json.") var json = false
    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() throws {
        let id = try Sessions.id(session)
        let events = try options.withStore { store in
            try store.look { reader throws(StoreError) -> [[UInt8]]? in
                guard try reader.session(id) != nil else { return nil }
                return try reader.events(of: id, as: .agents, after: 0, limit: .max - 1).events
            }
        }
        guard let events else { throw Sessions.unknown(session) }
        if format == .json || json {
            var array = JSONObject()
            array.append("events", list: events)
            let text = String(decoding: array.json, as: UTF8.self)
            // {"events":[…]} without its wrapping.
            Console.print(String(text.dropFirst(10).dropLast()))
        } else {
            Console.print(try Transcript.text(events))
        }
    }
}
