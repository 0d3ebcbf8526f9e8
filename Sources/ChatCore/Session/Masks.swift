import ChatContract

/// What is hidden in all that people write on a channel, before anything is kept: numbers of cards, and what the channel's
/// patterns fit.
struct Masks: Sendable {
    /// Numbers of cards alone, where there is no channel.
    static let cards = Masks([])

    private let patterns: [(replacement: String, pattern: MaskPattern)]

    /// - Parameter masks: as they were checked when the channel was saved.
    init(_ masks: [Channel.Mask]) {
        patterns = masks.compactMap { mask in
            (try? MaskPattern(mask.pattern)).map { ("[\(mask.label)]", $0) }
        }
    }

    static let limit = 20

    static func check(_ masks: [Channel.Mask]) throws(Refusal) {
        guard masks.count <= limit else {
            throw Refusal(.invalidField, "there are \(masks.count) masks; at most \(limit) are allowed", field: "masks")
        }
        for (index, mask) in masks.enumerated() {
            try FieldRules.text(mask.label, 64, "masks[\(index)].label")
            do throws(MaskPattern.Problem) {
                _ = try MaskPattern(mask.pattern)
            } catch {
                throw Refusal(
                    .invalidField, "\"\(mask.pattern.prefix(80))\" is not a pattern: \(error.text)",
                    field: "masks[\(index)].pattern")
            }
        }
    }

    func hide(in text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let edits = edits(scalars)
        guard !edits.isEmpty else { return text }
        var result = String.UnicodeScalarView()
        var position = 0
        for edit in edits {
            result.append(contentsOf: scalars[position..<edit.range.lowerBound])
            result.append(contentsOf: edit.replacement.unicodeScalars)
            position = edit.range.upperBound
        }
        result.append(contentsOf: scalars[position...])
        return String(result)
    }

    /// The same in cleaned HTML: tags stay as they are, and hide nothing; characters written as entities neither.
    func hide(inHTML html: String) -> String {
        let pieces = HTMLPieces(html)
        let edits = edits(pieces.scalars)
        return edits.isEmpty ? html : pieces.joined(with: edits)
    }

    /// What is to stand in the place of what.
    struct Edit {
        var range: Range<Int>
        var replacement: String
    }

    /// From left to right; what one mask hides no other one sees.
    private func edits(_ scalars: [Unicode.Scalar]) -> [Edit] {
        var edits = SensitiveText.positions(in: scalars).map { Edit(range: $0..<($0 + 1), replacement: "•") }
        for (replacement, pattern) in patterns {
            for match in pattern.matches(in: scalars) where !edits.contains(where: { $0.range.overlaps(match) }) {
                edits.append(Edit(range: match, replacement: replacement))
            }
        }
        return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// Cleaned HTML as people read it: its characters one by one, with what stands for them.
private struct HTMLPieces {
    private(set) var scalars: [Unicode.Scalar] = []
    /// What stands for each character: itself or an entity; for a tag that breaks lines the tag.
    private var sources: [String] = []
    /// Tags that stand before a character, and behind the last one.
    private var tags: [Int: String] = [:]

    init(_ html: String) {
        var rest = Substring(html)
        while let first = rest.unicodeScalars.first {
            if first == "<", let end = rest.firstIndex(of: ">") {
                let tag = String(rest[...end])
                rest = rest[rest.index(after: end)...]
                if ["<br", "<p>", "</p", "<li", "</l", "<ul", "<ol"].contains(String(tag.prefix(3))) {
                    scalars.append("\n")
                    sources.append(tag)
                } else {
                    tags[scalars.count, default: ""] += tag
                }
            } else if first == "&", let end = rest.prefix(12).firstIndex(of: ";") {
                let entity = String(rest[...end])
                rest = rest[rest.index(after: end)...]
                let decoded = entity.replacingEntities()
                scalars.append(decoded.unicodeScalars.first ?? " ")
                sources.append(entity)
            } else {
                scalars.append(first)
                sources.append(String(first))
                rest.unicodeScalars.removeFirst()
            }
        }
    }

    func joined(with edits: [Masks.Edit]) -> String {
        var result = ""
        var edits = edits[...]
        for (index, source) in sources.enumerated() {
            result += tags[index] ?? ""
            while let edit = edits.first, edit.range.upperBound <= index { edits.removeFirst() }
            guard let edit = edits.first, edit.range.contains(index) else {
                result += source
                continue
            }
            if index == edit.range.lowerBound { result += edit.replacement.escapedForHTML }
            // A break in the middle of what is hidden stays: tags must fit together.
            if source.hasPrefix("<") { result += source }
        }
        return result + (tags[sources.count] ?? "")
    }
}

extension String {
    fileprivate var escapedForHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
