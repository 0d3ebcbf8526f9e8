/// A regular expression whose search takes time in proportion to text and pattern, whatever they are: all ways to match
/// are followed at once, and none is tried twice at a place (Thompson's construction). No pattern can hold a worker up.
///
/// It knows literals, `.`, classes, `\d \w \s \b` and their opposites, groups, `|`, `* + ? {m} {m,} {m,n}`, `^ $`, and
/// `(?i)` in front. What needs trying out (back references, looking around, lazy and possessive repeats) is refused.
/// The leftmost match counts, of those the longest.
struct MaskPattern: Sendable {
    /// How long a pattern may be, and how long what it matches.
    static let lengthLimit = 255
    static let matchLimit = 200
    private static let programLimit = 1000

    private indirect enum Node {
        case test(Test)
        case start, end
        case boundary(Bool)
        case sequence([Node])
        case choice([Node])
        case repeated(Node, Int, Int?)
    }

    /// Which characters fit.
    private struct Test: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false

        func fits(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
    }

    private enum Step: Sendable {
        case test(Test)
        case split(Int, Int)
        case jump(Int)
        case start, end
        case boundary(Bool)
        case match
    }

    private let program: [Step]
    private let ignoresCase: Bool

    /// Why a text is no pattern.
    struct Problem: Error {
        var text: String
    }

    init(_ text: String) throws(Problem) {
        guard text.unicodeScalars.count <= Self.lengthLimit else {
            throw Problem(
                text: "it has \(text.unicodeScalars.count) characters; at most \(Self.lengthLimit) are allowed")
        }
        var parser = Parser(text)
        let node = try parser.parse()
        ignoresCase = parser.ignoresCase
        var program: [Step] = []
        try Self.compile(node, &program)
        program.append(.match)
        self.program = program
        guard firstMatch(in: [], from: 0) == nil else {
            throw Problem(text: "it fits the empty text, so it would fit everywhere")
        }
    }

    /// Where it fits, from left to right, without overlaps.
    func matches(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var from = 0
        while from < text.count, let match = firstMatch(in: text, from: from) {
            found.append(match)
            from = match.upperBound
        }
        return found
    }

    // MARK: - Searching

    /// The ways that are followed: for each step of the program the leftmost place where a match may begin.
    private struct Ways {
        var starts: [Int]
        var steps: [Int] = []

        init(_ count: Int) { starts = Array(repeating: .max, count: count) }

        mutating func clear() {
            for step in steps { starts[step] = .max }
            steps.removeAll(keepingCapacity: true)
        }
    }

    private func firstMatch(in text: [Unicode.Scalar], from: Int) -> Range<Int>? {
        var ways = Ways(program.count)
        var next = Ways(program.count)
        var best: Range<Int>?
        for place in from...text.count {
            if best == nil { follow(0, place, place, text, &ways) }
            let reached = ways.starts[program.count - 1]
            // What fits without a character hides nothing.
            if reached < place || (text.isEmpty && reached == place) {
                if best.map({ reached <= $0.lowerBound }) ?? true { best = reached..<place }
            }
            guard place < text.count else { break }
            if best != nil, ways.steps.isEmpty { break }
            let scalar = text[place].value
            next.clear()
            for step in ways.steps {
                guard case .test(let test) = program[step] else { continue }
                let start = ways.starts[step]
                if let best, start > best.lowerBound { continue }
                guard place - start < Self.matchLimit, fits(test, scalar) else { continue }
                follow(step + 1, start, place + 1, text, &next)
            }
            swap(&ways, &next)
        }
        return best
    }

    private func fits(_ test: Test, _ scalar: UInt32) -> Bool {
        if test.fits(scalar) { return true }
        guard ignoresCase else { return false }
        switch scalar {
        case 65...90: return test.fits(scalar + 32)
        case 97...122: return test.fits(scalar - 32)
        default: return false
        }
    }

