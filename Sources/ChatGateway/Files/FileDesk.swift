import ChatClient
import ChatContract
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Takes uploads and serves them, each only to those in its session (spec sections 4.5 and 7.6).
struct FileDesk: Sendable {
    let gateway: Gateway

    /// By how much of its beginning a picture is known.
    private static let headLength = 16

    private var pace: UploadPace { gateway.uploadPace }

    private func store() throws(Refusal) -> any FileStore {
        guard let store = gateway.files else {
            throw Refusal(.notFound, "no files are taken here: gateway.files is not set")
        }
        return store
    }

    // MARK: - Uploads

    /// Takes a file and has it shown to the other side. The same again is harmless.
    ///
    /// - Returns: `{seq}`.
    func upload(_ request: Request, _ context: GatewayContext, by party: FileParty) async throws(Refusal) -> Response {
        let store = try store()
        let form = try UploadForm(request)
        let address = FileGet(session: party.session, file: form.file(in: party.session, by: party.actor))
        let admission: FileAdmission
        var body = UploadBody(
            request, size: form.size, limit: FileRules.limit(for: party.actor.kind), on: context.channel,
            stall: gateway.configuration.uploadStall, pace: pace)
        do {
            admission = try await gateway.ask(
                .fileCheck, as: party.actor, address, sessionKey: party.key, returning: FileAdmission.self)
        } catch {
            return try await refuse(error, form, &body, party, on: party.channel)
        }
        if let shared = admission.shared {
            await body.discard()
            guard shared.file.name == form.name, form.size == nil || shared.file.size == form.size else {
                throw Refusal(.conflict, "under this id another file was uploaded", field: "id")
            }
            var result = JSONObject()
            result.append("seq", shared.seq)
            return APIAnswer.done(result.json)
        }
        let file: File
        do {
            try FileRules.check(name: form.name, size: form.size ?? 1, by: party.actor.kind)
            let draft = try await begin(address, form.size, in: store)
            file = try await take(form, &body, to: draft, as: address.file, party)
        } catch {
            return try await refuse(error, form, &body, party, on: admission.channel)
        }
        gateway.counts.uploaded("ok", bytes: file.size)
        let share = FileShare(session: party.session, file: file)
        guard let json = try? WireJSON.encode(share) else { throw Refusal(.internal, "file.share") }
        // Refused now, its bytes are nobody's, and are cleared away (``FileSweep``).
        return try await gateway.pass(
            .fileShare, to: admission.channel, as: party.actor, json, session: party.session, sessionKey: party.key,
            messageID: form.id)
    }

    private func begin(
        _ address: FileGet, _ size: Int64?, in store: any FileStore
    ) async throws(Refusal) -> any FileDraft {
        do throws(FileStoreError) {
            return try await store.begin(address, size: size)
        } catch {
            throw refusal(error)
        }
    }

    /// Writes the bytes as they come, and looks at them.
    private func take(
        _ form: UploadForm, _ body: inout UploadBody, to draft: any FileDraft, as id: FileID, _ party: FileParty
    ) async throws(Refusal) -> File {
        do throws(Refusal) {
            var inspection = FileInspection(name: form.name, claimed: form.claimed, actor: party.actor.kind)
            var waiting = ByteBuffer()
            while var chunk = try await body.next() {
                try inspection.take(chunk)
                waiting.writeBuffer(&chunk)
                guard waiting.readableBytes >= UploadPace.block else { continue }
                try await write(waiting, to: draft)
                waiting.clear()
            }
            try FileRules.check(name: form.name, size: body.received, by: party.actor.kind)
            try inspection.finish()
            if waiting.readableBytes > 0 { try await write(waiting, to: draft) }
            await pace.wait(for: UploadPace.ending)
            do throws(FileStoreError) {
                try await draft.finish()
            } catch {
                throw refusal(error)
            }
            return File(
                file: id, name: form.name, size: body.received, contentType: inspection.contentType,
                image: inspection.image, by: party.actor.kind)
        } catch {
            await draft.discard()
            throw error
        }
    }

