import ChatContract

/// What must not be kept although somebody wrote it: numbers of payment cards (decisions, "Not rebuilt": masking takes
/// the place of scripts before saving).
enum SensitiveText {
    /// Digits that stand together.
    private struct Group {
        var range: Range<Int>
        /// What parts it from the group before is one space or hyphen.
        var isNear: Bool
        /// A letter stands right before it, as in account numbers.
        var isGlued: Bool
    }

    /// 19 digits by four.
    private static let groupLimit = 5

    /// Where dots belong in place of all but the last four digits of what is a card's number: 13 to 19 digits whose check
    /// digit is right.
    ///
    /// Either in groups as they stand on cards, whatever digits are around (a date, a check code), or in any groups with
    /// single spaces or hyphens between them and no other digits around.
    static func positions(in scalars: [Unicode.Scalar]) -> [Int] {
        guard scalars.lazy.filter(isDigit).count >= 13 else { return [] }
        var hidden: Set<Int> = []
        for row in rows(in: scalars) {
            for run in runs(of: row) { hide(run, in: scalars, &hidden) }
            guard let first = row.first else { continue }
            var rest = row[...]
            while let group = rest.first {
                let cards = rest.prefix(groupLimit).indices.reversed().lazy.map { rest[rest.startIndex...$0] }
                    .filter(isShapedAsCard)
                let isAccount = first.isGlued && group.range != first.range
                guard !isAccount, let card = cards.first(where: { hide($0, in: scalars, &hidden) }) else {
                    rest = rest.dropFirst()
                    continue
                }
                rest = rest.dropFirst(card.count)
            }
        }
        return hidden.sorted()
    }

    /// Groups of digits with nothing but a few blanks, dots or hyphens between them.
    private static func rows(in scalars: [Unicode.Scalar]) -> [[Group]] {
        var rows: [[Group]] = []
        var end: Int?
        var index = 0
        while index < scalars.count {
            guard isDigit(scalars[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < scalars.count, isDigit(scalars[index]) { index += 1 }
            let between = end.map { scalars[$0..<start] }
            let isNear = between.map { $0.count == 1 && ($0.first == " " || $0.first == "-") } ?? false
            let isGlued = start > 0 && scalars[start - 1].properties.isAlphabetic
            let group = Group(range: start..<index, isNear: isNear, isGlued: isGlued)
            if let between, between.count <= 3, between.allSatisfy(isSeparator) {
                rows[rows.endIndex - 1].append(group)
            } else {
                rows.append([group])
            }
            end = index
        }
        return rows
    }

    /// The parts of a row whose groups are near each other.
    private static func runs(of row: [Group]) -> [ArraySlice<Group>] {
        let starts = row.indices.filter { $0 == 0 || !row[$0].isNear }
        return zip(starts, starts.dropFirst() + [row.endIndex]).map { row[$0..<$1] }
    }

    /// One group, groups of four, or those of American Express and Diners Club.
    private static func isShapedAsCard(_ groups: ArraySlice<Group>) -> Bool {
        let lengths = groups.map(\.range.count)
        let isOfFours = lengths.dropLast().allSatisfy { $0 == 4 } && (1...4).contains(lengths.last ?? 0)
        return lengths.count == 1 || isOfFours || lengths == [4, 6, 5] || lengths == [4, 6, 4]
    }

    /// - Returns: whether it is a card's number.
    @discardableResult
    private static func hide(
        _ groups: ArraySlice<Group>, in scalars: [Unicode.Scalar], _ hidden: inout Set<Int>
    ) -> Bool {
        let positions = groups.flatMap(\.range)
        guard (13...19).contains(positions.count), isCard(positions.map { Int(scalars[$0].value) - 48 }) else {
            return false
        }
        hidden.formUnion(positions.dropLast(4))
        return true
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .dashPunctuation: true
        default: scalar == "."
        }
    }

    /// ISO/IEC 7812: the sum of the digits, every second one from the right doubled, ends in 0.
    private static func isCard(_ digits: [Int]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let doubled = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        // Numbers of cards begin with 2 to 6; others, such as those of orders, are left alone.
        return sum % 10 == 0 && (2...6).contains(digits[0])
    }
}
