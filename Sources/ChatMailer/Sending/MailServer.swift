import Foundation

/// The server that takes the mails: `smtp://host:port` or `smtps://host:port`, and the login there.
public struct MailServer: Sendable, Equatable {
    /// Why something is no mail server.
    public struct Invalid: Error, Sendable, Equatable {
        public let reason: String
    }

    public let url: String
    public let user: String?
    let password: String?
    let isTLSRequired: Bool

    /// - Throws: ``Invalid`` with what is wrong; the password is not in it.
    public init(url: String, user: String? = nil, password: String? = nil) throws(Invalid) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, ["smtp", "smtps"].contains(scheme),
            let host = parts.host, !host.isEmpty, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Invalid(reason: "is not a URL such as smtp://mail.example:587 or smtps://mail.example") }
        guard parts.user == nil, parts.password == nil else {
            throw Invalid(reason: "holds a login; it belongs into mail.user and mail.password")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw Invalid(reason: "holds more than scheme, host, port and the name to greet with")
        }
        if let user, user.contains(":") || user.unicodeScalars.contains(where: HeaderText.isControl) {
            throw Invalid(reason: "goes with a user name that holds a colon or control characters")
        }
        if let password, password.unicodeScalars.contains(where: HeaderText.isControl) {
            throw Invalid(reason: "goes with a password that holds control characters")
        }
        guard user != nil || password == nil else { throw Invalid(reason: "goes with a password, but no mail.user") }
        self.url = url
        self.user = user
        self.password = password
        // On this machine nobody listens in; everywhere else neither mail nor password goes out in the clear.
        isTLSRequired = scheme == "smtp" && !Self.isLoopback(host)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }
}
