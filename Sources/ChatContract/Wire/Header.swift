/// The names of the AMQP headers of the contract.
public enum Header {
    public static let actor = "actor"
    public static let sessionKey = "session-key"
    public static let traceparent = "traceparent"
    public static let channel = "channel"
    public static let session = "session"
    public static let seq = "seq"
    public static let carbonCopy = "CC"
    public static let blindCarbonCopy = "BCC"
    public static let reason = "reason"
    public static let error = "error"
    public static let publisher = "publisher"
    public static let queue = "queue"
    public static let attempts = "attempts"
}
