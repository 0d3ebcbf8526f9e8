import ChatContract

/// Which agent legs count for the heroes of the day (spec "Dashboard").
enum HeroRule {
    static func counts(_ how: EventData.Assigned.How, messages: Int) -> Bool {
        switch how {
        case .pickUp, .offer, .transfer: messages > 0
        case .takeOver, .reopened: false
        }
    }
}
