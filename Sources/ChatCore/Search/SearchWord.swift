/// The words of a text as they are compared: small letters, no accents, no apostrophes.
enum SearchWord {
    /// The words in their order, stop words and all.
    static func words(of text: String) -> [String] {
        text.split { !($0.isLetter || $0.isNumber || $0 == "-" || isApostrophe($0)) }.flatMap { piece -> [String] in
            let parts = piece.split(separator: "-").map { plain(String($0)) }.filter { !$0.isEmpty }
            // "e-mail" is one word; "track-and-trace" are three.
            guard let first = parts.first, first.count == 1, parts.count > 1 else { return parts }
            return [first + parts[1]] + parts.dropFirst(2)
        }
    }

    private static func isApostrophe(_ character: Character) -> Bool { character == "'" || character == "’" }

    private static func plain(_ word: String) -> String {
        var plain = ""
        for character in word.lowercased() where !isApostrophe(character) {
            switch character {
            case "à", "á", "â", "ã", "ä", "å", "ā": plain += "a"
            case "æ": plain += "ae"
            case "ç", "č", "ć": plain += "c"
            case "ð": plain += "d"
            case "è", "é", "ê", "ë", "ē": plain += "e"
            case "ì", "í", "î", "ï": plain += "i"
            case "ñ": plain += "n"
            case "ò", "ó", "ô", "õ", "ö", "ø": plain += "o"
            case "œ": plain += "oe"
            case "š": plain += "s"
            case "ß": plain += "ss"
            case "ù", "ú", "û", "ü": plain += "u"
            case "ý", "ÿ": plain += "y"
            case "ž": plain += "z"
            default: plain.append(character)
            }
        }
        return plain
    }

    /// Each double letter once: `adress` is `address`, `betaal` is `betal`.
    static func withoutDoubles(_ word: some StringProtocol) -> String {
        var result = ""
        for character in word where result.last != character || character.isNumber { result.append(character) }
        return result
    }
}
