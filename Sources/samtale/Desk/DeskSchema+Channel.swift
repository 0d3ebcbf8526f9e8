/// The settings of a channel.
extension DeskSchema {
    static let channel: DeskSchema = .object([
        "name": .value, "description": .value, "language": .value, "badgeHeader": .value, "welcomeMessage": .value,
        "warnings": values("agentNewChat", "managerNewChat", "agentNewMessage", "managerNewMessage"),
        "openingHours": openingHours, "widget": widget,
        "offlineForm": .object([
            "header": .value, "message": .value, "requests": .value, "category": .value, "priority": .value,
            "required": .list(.value), "consent": .value,
        ]),
        "queueRequest": values("enabled", "afterMinutes", "atLength"),
        "preChatForm": .object([
            "enabled": .value, "message": .value, "required": .list(.value), "consent": .value,
        ]),
        "faqSuggestions": values("enabled", "folder"),
        "postChatForm": .object([
            "enabled": .value, "header": .value, "message": .value, "transcript": .value,
            "transcriptMail": values("subject", "greeting", "introduction", "closing"), "rating": .value,
            "ratingText": .value,
        ]),
        "consent": values("text", "link"), "bot": values("enabled", "bot", "name", "greetingSeconds", "answerSeconds"),
        "routing": values("policy", "offerSeconds", "preferSameAgentSeconds"),
        "idle": values(
            "disconnectedSeconds", "goneSeconds", "agentLostSeconds", "agentReturnSeconds", "warnSeconds",
            "closeSeconds", "postChatSeconds"),
        "masks": .list(values("label", "pattern")), "allowedOrigins": .list(.value), "identitySecret": .value,
        "identitySecretFile": .value,
    ])

    private static let interval = values("from", "to")

    private static let openingHours: DeskSchema = .object([
        "enabled": .value, "timeZone": .value,
        "days": .object([
            "mon": .list(interval), "tue": .list(interval), "wed": .list(interval), "thu": .list(interval),
            "fri": .list(interval), "sat": .list(interval), "sun": .list(interval),
        ]),
        "lunch": interval, "exceptions": .list(.object(["date": .value, "intervals": .list(interval)])),
    ])

    private static let widget: DeskSchema = .object([
        "theme": .value, "size": .value, "font": .value, "fontSize": .value,
        "colours": values(
            "base", "badge", "badgeText", "visitor", "visitorText", "agent", "agentText", "button", "buttonText"),
        "logo": .value, "showAgentPhoto": .value, "useFirstName": .value, "header": .value, "message": .value,
        "queueText": .value, "visibility": .value,
    ])

    private static func values(_ names: String...) -> DeskSchema {
        .object(Dictionary(uniqueKeysWithValues: names.map { ($0, .value) }))
    }
}
