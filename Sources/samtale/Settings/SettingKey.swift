/// The settings: the one table of them. Each can be given in the file, by an environment variable or by a flag, where a
/// later one wins.
enum SettingKey: String, CaseIterable {
    case brokerURI = "broker.uri"
    case brokerURIFile = "broker.uriFile"
    case brokerAPI = "broker.api"
    case trustedPublishers = "broker.trustedPublishers"
    case storePath = "store.path"
    case retentionDays = "store.retentionDays"
    case workerName = "worker.name"
    case httpHost = "http.host"
    case httpPort = "http.port"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case mailSMTP = "mail.smtp"
    case mailFrom = "mail.from"
    case mailUser = "mail.user"
    case mailPassword = "mail.password"
    case mailPasswordFile = "mail.passwordFile"
    case gatewayHost = "gateway.host"
    case gatewayPort = "gateway.port"
    case gatewayName = "gateway.name"
    case gatewayPages = "gateway.pages"
    case gatewaySecret = "gateway.secret"
    case gatewaySecretFile = "gateway.secretFile"
    case gatewayTrustedProxies = "gateway.trustedProxies"
    case gatewayLimits = "gateway.limits"
    case gatewayMedia = "gateway.media"
    case gatewayFiles = "gateway.files"
    case gatewayUploadStall = "gateway.uploadStallSeconds"
    case gatewayUploadRate = "gateway.uploadRate"
    case gatewayCertificate = "gateway.certificate"
    case gatewayKey = "gateway.key"
    case gatewayEmailDomains = "gateway.emailDomains"
    case s3Endpoint = "s3.endpoint"
    case s3Region = "s3.region"
    case s3AccessKey = "s3.accessKey"
    case s3SecretKey = "s3.secretKey"
    case s3SecretKeyFile = "s3.secretKeyFile"
    case s3CertificateFile = "s3.certificateFile"
    case documentsFolder = "documents.folder"
    case documentsOrigins = "documents.origins"
    case documentsToken = "documents.token"
    case documentsTokenFile = "documents.tokenFile"
    case documentsCertificateFile = "documents.certificateFile"
    case oidcIssuer = "oidc.issuer"
    case oidcAudience = "oidc.audience"
    case oidcKeys = "oidc.keys"
    case oidcClaim = "oidc.claim"
    case oidcAuthorize = "oidc.authorize"
    case oidcName = "oidc.name"
    case directoryURL = "directory.url"
    case directorySecret = "directory.secret"
    case directorySecretFile = "directory.secretFile"
    case directoryCertificateFile = "directory.certificateFile"

    /// What is taken where nothing is said.
    var standard: String? {
        switch self {
        case .brokerURI: "amqp://guest:guest@localhost:5672/"
        case .brokerURIFile, .brokerAPI, .trustedPublishers: nil
        case .storePath: "samtale.db"
        case .retentionDays: "365"
        case .workerName: nil
        case .httpHost: "127.0.0.1"
        case .httpPort: "9100"
        case .logLevel: "info"
        case .logFormat: "json"
        case .mailSMTP, .mailFrom, .mailUser, .mailPassword, .mailPasswordFile: nil
        case .gatewayHost: "127.0.0.1"
        case .gatewayPort: "8080"
        case .gatewayName, .gatewayPages, .gatewaySecret, .gatewaySecretFile, .gatewayTrustedProxies,
            .gatewayMedia, .gatewayFiles, .gatewayCertificate, .gatewayKey:
            nil
        case .gatewayLimits: "1"
        case .gatewayUploadStall: "30"
        case .gatewayUploadRate: "8"
        case .gatewayEmailDomains: "true"
        case .s3Endpoint, .s3AccessKey, .s3SecretKey, .s3SecretKeyFile, .s3CertificateFile: nil
        case .s3Region: "us-east-1"
        case .documentsFolder, .documentsOrigins, .documentsToken, .documentsTokenFile, .documentsCertificateFile: nil
        case .oidcIssuer, .oidcAudience, .oidcKeys, .oidcAuthorize, .oidcName: nil
        case .oidcClaim: "sub"
        case .directoryURL, .directorySecret, .directorySecretFile, .directoryCertificateFile: nil
        }
    }

