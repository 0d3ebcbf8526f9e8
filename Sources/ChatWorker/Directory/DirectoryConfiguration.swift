/// Where a directory is kept that takes the place of the embedded one.
public struct DirectoryConfiguration: Sendable {
    /// Under which the calls of `config/directory.yaml` are: `https://crm.example/samtale`.
    public var url: String
    /// Signs the calls.
    public var secret: String
    /// How long an answer may take.
    public var timeout = Duration.seconds(2)
    /// How long an answer is good.
    public var cacheLife = Duration.seconds(30)

    public init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }
}
