import ChatContract

/// What must not be kept although somebody wrote it: numbers of payment cards (decisions, "Not rebuilt": masking takes
/// the place of scripts before saving).
enum SensitiveText {
    /// Where dots belong in place of all but the last four digits of what is a card's number: 13 to 19 digits, single
    /// spaces or hyphens between them, whose check digit is right.
    static func positions(in scalars: [Unicode.Scalar]) -> [Int] {
        guard scalars.lazy.filter(isDigit).count >= 13 else { return [] }
        var hidden: [Int] = []
        var start = 0
        while start < scalars.count {
            guard let run = run(in: scalars, from: start) else { break }
            let digits = run.positions.map { Int(scalars[$0].value) - 48 }
            if (13...19).contains(digits.count), isCard(digits) { hidden += run.positions.dropLast(4) }
            start = run.end
        }
        return hidden
    }

    /// The next run of digits, with where they stand; a separator more than one character long ends it.
    private static func run(in scalars: [Unicode.Scalar], from start: Int) -> (positions: [Int], end: Int)? {
        guard let first = scalars[start...].firstIndex(where: isDigit) else { return nil }
        var positions = [first]
        var index = first + 1
        while index < scalars.count {
            if isDigit(scalars[index]) {
                positions.append(index)
                index += 1
            } else if scalars[index] == " " || scalars[index] == "-", index + 1 < scalars.count,
                isDigit(scalars[index + 1])
            {
                index += 1
            } else {
                break
            }
        }
        return (positions, index)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

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
