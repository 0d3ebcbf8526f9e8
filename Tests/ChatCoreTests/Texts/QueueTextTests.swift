import Testing

@testable import ChatCore

@Suite("Queue texts")
struct QueueTextTests {
    private func expand(_ text: String, _ wait: String?, _ language: Language = .en) -> String {
        language.texts.expandQueueText(text, position: 3, averageWait: wait)
    }

    @Test("the default text, with the average wait and without")
    func standard() {
        #expect(
            Texts.english.queueMessage(position: 2, averageWait: "00:04")
                == "You are number 2 in the queue. The average waiting time is 00:04 (hours:minutes).")
        #expect(
            Texts.danish.queueMessage(position: 2, averageWait: nil)
                == "Du er nummer 2 i køen. Vi hjælper dig, så snart vi kan.")
    }

    @Test("both variables, any number of times")
    func known() {
        #expect(expand("No. {cque}, wait {cavw}. Really {cque}!", "00:04") == "No. 3, wait 00:04. Really 3!")
        #expect(expand("Please wait", "00:04") == "Please wait")
        #expect(expand("{cwho} {CQUE} {cque}", "00:04") == "{cwho} {CQUE} 3")
        #expect(expand("", nil) == "")
    }

    @Test("no wait is known: its sentence is left out")
    func unknown() {
        let table = [
            ("You are number {cque}. The wait is {cavw}. Thank you!", "You are number 3. Thank you!"),
            ("You are number {cque}. The wait is about {cavw}.", "You are number 3."),
            ("Wait: {cavw}! You are number {cque}.", "You are number 3."),
            ("Du er nr. {cque} i køen. Ventetid ca. {cavw}.", "Du er nr. 3 i køen."),
            ("Sie sind Nr. {cque}. Wartezeit ca. {cavw} Std. Bitte warten.", "Sie sind Nr. 3. Bitte warten."),
            ("Number {cque}\nWait {cavw}\nThank you", "Number 3\nThank you"),
            ("Number {cque}\n{cavw}", "Number 3"),
            ("No wait known, number {cque}?  Yes.", "No wait known, number 3?  Yes."),
        ]
        for (text, expected) in table { #expect(expand(text, nil) == expected) }
    }

    @Test("a sentence that tells more, or is the whole text, says that the wait is not known")
    func words() {
        #expect(
            expand("Position {cque}, wait {cavw}. Thanks!", nil) == "Position 3, wait not known yet. Thanks!")
        #expect(expand("Average wait: {cavw}", nil) == "Average wait: not known yet")
        #expect(expand("Ventetid: {cavw}", nil, .no) == "Ventetid: ikke kjent ennå")
        #expect(expand("Wachttijd: {cavw}", nil, .nl) == "Wachttijd: nog niet bekend")
        #expect(expand("Wartezeit: {cavw}", nil, .de) == "Wartezeit: noch nicht bekannt")
        #expect(expand("Ventetid: {cavw}", nil, .da) == "Ventetid: endnu ikke kendt")
        #expect(expand("Väntetid: {cavw}", nil, .sv) == "Väntetid: inte känd än")
    }

    @Test("any text comes out, and never with a variable")
    func random() {
        var random = SeededRandom(seed: 4)
        let parts = ["{cque}", "{cavw}", ".", " ", "\n", "A", "a", "!", "5", "{", "}", "é", "…", "?", "\r\n"]
        for _ in 0..<2000 {
            let text = (0..<random.number(0...12)).map { _ in random.pick(parts) }.joined()
            for wait in [nil, "00:01"] {
                let output = expand(text, wait)
                #expect(!output.contains("{cque}") && !output.contains("{cavw}"), "\(text)")
                if text.contains("{cque}") { #expect(output.contains("3"), "\(text)") }
            }
        }
    }
}
