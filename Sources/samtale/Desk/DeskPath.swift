/// Where something stands in a desk file: `channels.support.openingHours.days.mon[0].from`.
struct DeskPath: Equatable, CustomStringConvertible {
    enum Step: Equatable {
        case key(String)
        case index(Int)
    }

    private(set) var steps: [Step]

    init(_ keys: String...) {
        steps = keys.map(Step.key)
    }

    /// Where a decoder was.
    init(_ codingPath: [any CodingKey]) {
        steps = codingPath.map { key in key.intValue.map(Step.index) ?? .key(key.stringValue) }
    }

    /// Reads the field of a refusal, such as `allowedOrigins[1]`.
    init(field: String) {
        steps = field.split(separator: ".").flatMap { part -> [Step] in
            let pieces = part.split(separator: "[")
            let indices = pieces.dropFirst().compactMap { Int($0.prefix { $0 != "]" }) }
            return pieces.prefix(1).map { .key(String($0)) } + indices.map(Step.index)
        }
    }

    static func + (left: DeskPath, right: DeskPath) -> DeskPath {
        var path = left
        path.steps += right.steps
        return path
    }

    func key(_ key: String) -> DeskPath { self + DeskPath(key) }

    func index(_ index: Int) -> DeskPath {
        var path = self
        path.steps.append(.index(index))
        return path
    }

    var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
