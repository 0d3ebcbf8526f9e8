import ArgumentParser
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// `samtale bench directory`: how long an import takes, and suggestions and searches afterwards.
struct BenchDirectory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "Measure import, suggestions and search with a large directory.",
        discussion: """
            Makes persons and companies (the same ones every time) as CSV files, imports them as "samtale directory import" \
            does, opens chats with visitors of whom some are among them, and asks contact.suggest and directory.search: \
            from the store, and, with --broker, through a worker in a process of its own.

            EXAMPLES
              samtale bench directory
              samtale bench directory --persons 100000 --companies 20000 --broker
            """)

    @Option(help: "How many persons.") var persons = 1_000_000
    @Option(help: "How many companies.") var companies = 200_000
    @Option(help: "How many questions of each kind.") var count = 2000
    @Flag(help: "Ask over the broker, too.") var broker = false
    @Option(help: "The broker, with an administrator's login (default: $SAMTALE_BROKER_URI).") var uri: String?
    @Option(help: "The broker's management API (default: $SAMTALE_BROKER_API).") var api: String?

    private static let channel: ChannelHandle = {
        guard let channel = ChannelHandle("support") else { preconditionFailure("a handle") }
        return channel
    }()
    private static let actor = Actor.system("bench")

    func validate() throws {
        guard persons >= 1000, companies >= 100 else {
            throw ValidationError("--persons must be 1000 at least, --companies 100.")
        }
        guard count >= 10 else { throw ValidationError("--count must be 10 at least.") }
    }

    func run() async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let path = folder.path("bench.db")
        let data = BenchDirectoryData(persons: persons, companies: companies)
        try BenchDesk.apply(
            [
                (
                    Self.actor,
                    .saveChannel(Channel(channel: Self.channel, name: "Support", preChatForm: .init(enabled: false)))
                )
            ],
            to: path)
        let files = ["companies", "persons"].map { folder.path("\($0).csv") }
        say("making \(companies) companies and \(persons) persons")
        let bytes = try data.write(companies: files[0], persons: files[1])
        let store = try Store(path: path)
        var seconds = 0.0
        var cpu = -Self.cpu
        for (file, kind) in zip(files, [DirectoryKind.company, .person]) {
            say("importing \(file.split(separator: "/").last ?? "")")
            let run = DirectoryImportRun(
                file: try DirectoryFile(path: file, format: nil), kind: kind, rejectedPath: file + ".rejected",
                complain: { say($0) },
                progress: { lines, perSecond in say("\(lines) lines, \(Int(perSecond)) a second") })
            let report = try await run.run(store)
            guard report.created == (kind == .person ? persons : companies), report.rejected == 0 else {
                throw BenchError("the import took \(report.created) lines and rejected \(report.rejected)")
            }
            seconds += report.seconds
        }
        cpu += Self.cpu
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        Console.print(
            "\(persons) persons and \(companies) companies (\(bytes / 1_000_000) MB of CSV) imported in"
                + " \(format(seconds)) s (\(format(cpu)) s of CPU); the store has \(size / 1_000_000) MB")

        let sessions = try openChats(store, data)
        say("asking the store")
        for question in questions(sessions, data) {
            var times: [Double] = []
            for query in question.queries {
                let started = DispatchTime.now().uptimeNanoseconds
                _ = try QueryProbe.answer(query.query, as: Self.actor, store)
                times.append(Double(DispatchTime.now().uptimeNanoseconds - started) / 1e6)
            }
            print(question.name, "from the store", times)
        }
        try store.close()
        guard broker else { return }
        try await askOverBroker(path, sessions, data)
    }

    /// The seconds of CPU that this process has used: another program's share of the machine is not in them.
    private static var cpu: Double {
        // POSIX counts a million a second.
        Double(clock()) / 1e6
    }

    /// A visitor each, of whom a third are in the directory, a third have only the name of somebody there, and the rest work
    /// for a company of it.
    private func openChats(_ store: Store, _ data: BenchDirectoryData) throws -> [SessionID] {
        var sessions: [SessionID] = []
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        for start in stride(from: 0, to: count, by: 500) {
            let numbers = start..<min(start + 500, count)
            let made = try store.transaction(StoreView(), worker: "bench", at: now) {
                transaction throws(StoreError) -> [SessionID] in
                var made: [SessionID] = []
                guard try transaction.refresh(Self.channel) else { return made }
                for number in numbers {
                    let person = number * 7919 % data.persons
                    let email =
                        switch number % 3 {
                        case 0: data.email(person)
                        case 1: "somebody@gmail.com"
                        default: "new.\(number)@\(data.domain(number % data.companies))"
                        }
                    var open = SessionOpen(
                        visitorId: "a-visitor-with-a-secret-\(number)",
                        name: "\(data.firstName(person)) \(data.lastName(person))", email: email, question: "Hello?")
                    open.company = number % 3 == 1 ? nil : data.companyName(data.company(of: person))
                    let key = CommandKey(
                        address: "channel.support", login: "bench", actor: .visitor, subject: open.visitorId,
                        messageID: "\(number)")
                    let outcome = try transaction.decide(
                        CommandRequest(actor: .visitor, key: key, command: .open(open)), on: Self.channel,
                        cause: Transaction.Cause(messageID: "bench.\(number)"))
                    guard case .done(_, let facts) = outcome, let session = facts.session else {
                        throw StoreError(.internal, "a chat was not opened: \(outcome)")
                    }
                    made.append(session)
                }
                return made
            }
            sessions += made.value
        }
        return sessions
    }

    private struct Question {
        var name: String
        var queries: [(type: CommandType, query: Query)]
    }

    private func questions(_ sessions: [SessionID], _ data: BenchDirectoryData) -> [Question] {
        func search(_ kind: DirectorySearch.Kind, _ text: (Int) -> String) -> [(type: CommandType, query: Query)] {
            (0..<count).map { number in
                (
                    .directorySearch,
                    .searchDirectory(DirectorySearch(kind: kind, text: text(number * 104_729 % data.persons)))
                )
            }
        }
        return [
            Question(
                name: "contact.suggest",
                queries: sessions.map { (.contactSuggest, .suggestContacts(SessionReference(session: $0))) }),
            Question(
                name: "directory.search, whole name",
                queries: search(.person) { "\(data.firstName($0)) \(data.lastName($0))" }),
            Question(
                name: "directory.search, one frequent name", queries: search(.person) { data.firstName($0 % 300) }),
            Question(
                name: "directory.search, beginnings",
                queries: search(.person) { "\(data.firstName($0).prefix(1)) \(data.lastName($0).prefix(3))" }),
            Question(
                name: "directory.search, two letters", queries: search(.person) { String(data.lastName($0).prefix(2)) }),
            Question(name: "directory.search, address", queries: search(.person) { data.email($0) }),
            Question(
                name: "directory.search, company",
                queries: search(.company) { data.companyName($0 % data.companies).prefix(9).description }),
        ]
    }

    private func askOverBroker(_ path: String, _ sessions: [SessionID], _ data: BenchDirectoryData) async throws {
        try await BenchHost.with(uri: uri, api: api) { host in
            let worker = try BenchProcess(["bench", "worker", host.uri, path])
            defer { worker.stop() }
            let client = try await ChatClient.connect(host.configuration)
            say("asking over the broker")
            for question in questions(sessions, data) {
                var times: [Double] = []
                for query in question.queries {
                    let started = DispatchTime.now().uptimeNanoseconds
                    let answer = try await client.send(raw: query.type, as: Self.actor, try body(query.query))
                    guard answer.starts(with: #"{"ok":true"#.utf8) else {
                        throw BenchError(String(decoding: answer.prefix(300), as: UTF8.self))
                    }
                    times.append(Double(DispatchTime.now().uptimeNanoseconds - started) / 1e6)
                }
                print(question.name, "over the broker", times)
            }
            await client.close()
        }
    }

    private func body(_ query: Query) throws -> [UInt8] {
        switch query {
        case .suggestContacts(let body): try WireJSON.encode(body)
        case .searchDirectory(let body): try WireJSON.encode(body)
        default: Answer.nothing
        }
    }

    private func print(_ name: String, _ place: String, _ times: [Double]) {
        let percentiles = Percentiles(times)
        Console.print(
            name.padding(toLength: 36, withPad: " ", startingAt: 0)
                + "\(place): p50 \(format(percentiles[0.5])) ms, p99 \(format(percentiles[0.99])) ms,"
                + " max \(format(percentiles[1])) ms")
    }

    private func format(_ number: Double) -> String { String(format: "%.2f", number) }

    private func say(_ text: String) { Console.note("bench: \(text)") }
}
