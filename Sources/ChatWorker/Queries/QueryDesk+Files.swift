import ChatContract
import ChatCore
import ChatStore

/// Files of sessions; what gateways ask before they take, serve and remove them.
extension QueryDesk {
    /// A visitor's own session; whoever has not its key learns nothing.
    func own(_ id: SessionID, key: String?) throws -> Session {
        guard let key, identifiers.isSessionKey(key, of: id), let session = try reader.session(id) else {
            throw Refusal.unknownSession
        }
        return session
    }

    func file(_ body: FileGet, in session: Session) throws -> [UInt8] {
        guard session.status != .deleted, try !reader.isErased(session.id),
            let shared = try reader.file(body.file, in: session.id)
        else {
            throw Refusal(.notFound, "there is no file \(body.file) in this session", field: "file")
        }
        return try WireJSON.encode(shared.file)
    }

    /// Whether this actor may share a file now; a repeat is told what came of it before.
    func check(_ body: FileGet, in session: Session, by actor: Actor) throws -> [UInt8] {
        var admission = FileAdmission(channel: session.channel)
        if let shared = try reader.file(body.file, in: session.id), shared.file.by == actor.kind {
            admission.shared = FileAdmission.Shared(seq: shared.seq, file: shared.file)
        } else {
            try session.checkSharing(by: actor)
        }
        return try WireJSON.encode(admission)
    }

    /// For gateways, who remove the others.
    func kept(_ body: FilesKept, for actor: Actor) throws -> [UInt8] {
        guard case .system = actor else { throw Refusal(.forbidden, "this query is for gateways") }
        guard body.files.count <= FilesKept.limit else {
            throw Refusal(
                .invalidField, "\(body.files.count) files are asked for; at most \(FilesKept.limit) are answered",
                field: "files")
        }
        var gone: [SessionID: Bool] = [:]
        let kept = try body.files.filter { asked in
            let isGone =
                try gone[asked.session]
                ?? (try reader.session(asked.session).map { $0.status == .deleted } ?? true
                    || reader.isErased(asked.session))
            gone[asked.session] = isGone
            return try !isGone && reader.file(asked.file, in: asked.session) != nil
        }
        return try WireJSON.encode(KeptFiles(store: identifiers.store, files: kept))
    }
}
