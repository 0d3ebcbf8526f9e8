import ChatContract

/// A change of the texts that agents have at hand; no worker keeps them in memory.
public enum AgentTextChange: Sendable, Equatable {
    case templateSaved(ReplyTemplate)
    case templateRemoved(TemplateID)
    case quickReplySaved(QuickReply, of: AgentHandle)
    case quickReplyRemoved(QuickReplyID, of: AgentHandle)
    case favouriteSet(FavouriteSet, by: AgentHandle)
    case used(HistoryAdd, by: AgentHandle, at: Timestamp)
}
