import AMQP
import ArgumentParser
import ChatClient
import ChatContract
import ChatStore
import Foundation

/// `samtale privacy`.
struct Privacy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Show, or erase, all that is held about one person.",
        discussion: """
            A person is found by an e-mail address: whoever has it in the directory, with all addresses that he has there, \
            and the chats and requests in which one of them was given or that are linked to him.

            Examples:
              samtale privacy export kari@nordlys.example > kari.json
              samtale privacy erase kari@nordlys.example --dry-run
              samtale privacy erase kari@nordlys.example --yes
            """,
        subcommands: [Export.self, Erase.self])

    private static func check(_ email: String) throws {
        guard email.contains("@"), !email.contains(where: \.isWhitespace), email.utf8.count <= 255 else {
            throw ValidationError("\"\(email)\" is not an e-mail address such as kari@nordlys.example")
        }
    }

    /// `samtale privacy export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print one JSON document of all that is held about a person.",
            discussion: """
                In it: persons of the directory and what is linked to them, chats with every event, requests, ratings, and \
                each consent with its time and the text that was shown. Reads the store; workers may run.
                """)

        @Argument(help: "An e-mail address of the person.") var email: String
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws { try Privacy.check(email) }

        func run() throws {
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let (json, isEmpty) = try options.withStore { try $0.personalData(of: email, at: now) }
            Console.print(String(decoding: json, as: UTF8.self))
            if isEmpty { Console.note("nothing is held about \(email)") }
        }
    }

    /// `samtale privacy erase`.
    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase all that is held about a person.",
            discussion: """
                Removed are the person in the directory, and follow-ups, activities and documents about him. Chats, \
                requests and sales stay without anything by which he is recognised: figures keep their counts. Chats that \
                go on are left alone, and the person with them, by whom they are found: end them, and erase again. Doing \
                it twice does no harm. What was done is kept, without the address.

                Needs a running worker. The files of erased chats are removed by the gateways within the hour. Mails that \
                were sent, and what receivers of webhooks keep, are out of reach: those receivers hear session.erased.
                """)

        @Argument(help: "An e-mail address of the person.") var email: String
        @Flag(name: .long, help: "Say what would be erased, and erase nothing (reads the store).") var dryRun = false
        @Flag(name: .long, help: "Do not ask.") var yes = false
        @Flag(name: .long, help: "Print JSON.") var json = false
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func validate() throws { try Privacy.check(email) }

        func run() async throws {
            if dryRun {
                let preview = try options.withStore { try $0.erasurePreview(of: email) }
                return try report(preview, "would be erased, nothing was changed")
            }
            try Console.confirm("Erase all that is held about \(email)? It cannot be undone.", assumed: yes)
            var broker = try options.settings().broker
            broker.name = "samtale privacy erase"
            let client = try await ChatClient.connect(broker)
            let total: PrivacyErased
            do {
                total = try await Self.erase(email, client)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
            try report(total, "erased")
            guard total.live > 0 else { return }
            throw CommandFailure(
                .dataError, "\(total.live) chats of \(email) go on, and were left alone",
                remedy: "end them (samtale session list --all shows them), and erase again")
        }

        /// One command after the other until nothing is left.
        static func erase(_ email: String, _ client: ChatClient) async throws -> PrivacyErased {
            var total = PrivacyErased()
            while true {
                let done = try await client.send(
                    .privacyErase, as: .system("privacy"), PrivacyErase(email: email), returning: PrivacyErased.self
                ).get()
                total.persons += done.persons
                total.records += done.records
                total.sessions += done.sessions
                total.requests += done.requests
                total.live = done.live
                guard done.more else { return total }
            }
        }

        private func report(_ erased: PrivacyErased, _ word: String) throws {
            guard !json else { return try Console.print(json: erased) }
            Console.print(
                "\(erased.persons) persons, \(erased.records) records about them, \(erased.sessions) chats,"
                    + " \(erased.requests) requests \(word)"
                    + (erased.live > 0 ? "; \(erased.live) chats go on" : ""))
        }
    }
}
