import ChatContract
import ChatCore
import ChatStore
import Foundation

/// Questions put to the search in the FAQ, and what came of them.
struct SearchTrial: Encodable {
    static let columns = ["set", "language", "question", "entry"]

    /// What a visitor writes, and what he should find.
    struct Question {
        var set: String
        var language: String
        var text: String
        /// Titles; none when nothing should be found.
        var right: [String]
        var line: Int
    }

    /// The figures of a set and a language.
    struct Figures: Encodable {
        var set: String
        var language: String
        var questions = 0
        /// How many have the right entry first, and among the first three.
        var first = 0
        var amongThree = 0
        /// Questions that nothing should be found for, and for how many of them something was.
        var unanswerable = 0
        var falseFinds = 0

        var topOne: Double { questions == 0 ? 1 : Double(first) / Double(questions) }
        var topThree: Double { questions == 0 ? 1 : Double(amongThree) / Double(questions) }

        fileprivate mutating func add(_ other: Figures) {
            questions += other.questions
            first += other.first
            amongThree += other.amongThree
            unanswerable += other.unanswerable
            falseFinds += other.falseFinds
        }
    }

    /// A question that was not answered as it should be.
    struct Miss: Encodable {
        var set: String
        var language: String
        var question: String
        var right: [String]
        var found: [String]
    }

    /// By set and language.
    private(set) var figures: [Figures] = []
    /// By set.
    private(set) var sets: [Figures] = []
    private(set) var misses: [Miss] = []

    /// - Throws: ``CommandFailure`` with every mistake of the file and its line.
    static func questions(_ file: TableFile) throws -> [Question] {
        var problems: [DeskProblem] = []
        var questions: [Question] = []
        try file.forEach(required: ["question", "entry"], &problems) { record, problems in
            guard let text = record.text("question", atMost: 8000, &problems) else { return }
            let right = (record["entry"] ?? "").split(separator: "|").map {
                String($0).trimmingCharacters(in: .whitespaces)
            }
            func named(_ column: String, _ otherwise: String) -> String {
                record[column].flatMap { $0.isEmpty ? nil : $0 } ?? otherwise
            }
            questions.append(
                Question(
                    set: named("set", "all"), language: named("language", "–"), text: text, right: right,
                    line: record.line))
        }
        if problems.isEmpty, questions.isEmpty { problems.append(DeskProblem(nil, "has no questions")) }
        guard problems.isEmpty else { throw DeskProblem.failure(problems, in: file.name) }
        return questions
    }

    /// - Parameter toldLanguages: whether the search is told what the asker speaks.
    init(_ questions: [Question], in store: Store, toldLanguages: Bool) throws {
        let titles = Set(
            try store.look { reader throws(StoreError) in
                try reader.faqEntries(in: nil, after: 0, limit: .max).map(\.entry.title)
            })
        let unknown = questions.flatMap { question in
            question.right.filter { !titles.contains($0) }.map {
                DeskProblem(
                    question.line, "there is no entry \"\($0)\"" + Suggestion.hint(for: $0, among: Array(titles)))
            }
        }
        guard unknown.isEmpty else { throw DeskProblem.failure(unknown, in: "the questions") }
        var bySet: [[String]: Figures] = [:]
        for question in questions {
            let found = try store.look { reader throws(StoreError) in
                try reader.faqSearch(
                    question.text, language: toldLanguages ? Language(tag: question.language) : nil, in: nil,
                    shownOnly: true, limit: 3)
            }.map(\.title)
            var own = Figures(set: question.set, language: question.language)
            let place = found.firstIndex { question.right.contains($0) }
            let isRight: Bool
            if question.right.isEmpty {
                own.unanswerable = 1
                own.falseFinds = found.isEmpty ? 0 : 1
                isRight = found.isEmpty
            } else {
                own.questions = 1
                own.first = place == 0 ? 1 : 0
                own.amongThree = place == nil ? 0 : 1
                isRight = place != nil
            }
            bySet[[question.set, question.language], default: Figures(set: question.set, language: question.language)]
                .add(own)
            if !isRight {
                misses.append(
                    Miss(
                        set: question.set, language: question.language, question: question.text, right: question.right,
                        found: found))
            }
        }
        figures = bySet.values.sorted { ($0.set, $0.language) < ($1.set, $1.language) }
        for part in figures {
            if sets.last?.set != part.set { sets.append(Figures(set: part.set, language: "all")) }
            sets[sets.count - 1].add(part)
        }
    }

    static func percent(_ share: Double) -> String {
        "\(Int((share * 1000).rounded()) / 10).\(Int((share * 1000).rounded()) % 10) %"
    }

    func print() {
        var table = TextTable("set", "language", "questions", "first", "first three", "false finds")
        for part in figures + sets {
            table.add(
                part.set, part.language, String(part.questions), Self.percent(part.topOne), Self.percent(part.topThree),
                part.unanswerable == 0 ? "–" : "\(part.falseFinds) of \(part.unanswerable)")
        }
        table.print()
        guard !misses.isEmpty else { return }
        Console.print("")
        for miss in misses {
            let found = miss.found.isEmpty ? "nothing" : miss.found.joined(separator: " · ")
            let right = miss.right.isEmpty ? "nothing" : miss.right.joined(separator: " or ")
            Console.print("\(miss.set) \(miss.language): \(miss.question)\n    should find \(right); finds \(found)")
        }
    }
}