    /// What it means.
    var meaning: String {
        switch self {
        case .brokerURI: "RabbitMQ: amqp://user:password@host:port/vhost or amqps://…"
        case .brokerURIFile: "a file that holds broker.uri, for secrets"
        case .brokerAPI: "the management API, an administrator's: http://user:password@host:15672"
        case .trustedPublishers: "logins that may name any actor, besides the worker's own"
        case .storePath: "the SQLite file"
        case .retentionDays: "for how many days after their end sessions keep what identifies people"
        case .workerName: "the name in logs and metrics; unless told host name and process id"
        case .httpHost: "where /healthz, /readyz and /metrics listen"
        case .httpPort: "their port; 0 for any, -1 for none"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .logFormat: "json or text"
        case .mailSMTP: "the mail server: smtp://host:587 (STARTTLS, except on loopback) or smtps://host"
        case .mailFrom: "who mails: Shop support <chat@shop.example>"
        case .mailUser: "the login at the mail server, if it wants one"
        case .mailPassword: "its password"
        case .mailPasswordFile: "a file that holds the password; it wins over mail.password"
        case .gatewayHost: "where the gateway listens for browsers"
        case .gatewayPort: "its port; 0 for any"
        case .gatewayName: "its handle on the wire, another one for each; random unless told"
        case .gatewayPages: "a folder with pages instead of those that come with the program"
        case .gatewaySecret: "signs cookies, the same for all gateways: 32 characters at least; random unless told"
        case .gatewaySecretFile: "a file that holds the secret; it wins over gateway.secret"
        case .gatewayTrustedProxies: "proxies whose Forwarded or X-Forwarded-For is believed: 10.0.0.0/8, 192.0.2.7"
        case .gatewayLimits: "how generous the allowances of visitors and addresses are: 1 the standard, 0 no limits"
        case .gatewayMedia: "a folder for uploaded logos and photos, shared by all gateways; none are taken without"
        case .gatewayFiles:
            "a folder or s3://bucket/prefix for the files of chats, shared by all gateways; none are taken without"
        case .gatewayUploadStall: "for how many seconds an upload may stand still: 1 to 600"
        case .gatewayUploadRate:
            "how many MiB a second all uploads together take of a gateway: 1 to 10000; the more, the later lines come"
        case .gatewayCertificate: "a PEM file with the certificate chain, for HTTPS; with gateway.key"
        case .gatewayKey: "a PEM file with the certificate's key"
        case .gatewayEmailDomains: "whether visitors' e-mail addresses must be of domains that exist: true or false"
        case .s3Endpoint:
            "where the bucket of gateway.files is: https://minio.example:9000; Amazon's in s3.region unless told"
        case .s3Region: "the region that requests are signed for"
        case .s3AccessKey: "the access key at that store"
        case .s3SecretKey: "its secret key"
        case .s3SecretKeyFile: "a file that holds the secret key; it wins over s3.secretKey"
        case .s3CertificateFile: "a PEM file with certificates that are trusted for it besides the system's"
        case .documentsFolder:
            "a folder with the directory's documents, which agents send as files: what relative urls are below"
        case .documentsOrigins:
            "from where such documents are fetched besides: https://crm.example, https://dms.example"
        case .documentsToken: "a token that lets the gateway in there (Authorization: Bearer)"
        case .documentsTokenFile: "a file that holds the token; it wins over documents.token"
        case .documentsCertificateFile: "a PEM file with certificates that are trusted there besides the system's"
        case .oidcIssuer: "the provider (OpenID Connect) by whose tokens agents may sign in: https://id.example"
        case .oidcAudience: "what its tokens name as aud: our client id there"
        case .oidcKeys: "its public keys (JWKS): a file, or an https:// URL"
        case .oidcClaim: "which claim of a token is the agent's subject"
        case .oidcAuthorize: "its authorization endpoint, for the button on the page /login; none without"
        case .oidcName: "what that button calls it: Example AS; the issuer's host unless told"
        case .directoryURL: "another system's directory of customers instead of the own one (config/directory.yaml)"
        case .directorySecret: "signs the calls there: 32 characters at least, the same on both sides"
        case .directorySecretFile: "a file that holds the secret; it wins over directory.secret"
        case .directoryCertificateFile: "a PEM file with certificates that are trusted there besides the system's"
        }
    }

    /// Whether its value is masked where it is shown.
    var isSecret: Bool {
        switch self {
        case .brokerURI, .brokerAPI, .mailPassword, .gatewaySecret, .directorySecret, .s3SecretKey, .documentsToken:
            true
        default: false
        }
    }

    /// The environment variable.
    var variable: String { "SAMTALE_" + words.joined(separator: "_").uppercased() }

    /// The flag, on the commands that have it; `nil` where there is none.
    var flag: String? {
        switch self {
        case .retentionDays: nil
        case .trustedPublishers: "--trusted-publisher"
        // Others on the machine can see flags.
        case .mailPassword, .mailPasswordFile: "--mail-password-file"
        case .gatewaySecret, .gatewaySecretFile: "--gateway-secret-file"
        case .directorySecret, .directorySecretFile: "--directory-secret-file"
        case .s3SecretKey, .s3SecretKeyFile: "--s3-secret-key-file"
        case .documentsToken, .documentsTokenFile: "--documents-token-file"
        default: "--" + words.joined(separator: "-").lowercased()
        }
    }

    /// Where it is set, for remedies.
    var ways: String {
        flag.map { "in the file, by \(variable) or by \($0)" } ?? "in the file or by \(variable)"
    }

    /// What its name is made of: `broker.uriFile` of broker, uri and File.
    private var words: [String] {
        rawValue.reduce(into: [""]) { words, character in
            if character == "." || character.isUppercase && words.last?.last?.isLowercase == true { words.append("") }
            if character != "." { words[words.endIndex - 1].append(character) }
        }
    }

    /// The table, for help: narrow enough for any terminal.
    static var table: String {
        allCases.map { key in
            "\(key.rawValue)  \(key.variable)" + lines(of: key.meaning).map { "\n    \($0)" }.joined()
                + (key.standard.map { "\n    default: \($0)" } ?? "")
        }.joined(separator: "\n")
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: " ").reduce(into: [""]) { lines, word in
            if let last = lines.last, last.count + word.count > 70 { lines.append("") }
            lines[lines.endIndex - 1] += lines.last?.isEmpty == true ? String(word) : " \(word)"
        }
    }
}
