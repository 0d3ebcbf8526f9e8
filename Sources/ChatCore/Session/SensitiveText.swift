import ChatContract

/// What must not be kept although somebody wrote it: numbers of payment cards (decisions, "Not rebuilt": masking takes
/// the place of scripts before saving).
enum SensitiveText {
    /// Puts dots in place of all but the last four digits of what is a card's number: 13 to 19 digits, single spaces or
    /// hyphens between them, whose check digit is right.
    static func mask(_ text: String) -> String {
        guard text.utf8.lazy.filter({ isDigit($0) }).count >= 13 else { return text }
        var characters = Array(text)
        var start = 0
        while start < characters.count {
            guard let run = run(in: characters, from: start) else { break }
            let digits = run.positions.compactMap { characters[$0].wholeNumberValue }
            if (13...19).contains(digits.count), isCard(digits) {
                for position in run.positions.dropLast(4) { characters[position] = "•" }
            }
            start = run.end
        }
        return String(characters)
    }

    /// The next run of digits, with where they stand; a separator more than one character long ends it.
    private static func run(in characters: [Character], from start: Int) -> (positions: [Int], end: Int)? {
        guard let first = characters[start...].firstIndex(where: isDigit) else { return nil }
        var positions = [first]
        var index = first + 1
        while index < characters.count {
            if isDigit(characters[index]) {
                positions.append(index)
                index += 1
            } else if characters[index] == " " || characters[index] == "-", index + 1 < characters.count,
                isDigit(characters[index + 1])
            {
                index += 1
            } else {
                break
            }
        }
        return (positions, index)
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

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
