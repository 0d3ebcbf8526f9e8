import ChatContract

/// The mail that brings a visitor his conversation (spec section 4.3, step 6): subject, text part and HTML part.
///
/// Names and texts may hold anything. The subject is one line without control characters; the HTML part holds no
/// markup but its own and what a message may have, no script and nothing that is loaded from elsewhere.
public struct TranscriptMail: Sendable, Equatable {
    public let subject: String
    /// Lines end with LF and have at most 998 bytes, as mail allows; the mailer makes CR LF of LF.
    public let text: String
    public let html: String

    /// - Parameters:
    ///   - channelName: what the channel is called towards visitors: its header.
    ///   - visitorName: as he gave it, if he did.
    ///   - startedAt: when the conversation began: its date is the mail's.
    ///   - zone: the visitor's, an IANA name; UTC where it is none.
    ///   - template: the desk's own words.
    public init(
        language: Language, channelName: String, visitorName: String?, startedAt: Timestamp, lines: [TranscriptLine],
        zone: String, template: Channel.TranscriptTemplate? = nil
    ) {
        let texts = language.texts
        let days = ZoneDays(zone: zone) ?? .universal
        let words = Words(
            texts, channel: Self.oneLine(channelName), visitor: visitorName.map { Self.oneLine($0) },
            date: texts.date(startedAt, days), zone: ZoneDays(zone: zone) == nil ? "UTC" : zone, template)
        subject = words.subject
        text = Self.text(words, lines) { texts.time($0, days) }
        html = Self.html(words, language, lines) { texts.time($0, days) }
    }

    /// What stands around the lines.
    private struct Words {
        let subject: String
        let greeting: String
        let introduction: String
        let closing: String
        let times: String
        let automatic: String

        init(
            _ texts: Texts, channel: String, visitor: String?, date: String, zone: String,
            _ template: Channel.TranscriptTemplate?
        ) {
            let visitor = visitor.flatMap { $0.isEmpty ? nil : $0 }
            func own(_ text: String?) -> String? {
                text.map {
                    Template.fill($0, ["visitor.name": visitor ?? "", "channel.name": channel, "date": date])
                }
            }
            let named = ["name": channel, "date": date]
            let ownSubject = own(template?.subject).map { TranscriptMail.oneLine($0) } ?? ""
            subject =
                ownSubject.isEmpty ? TranscriptMail.oneLine(Template.fill(texts.mailSubject, named)) : ownSubject
            greeting =
                own(template?.greeting)
                ?? visitor.map { Template.fill(texts.mailGreeting, ["name": $0]) } ?? texts.mailGreetingUnnamed
            introduction = own(template?.introduction) ?? Template.fill(texts.mailIntroduction, named)
            closing = own(template?.closing) ?? texts.mailClosing
            times = Template.fill(texts.mailTimes, ["zone": zone])
            automatic = texts.mailAutomatic
        }
    }

    /// A text without line breaks and other control characters: nothing in it begins a new header field.
    ///
    /// - Parameter limit: in code points; names and subjects need no more than a header field may have.
    private static func oneLine(_ text: String, limit: Int = 255) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var isAfterSpace = true
        for scalar in text.unicodeScalars where count < limit {
            let isSpace = HTMLText.isControl(scalar) || scalar.properties.isWhitespace
            if isSpace, isAfterSpace { continue }
            line.append(isSpace ? " " : scalar)
            count += 1
            isAfterSpace = isSpace
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }
}

// The text part.
extension TranscriptMail {
    private static let width = 76

    private static func text(_ words: Words, _ lines: [TranscriptLine], _ time: (Timestamp) -> String) -> String {
        var paragraphs = [wrapped(words.greeting), wrapped(words.introduction)]
        for line in lines {
            let message = line.isHTML ? HTMLText.plain(SafeHTML.clean(line.text)) : line.text
            if let author = line.author {
                let head = wrapped("\(oneLine(author)) (\(time(line.at)))")
                paragraphs.append(head + "\n" + wrapped(message, indent: "  "))
            } else {
                paragraphs.append(wrapped("* \(time(line.at)) \(oneLine(message, limit: .max))"))
            }
        }
        paragraphs += [wrapped(words.closing), wrapped(words.times), "-- \n" + wrapped(words.automatic)]
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    /// Breaks long lines at spaces; a word that is longer than a mail's line may be is cut.
    private static func wrapped(_ text: String, indent: String = "") -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.flatMap { wrapped(line: visible($0)) }.map { $0.isEmpty ? "" : indent + $0 }
            .joined(separator: "\n")
    }

    private static func visible(_ line: Substring) -> String {
        var visible = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            if scalar == "\t" { visible.append(" ") } else if !HTMLText.isControl(scalar) { visible.append(scalar) }
        }
        return String(visible)
    }

    private static func wrapped(line: String) -> [String] {
        guard line.utf8.count > width else { return [line] }
        var lines: [String] = []
        var current = ""
        var length = 0
        for word in line.split(separator: " ") {
            for (index, piece) in pieces(of: word).enumerated() {
                let count = piece.unicodeScalars.count
                let isNew = index > 0 || length + 1 + count > width
                if isNew, !current.isEmpty {
                    lines.append(current)
                    current = ""
                    length = 0
                }
                if !current.isEmpty { current += " " }
                current += piece
                length += count + (length > 0 ? 1 : 0)
            }
        }
        if !current.isEmpty { lines.append(current) }
        return lines
    }

    /// A word in pieces of at most 200 code points, which are 800 bytes; nearly always one.
    private static func pieces(of word: Substring) -> [String] {
        var pieces: [String] = []
        var rest = word.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = word.utf8.count > 900 ? rest.prefix(200) : rest
            pieces.append(String(piece))
            rest = rest[piece.endIndex...]
        }
        return pieces
    }
}

// The HTML part.
extension TranscriptMail {
    private static func html(
        _ words: Words, _ language: Language, _ lines: [TranscriptLine], _ time: (Timestamp) -> String
    ) -> String {
        let grey = "color:#667085;font-size:13px"
        var rows = ""
        for line in lines {
            let message = line.isHTML ? SafeHTML.clean(line.text) : HTMLText.escaped(line.text)
            if let author = line.author {
                rows += """
                    <div style="margin:0 0 14px">
                    <div style="\(grey)"><strong>\(HTMLText.escaped(oneLine(author)))</strong> (\(time(line.at)))</div>
                    <div style="overflow-wrap:anywhere">\(message)</div>
                    </div>

                    """
            } else {
                rows += "<p style=\"margin:0 0 14px;\(grey)\">\(time(line.at)) \(message)</p>\n"
            }
        }
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head><meta charset="utf-8"><title>\(HTMLText.escaped(words.subject))</title></head>
            <body style="margin:0;padding:24px;font-family:sans-serif;font-size:15px;line-height:1.5;color:#101828">
            <div style="max-width:640px;margin:0 auto">
            <p>\(HTMLText.escaped(words.greeting))</p>
            <p>\(HTMLText.escaped(words.introduction))</p>
            <div style="border-top:1px solid #d0d5dd;border-bottom:1px solid #d0d5dd;padding:14px 0;margin:18px 0">
            \(rows)</div>
            <p>\(HTMLText.escaped(words.closing))</p>
            <p style="\(grey)">\(HTMLText.escaped(words.times))<br>
            \(HTMLText.escaped(words.automatic))</p>
            </div>
            </body>
            </html>

            """
    }
}
