import ChatMailer
import Foundation

/// How mail goes out, checked as far as that goes without reading secrets: a worker has the same settings, and no need
/// of them.
struct MailSettings {
    var smtp: String
    var from: MailAddress
    var user: String?
    var password: String?
    var passwordFile: String?

    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    init(
        smtp: String, from: String?, user: String?, password: String?, passwordFile: String?,
        _ wrong: (SettingKey, String) -> CommandFailure
    ) throws {
        guard let from else { throw wrong(.mailFrom, "is missing, and mail.smtp is set") }
        guard let address = MailAddress(text: from), address.domain.contains(".") || address.domain == "localhost"
        else { throw wrong(.mailFrom, "is \"\(from)\", not an address such as Shop support <chat@shop.example>") }
        self.smtp = smtp
        self.from = address
        self.user = user
        self.password = password
        self.passwordFile = passwordFile
        do throws(MailServer.Invalid) {
            _ = try MailServer(url: smtp, user: user, password: password)
        } catch {
            throw wrong(.mailSMTP, error.reason)
        }
    }

    /// The server with its login.
    ///
    /// - Throws: ``CommandFailure`` when the password cannot be read.
    func server() throws -> MailServer {
        let secret = try passwordFile.map { try SecretFile.read($0, "mail.passwordFile") } ?? password
        do throws(MailServer.Invalid) {
            return try MailServer(url: smtp, user: user, password: secret)
        } catch {
            throw CommandFailure(
                .configuration, "mail.smtp \(error.reason)", remedy: "samtale config shows all settings")
        }
    }
}
