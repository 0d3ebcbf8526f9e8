/// A store did not do what it was asked.
struct S3Failure: Error, Sendable, Equatable, CustomStringConvertible {
    enum Kind: Sendable, Equatable {
        /// There is no such object, or no such upload.
        case missing
        /// Something is at that key already, or is being put there.
        case occupied
        /// It does not know a header or a call that we use.
        case notImplemented
        /// It does not answer, or cannot now: to be tried again.
        case busy
        /// It will not, before somebody changes something.
        case refused
    }

    var kind: Kind
    /// The store's own word for it, such as `NoSuchBucket`; empty where it said none.
    var code: String
    /// What is wrong, in words.
    var detail: String
    /// What to do about it.
    var remedy: String

    var description: String { remedy.isEmpty ? detail : "\(detail); \(remedy)" }

    /// Judges an answer that is no success.
    ///
    /// - Parameters:
    ///   - what: What was tried, such as `put files/ab/…`.
    ///   - skew: By how many seconds the store's clock is ahead of ours.
    init(
        _ status: Int, code: String, message: String, region: String?, what: String,
        _ configuration: S3Configuration, skew: Int?
    ) {
        let bucket = configuration.bucket
        self.code = code
        let said = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
        func set(_ kind: Kind, _ detail: String, _ remedy: String = "") {
            self.kind = kind
            self.detail = detail
            self.remedy = remedy
        }
        kind = .refused
        detail = "the store answers \(status)\(said.isEmpty ? "" : " (\(said))") to \(what)"
        remedy = ""
        switch (status, code) {
        case (_, "NoSuchBucket"):
            set(
                .refused, "there is no bucket \"\(bucket)\" at \(configuration.base)",
                "make it, or put another into gateway.files")
        case (_, "InvalidAccessKeyId"):
            set(.refused, "the store does not know the access key \(configuration.accessKey)", "correct s3.accessKey")
        case (_, "SignatureDoesNotMatch"):
            set(
                .refused, "the secret key does not fit the access key \(configuration.accessKey)",
                "correct s3.secretKey or s3.secretKeyFile")
        case (_, "RequestTimeTooSkewed"):
            let difference = skew.map { " by \(abs($0)) s: it is \($0 > 0 ? "behind" : "ahead")" } ?? ""
            set(
                .refused, "this machine's clock differs from the store's\(difference)",
                "set the clock (timedatectl set-ntp true)")
        case (_, "AuthorizationHeaderMalformed"), (301, _), (307, _), (_, "IllegalLocationConstraintException"):
            set(
                .refused,
                "the bucket is not in the region \(configuration.region)" + (region.map { " but in \($0)" } ?? "")
                    + " (\(said))", "correct s3.region, or s3.endpoint")
        case (403, _):
            set(
                .refused, "\(configuration.accessKey) may not \(what) in the bucket \"\(bucket)\" (\(said))",
                "allow it to list the bucket, and to get, put and delete objects and multipart uploads there")
        case (404, _): kind = .missing
        case (409, _), (412, _): kind = .occupied
        case (501, _): kind = .notImplemented
        case (408, _), (429, _), (500..., _), (_, "RequestTimeout"), (_, "SlowDown"): kind = .busy
        default: break
        }
    }

    init(_ kind: Kind, _ detail: String, _ remedy: String = "") {
        self.kind = kind
        code = ""
        self.detail = detail
        self.remedy = remedy
    }

    /// What is told of it to whoever does not care which store it is.
    var asFileStoreError: FileStoreError {
        FileStoreError(kind == .busy || code == "QuotaExceeded" ? .unavailable : .failed, description)
    }
}
