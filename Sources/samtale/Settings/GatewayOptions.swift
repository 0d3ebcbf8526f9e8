import ArgumentParser

/// The flags of `samtale gateway`.
struct GatewayOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Where it listens for browsers.", valueName: "host"))
    var gatewayHost: String?

    @Option(name: .long, help: ArgumentHelp("Its port; 0 for any.", valueName: "port"))
    var gatewayPort: Int?

    @Option(
        name: .long, help: ArgumentHelp("Its handle on the wire, another one for each gateway.", valueName: "handle"))
    var gatewayName: String?

    @Option(name: .long, help: ArgumentHelp("Pages instead of those that come with it.", valueName: "folder"))
    var gatewayPages: String?

    @Option(name: .long, help: ArgumentHelp("A file with the secret that signs cookies.", valueName: "file"))
    var gatewaySecretFile: String?

    @Option(name: .long, help: ArgumentHelp("Proxies whose Forwarded headers are believed.", valueName: "networks"))
    var gatewayTrustedProxies: String?

    @Option(name: .long, help: ArgumentHelp("How generous allowances are; 0 for no limits.", valueName: "factor"))
    var gatewayLimits: Double?

    @Option(name: .long, help: ArgumentHelp("Where uploaded logos and photos are kept.", valueName: "folder"))
    var gatewayMedia: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Where files of chats are kept: a folder, or s3://bucket/prefix.", valueName: "place"))
    var gatewayFiles: String?

    @Option(name: .long, help: ArgumentHelp("For how long an upload may stand still.", valueName: "seconds"))
    var gatewayUploadStallSeconds: Int?

    @Option(name: .long, help: ArgumentHelp("How much all uploads together may take.", valueName: "MiB a second"))
    var gatewayUploadRate: Int?

    @Option(name: .long, help: ArgumentHelp("Where that bucket is, if not at Amazon.", valueName: "url"))
    var s3Endpoint: String?

    @Option(name: .long, help: ArgumentHelp("The bucket's region.", valueName: "region"))
    var s3Region: String?

    @Option(name: .long, help: ArgumentHelp("The access key there.", valueName: "key"))
    var s3AccessKey: String?

    @Option(name: .long, help: ArgumentHelp("A file with its secret key.", valueName: "file"))
    var s3SecretKeyFile: String?

    @Option(name: .long, help: ArgumentHelp("Certificates trusted for it, in PEM.", valueName: "file"))
    var s3CertificateFile: String?

    @Option(name: .long, help: ArgumentHelp("The directory's documents, for agents to send.", valueName: "folder"))
    var documentsFolder: String?

    @Option(name: .long, help: ArgumentHelp("From where they are fetched besides.", valueName: "https://host,…"))
    var documentsOrigins: String?

    @Option(name: .long, help: ArgumentHelp("A file with the token for that.", valueName: "file"))
    var documentsTokenFile: String?

    @Option(name: .long, help: ArgumentHelp("Certificates trusted there, in PEM.", valueName: "file"))
    var documentsCertificateFile: String?

    @Option(name: .long, help: ArgumentHelp("The certificate chain in PEM, for HTTPS.", valueName: "file"))
    var gatewayCertificate: String?

    @Option(name: .long, help: ArgumentHelp("The certificate's key in PEM.", valueName: "file"))
    var gatewayKey: String?

    @Option(name: .long, help: ArgumentHelp("Whether e-mail domains must exist: true or false.", valueName: "bool"))
    var gatewayEmailDomains: Bool?

    @Option(name: .long, help: ArgumentHelp("The provider whose tokens agents may sign in by.", valueName: "issuer"))
    var oidcIssuer: String?

    @Option(name: .long, help: ArgumentHelp("What its tokens name as aud.", valueName: "client id"))
    var oidcAudience: String?

    @Option(name: .long, help: ArgumentHelp("Its public keys: a file or URL.", valueName: "JWKS"))
    var oidcKeys: String?

    @Option(name: .long, help: ArgumentHelp("Which claim is the agent's subject.", valueName: "claim"))
    var oidcClaim: String?

    @Option(name: .long, help: ArgumentHelp("Its authorization endpoint.", valueName: "URL"))
    var oidcAuthorize: String?

    @Option(name: .long, help: ArgumentHelp("What the button on /login calls it.", valueName: "name"))
    var oidcName: String?

    var flags: [SettingKey: String] {
        var flags: [SettingKey: String] = [:]
        flags[.gatewayHost] = gatewayHost
        flags[.gatewayPort] = gatewayPort.map(String.init)
        flags[.gatewayName] = gatewayName
        flags[.gatewayPages] = gatewayPages
        flags[.gatewaySecretFile] = gatewaySecretFile
        flags[.gatewayTrustedProxies] = gatewayTrustedProxies
        flags[.gatewayLimits] = gatewayLimits.map { String($0) }
        flags[.gatewayMedia] = gatewayMedia
        flags[.gatewayFiles] = gatewayFiles
        flags[.s3Endpoint] = s3Endpoint
        flags[.s3Region] = s3Region
        flags[.s3AccessKey] = s3AccessKey
        flags[.s3SecretKeyFile] = s3SecretKeyFile
        flags[.s3CertificateFile] = s3CertificateFile
        flags[.documentsFolder] = documentsFolder
        flags[.documentsOrigins] = documentsOrigins
        flags[.documentsTokenFile] = documentsTokenFile
        flags[.documentsCertificateFile] = documentsCertificateFile
        flags[.gatewayUploadStall] = gatewayUploadStallSeconds.map(String.init)
        flags[.gatewayUploadRate] = gatewayUploadRate.map(String.init)
        flags[.gatewayCertificate] = gatewayCertificate
        flags[.gatewayKey] = gatewayKey
        flags[.gatewayEmailDomains] = gatewayEmailDomains.map { String($0) }
        flags[.oidcIssuer] = oidcIssuer
        flags[.oidcAudience] = oidcAudience
        flags[.oidcKeys] = oidcKeys
        flags[.oidcClaim] = oidcClaim
        flags[.oidcAuthorize] = oidcAuthorize
        flags[.oidcName] = oidcName
        return flags
    }
}