    /// Goes on from a step to all that need a character next.
    private func follow(_ step: Int, _ start: Int, _ place: Int, _ text: [Unicode.Scalar], _ ways: inout Ways) {
        var pending = [step]
        while let step = pending.popLast() {
            guard start < ways.starts[step] else { continue }
            if ways.starts[step] == .max { ways.steps.append(step) }
            ways.starts[step] = start
            switch program[step] {
            case .test, .match: break
            case .jump(let target): pending.append(target)
            case .split(let one, let other): pending += [one, other]
            case .start: if place == 0 { pending.append(step + 1) }
            case .end: if place == text.count { pending.append(step + 1) }
            case .boundary(let wanted):
                let before = place > 0 && Self.word.fits(text[place - 1].value)
                let after = place < text.count && Self.word.fits(text[place].value)
                if (before != after) == wanted { pending.append(step + 1) }
            }
        }
    }

    // MARK: - Building

    private static let digit = Test(ranges: [48...57])
    private static let word = Test(ranges: [48...57, 65...90, 95...95, 97...122, 0xC0...0x24F])
    private static let space = Test(ranges: [9...13, 32...32, 0xA0...0xA0])

    private static func compile(_ node: Node, _ program: inout [Step]) throws(Problem) {
        guard program.count < programLimit else {
            throw Problem(text: "it is too large; repeat less often, or make two patterns of it")
        }
        switch node {
        case .test(let test): program.append(.test(test))
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .boundary(let wanted): program.append(.boundary(wanted))
        case .sequence(let nodes): for node in nodes { try compile(node, &program) }
        case .choice(let nodes):
            var jumps: [Int] = []
            for (index, node) in nodes.enumerated() {
                guard index < nodes.count - 1 else {
                    try compile(node, &program)
                    break
                }
                let split = program.count
                program.append(.split(0, 0))
                try compile(node, &program)
                jumps.append(program.count)
                program.append(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for jump in jumps { program[jump] = .jump(program.count) }
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try compile(node, &program) }
            guard let most else {
                let split = program.count
                program.append(.split(0, 0))
                try compile(node, &program)
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
                return
            }
            var splits: [Int] = []
            for _ in least..<most {
                splits.append(program.count)
                program.append(.split(0, 0))
                try compile(node, &program)
            }
            for split in splits { program[split] = .split(split + 1, program.count) }
        }
    }

    private struct Parser {
        private var rest: ArraySlice<Unicode.Scalar>
        var ignoresCase = false
        private var depth = 0

        init(_ text: String) {
            rest = Array(text.unicodeScalars)[...]
            let prefix = Array("(?i)".unicodeScalars)
            if rest.starts(with: prefix) {
                ignoresCase = true
                rest = rest.dropFirst(prefix.count)
            }
        }

        mutating func parse() throws(Problem) -> Node {
            let node = try choice()
            guard rest.isEmpty else { throw Problem(text: "there is a ) without its (; write \\) for the sign itself") }
            return node
        }

        private mutating func choice() throws(Problem) -> Node {
            var nodes = [try sequence()]
            while rest.first == "|" {
                rest.removeFirst()
                nodes.append(try sequence())
            }
            return nodes.count == 1 ? nodes[0] : .choice(nodes)
        }

        private mutating func sequence() throws(Problem) -> Node {
            var nodes: [Node] = []
            while let next = rest.first, next != "|", next != ")" {
                nodes.append(try repeated(try atom()))
            }
            return .sequence(nodes)
        }

        private mutating func atom() throws(Problem) -> Node {
            let scalar = rest.removeFirst()
            switch scalar {
            case "(": return try group()
            case "[": return .test(try bracket())
            case ".": return .test(Test(ranges: [10...10], isNegated: true))
            case "^": return .start
            case "$": return .end
            case "\\": return try escape()
            case "*", "+", "?", "{":
                throw Problem(
                    text: "there is nothing before \(scalar) to repeat; write \\\(scalar) for the sign itself")
            default: return .test(Test(ranges: [scalar.value...scalar.value]))
            }
        }

        private mutating func group() throws(Problem) -> Node {
            depth += 1
            guard depth <= 20 else { throw Problem(text: "its groups stand in each other more than 20 deep") }
            if rest.first == "?" {
                guard rest.dropFirst().first == ":" else {
                    throw Problem(
                        text: "groups that begin with (? are not known but for (?:…), and (?i) in front of the pattern")
                }
                rest.removeFirst(2)
            }
            let node = try choice()
            guard rest.first == ")" else { throw Problem(text: "a ( is never closed; write \\( for the sign itself") }
            rest.removeFirst()
            depth -= 1
            return node
        }

        private mutating func escape() throws(Problem) -> Node {
            guard let scalar = rest.popFirst() else { throw Problem(text: "it ends with \\") }
            switch scalar {
            case "b": return .boundary(true)
            case "B": return .boundary(false)
            default: return .test(try Self.escaped(scalar))
            }
        }

        private static func escaped(_ scalar: Unicode.Scalar) throws(Problem) -> Test {
            func opposite(_ test: Test) -> Test { Test(ranges: test.ranges, isNegated: true) }
            switch scalar {
            case "d": return MaskPattern.digit
            case "D": return opposite(MaskPattern.digit)
            case "w": return MaskPattern.word
            case "W": return opposite(MaskPattern.word)
            case "s": return MaskPattern.space
            case "S": return opposite(MaskPattern.space)
            case "t": return Test(ranges: [9...9])
            case "n": return Test(ranges: [10...10])
            case "r": return Test(ranges: [13...13])
            default:
                guard scalar.isASCII, !("0"..."9" ~= scalar), !("a"..."z" ~= scalar), !("A"..."Z" ~= scalar) else {
                    throw Problem(
                        text: "\\\(scalar) is not known; known are \\d \\w \\s \\b, their capitals, \\t \\n \\r")
                }
                return Test(ranges: [scalar.value...scalar.value])
            }
        }

        private mutating func bracket() throws(Problem) -> Test {
            var test = Test(ranges: [])
            if rest.first == "^" {
                test.isNegated = true
                rest.removeFirst()
            }
            var isFirst = true
            while let scalar = rest.popFirst() {
                if scalar == "]", !isFirst { return test }
                isFirst = false
                var low = scalar.value
                if scalar == "\\" {
                    guard let next = rest.popFirst() else { break }
                    let class_ = try Self.escaped(next)
                    guard !class_.isNegated else {
                        throw Problem(text: "\\\(next) cannot stand in [ ]; write [^…] for the opposite")
                    }
                    guard class_.ranges.count == 1, class_.ranges[0].count == 1 else {
                        test.ranges += class_.ranges
                        continue
                    }
                    low = class_.ranges[0].lowerBound
                }
                if rest.first == "-", let high = rest.dropFirst().first, high != "]" {
                    rest.removeFirst(2)
                    var last = high
                    if high == "\\" {
                        guard let escaped = rest.popFirst() else { break }
                        last = escaped
                    }
                    guard low <= last.value else { throw Problem(text: "a range in [ ] ends before it begins") }
                    test.ranges.append(low...last.value)
                } else {
                    test.ranges.append(low...low)
                }
            }
            throw Problem(text: "a [ is never closed; write \\[ for the sign itself")
        }

        private mutating func repeated(_ node: Node) throws(Problem) -> Node {
            let least: Int
            let most: Int?
            switch rest.first {
            case "*": (least, most) = (0, nil)
            case "+": (least, most) = (1, nil)
            case "?": (least, most) = (0, 1)
            case "{": (least, most) = try counts()
            default: return node
            }
            rest.removeFirst()
            if let next = rest.first, next == "?" || next == "+" || next == "*" || next == "{" {
                throw Problem(text: "\(next) behind a repeat is not known; the longest text is taken always")
            }
            return .repeated(node, least, most)
        }

        /// Leaves the `}`.
        private mutating func counts() throws(Problem) -> (Int, Int?) {
            rest.removeFirst()
            func number() -> Int? {
                var digits = ""
                while let scalar = rest.first, "0"..."9" ~= scalar, digits.count < 4 {
                    digits.unicodeScalars.append(scalar)
                    rest.removeFirst()
                }
                return Int(digits)
            }
            guard let least = number() else {
                throw Problem(text: "{ counts as in {2} {2,} {2,4}; write \\{ for the sign itself")
            }
            var most: Int? = least
            if rest.first == "," {
                rest.removeFirst()
                most = number()
            }
            guard rest.first == "}", least <= 100, most.map({ $0 >= least && $0 <= 100 }) ?? true else {
                throw Problem(text: "a repeat is {m}, {m,} or {m,n}, with m not above n and both at most 100")
            }
            return (least, most)
        }
    }
}
