import ChatContract

/// A mail as it is handed to the mail server: headers, a text part and an HTML part.
///
/// Pure, and the same for the same request: what is sent twice can be told by its `Message-ID`.
struct MailMessage {
    var from: MailAddress
    var to: MailAddress
    var date: Timestamp
    /// Without the part after the @; plain ASCII.
    var identity: String
    /// A language tag.
    var language: String
    var words: MailWords

    /// The whole mail; lines end with CR LF.
    var bytes: [UInt8] {
        // No line of quoted-printable can hold "=_", so no text can end its part.
        let boundary = "=_\(identity)"
        var mail = header(boundary)
        for (type, text) in [("text/plain", words.text), ("text/html", words.html)] {
            mail += Array(
                """
                --\(boundary)\r
                Content-Type: \(type); charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r

                """.utf8)
            mail += QuotedPrintable.encode(text) + [0x0D, 0x0A]
        }
        return mail + Array("--\(boundary)--\r\n".utf8)
    }

    private func header(_ boundary: String) -> [UInt8] {
        let tag = language.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || $0 == "-") }
        let fields = [
            ("Date", MailDate.text(date)),
            ("From", from.header),
            ("To", to.header),
            ("Subject", EncodedWord.unstructured(HeaderText.oneLine(words.subject))),
            ("Message-ID", "<\(identity)@\(from.domain)>"),
            // No machine answers a machine (RFC 3834); the second is for those that do not know the first.
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("MIME-Version", "1.0"),
            ("Content-Language", tag && !language.isEmpty ? language : "en"),
            ("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\""),
        ]
        return Array(fields.map { "\($0): \($1)\r\n" }.joined().utf8) + [0x0D, 0x0A]
    }
}
