import ChatGateway
import Testing

@Suite("Passwords in their scrypt form")
struct ScryptPasswordTests {
    @Test func knowsItsPasswordAndNoOther() throws {
        let made = try ScryptPassword(password: "four random words here")
        let kept = try #require(ScryptPassword(made.description))
        #expect(kept.matches("four random words here"))
        #expect(!kept.matches("four random words her"))
        #expect(!kept.matches(""))
        #expect(try ScryptPassword(password: "four random words here").description != made.description)
    }

    @Test(arguments: [
        "", "plain", "$scrypt$ln=15,r=8,p=3$AAAA$AAAA",
        "$scrypt$ln=30,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$bcrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func takesNothingElse(_ text: String) {
        #expect(ScryptPassword(text) == nil)
    }
}