    private func write(_ bytes: ByteBuffer, to draft: any FileDraft) async throws(Refusal) {
        do throws(FileStoreError) {
            try await draft.write(bytes)
        } catch {
            throw refusal(error)
        }
    }

    private func refusal(_ error: FileStoreError) -> Refusal {
        switch error.code {
        case .conflict: return Refusal(.conflict, "under this id another file was uploaded", field: "id")
        case .full, .unavailable, .failed:
            gateway.logger.error("a file could not be kept or read", metadata: ["reason": "\(error)"])
            return Refusal(
                error.code == .failed ? .internal : .unavailable,
                "the gateway cannot keep files in gateway.files now; its log says why")
        }
    }

    /// Says why a file is not taken: to its sender, and where he is a visitor to both sides.
    private func refuse(
        _ refusal: Refusal, _ form: UploadForm, _ body: inout UploadBody, _ party: FileParty,
        on channel: ChannelHandle?
    ) async throws(Refusal) -> Response {
        gateway.counts.uploaded(refusal.code.rawValue, bytes: 0)
        guard refusal.code != .unknownSession else {
            // Who has no business here is not listened to.
            body.cut()
            throw refusal
        }
        await body.discard()
        if party.actor == .visitor, let channel, let reason = FileRefuse.Reason(refusal.code),
            FileRules.isName(form.name)
        {
            let refuse = FileRefuse(session: party.session, name: form.name, reason: reason)
            // The same upload, refused again, is told once.
            let id = "refused \(form.file(in: party.session, by: party.actor)) \(reason.rawValue)"
            await gateway.tell(.fileRefuse, to: channel, refuse, session: party.session, messageID: id)
        }
        throw refusal
    }

    // MARK: - Downloads

    /// A file's bytes.
    func serve(_ id: String?, to party: FileParty) async throws(Refusal) -> Response {
        let store = try store()
        guard let id = id.flatMap({ FileID($0) }) else {
            throw Refusal(.notFound, "there is no such file", field: "file")
        }
        let address = FileGet(session: party.session, file: id)
        let file = try await gateway.ask(
            .fileGet, as: party.actor, address, sessionKey: party.key, returning: File.self)
        let opened: (file: any StoredFile, head: ByteBuffer)?
        do throws(FileStoreError) {
            if let stored = try await store.open(address) {
                var head = ByteBuffer()
                while head.readableBytes < Self.headLength, var bytes = try await stored.next() {
                    head.writeBuffer(&bytes)
                }
                opened = (stored, head)
            } else {
                opened = nil
            }
        } catch {
            throw refusal(error)
        }
        guard let opened else { throw Refusal(.notFound, "the file is not there any more", field: "file") }
        return Response(
            status: .ok, headers: headers(for: file, opened.head), body: opened.file.body(after: opened.head))
    }

    /// Whatever it is, nothing of it runs: only pictures are shown, as what their bytes say that they are.
    private func headers(for file: File, _ head: ByteBuffer) -> HTTPFields {
        let picture = ImageKind(head.readableBytesView)
        let known = FileType.allCases.contains { $0.contentType == file.contentType } || isDocument(file.contentType)
        let kind = picture?.contentType ?? (known && !file.contentType.hasPrefix("image/") ? file.contentType : nil)
        return [
            .contentType: kind ?? "application/octet-stream",
            .contentDisposition: ContentDisposition.value(isInline: picture != nil, name: file.name),
            .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "sandbox; default-src 'none'",
            .cacheControl: "private, max-age=3600", .referrerPolicy: "no-referrer",
        ]
    }

    private func isDocument(_ contentType: String) -> Bool {
        contentType.hasPrefix("application/vnd.") || contentType == "application/msword"
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .vary
}

extension FileRefuse.Reason {
    /// Why both sides are told; `nil` of what is only the sender's business.
    fileprivate init?(_ code: ErrorCode) {
        switch code {
        case .illegalFileType: self = .type
        case .tooLarge: self = .size
        case .filesNotAllowed: self = .notAllowed
        default: return nil
        }
    }
}
