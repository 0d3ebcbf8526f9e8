import ChatContract

/// The body of a command about one session: what the client needs to keep a session's commands in order.
public protocol SessionCommand {
    var session: SessionID { get }
}

extension SessionReference: SessionCommand {}
extension SessionAttach: SessionCommand {}
extension SessionDetach: SessionCommand {}
extension MessagePost: SessionCommand {}
extension MessageRead: SessionCommand {}
extension TypingSet: SessionCommand {}
extension RequestSubmit: SessionCommand {}
extension TransferRequest: SessionCommand {}
extension SessionGet: SessionCommand {}
extension TranscriptGet: SessionCommand {}
extension SessionIdentify: SessionCommand {}
extension FAQAnswer: SessionCommand {}
extension SessionRate: SessionCommand {}
extension TranscriptSend: SessionCommand {}
extension TranscriptReport: SessionCommand {}
extension NotePost: SessionCommand {}
