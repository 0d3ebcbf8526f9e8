import Configuration
import Foundation
import Yams

/// The configuration file, checked for what does not belong there.
enum SettingsFile {
    /// Reads the file.
    ///
    /// - Throws: ``CommandFailure`` with the line of a key that is not known, and what was probably meant.
    static func provider(at path: String) throws -> InMemoryProvider {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(
                .configuration, "the configuration file \(path) cannot be read",
                remedy: "name another with --config or SAMTALE_CONFIG; a sample is config/samtale.yaml")
        }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, node) in try keys(of: text, path) {
            let name = AbsoluteConfigKey(key.rawValue.split(separator: ".").map(String.init))
            let content: ConfigContent
            if key == .trustedPublishers {
                guard let list = node.sequence?.compactMap(\.string), list.count == node.sequence?.count else {
                    throw failure(path, node, "\(key.rawValue) must be a list, such as [gateway1, gateway2]")
                }
                content = .stringArray(list)
            } else {
                guard let scalar = node.scalar?.string else {
                    throw failure(path, node, "\(key.rawValue) must be one value, not a list or a group")
                }
                content = .string(scalar)
            }
            values[name] = ConfigValue(content, isSecret: key.isSecret)
        }
        return InMemoryProvider(name: path, values: values)
    }

    private static func keys(of text: String, _ path: String) throws -> [(SettingKey, Node)] {
        guard let groups = try groups(of: text, path) else { return [] }
        let groupNames = Set(SettingKey.allCases.map { String($0.rawValue.prefix { $0 != "." }) })
        var found: [(SettingKey, Node)] = []
        for (group, content) in groups {
            let name = group.string ?? ""
            guard groupNames.contains(name) else {
                guard name != "webhooks" else {
                    throw failure(
                        path, group, "webhooks: stands in the desk file now; take it out here, and samtale apply that")
                }
                let hint = Suggestion.hint(for: name, among: groupNames)
                throw failure(path, group, "unknown setting \"\(name)\"\(hint)")
            }
            guard content.null == nil else { continue }
            guard let fields = content.mapping else {
                throw failure(path, content, "\(name): must hold settings, such as \(example(of: name))")
            }
            for (field, value) in fields {
                let full = "\(name).\(field.string ?? "")"
                guard let key = SettingKey(rawValue: full) else {
                    let known = SettingKey.allCases.map(\.rawValue).filter { $0.hasPrefix(name + ".") }
                    throw failure(path, field, "unknown setting \"\(full)\"" + Suggestion.hint(for: full, among: known))
                }
                if value.null == nil { found.append((key, value)) }
            }
        }
        return found
    }

    private static func groups(of text: String, _ path: String) throws -> Node.Mapping? {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure(.configuration, "\(path): \(YAMLProblem.text(error))", remedy: "correct the YAML")
        }
        guard let root, root.null == nil else { return nil }
        guard let groups = root.mapping else {
            throw failure(path, root, "the file must begin with groups such as broker: and store:")
        }
        return groups
    }

    private static func example(of group: String) -> String {
        SettingKey.allCases.first { $0.rawValue.hasPrefix(group + ".") }?.rawValue ?? group
    }

    private static func failure(_ path: String, _ node: Node, _ message: String) -> CommandFailure {
        failure(path, line: node.mark?.line, message)
    }

    private static func failure(_ path: String, line: Int?, _ message: String) -> CommandFailure {
        CommandFailure(
            .configuration, "\(path)\(line.map { ", line \($0)" } ?? ""): \(message)",
            remedy: "all settings: samtale config --help")
    }
}
