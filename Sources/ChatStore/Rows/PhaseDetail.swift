import ChatContract
import ChatCore

/// What belongs to a session's place in life, beside what has a column of its own.
struct PhaseDetail: Codable {
    var offer: Offer?
    var passed: [AgentHandle: Timestamp]?
    var preference: Waiting.Preference?
    var faq: FAQStage?
    var bot: BotStay?
    var idleWarnedAt: Timestamp?
    var formUntil: Timestamp?

    init(of phase: Phase) {
        switch phase {
        case .preChatForm, .offlineForm: break
        case .faq(let stage): faq = stage
        case .withBot(let stay): bot = stay
        case .waiting(let waiting):
            offer = waiting.offer
            passed = waiting.passed.isEmpty ? nil : waiting.passed
            preference = waiting.preference
        case .conversation(let conversation): idleWarnedAt = conversation.idleWarnedAt
        case .finished(let ending), .ended(let ending): formUntil = ending.formUntil
        }
    }
}
