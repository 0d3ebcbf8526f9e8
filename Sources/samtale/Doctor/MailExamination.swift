import ChatMailer

/// Looks whether mails can go out, where the settings say that they should.
struct MailExamination {
    let settings: Settings

    func run() -> [Finding] {
        guard let mail = settings.mail else { return [] }
        guard let curl = CurlProgram.path else {
            return [
                .fail("mail", "mail.smtp is set, but the program curl is not there", "apt-get install curl")
            ]
        }
        do {
            _ = try mail.server()
        } catch {
            return [.fail("mail", error)]
        }
        return [.ok("mail", "\(mail.from.address) by \(mail.smtp), with \(curl)")]
    }
}
