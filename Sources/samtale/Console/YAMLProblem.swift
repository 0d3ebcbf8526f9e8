import Yams

/// Says in a line what is wrong with a YAML text.
enum YAMLProblem {
    static func text(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .reader(let problem, let offset, _, _): "\(problem)\(offset.map { " at byte \($0)" } ?? "")"
        case .duplicatedKeysInMapping(let keys, let context):
            "line \(context.mark.line): \(keys.sorted().joined(separator: ", ")) stands there twice"
        default: "not valid YAML"
        }
    }
}
