/// Tokens as a site makes them: signed by another implementation (Python's hmac) with ``secret``, valid until ten
/// minutes after 2026-11-22T12:00:00Z unless the name says otherwise.
enum GoldenToken {
    static let secret = "an-example-of-a-secret-and-no-real-one"
    static let good =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwLCJuYW1lIjo"
        + "iw4VzZSDDmGwg8J-RiyIsImVtYWlsIjoiYXNlQHgubm8iLCJjb21wYW55Ijoiw5hsIEFTIiwicGhvbmUiOiIrNDc"
        + "yMiIsImNvdW50cnkiOiJOTyIsImlhdCI6MTc5NTM0ODgwMH0.CNnetqfgG1VzW2NlY1hgi0FCg4uQp0JVu8IKLOc"
        + "RVqI"
    static let bare =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ.WWBmgPjg"
        + "P3NJqL2a7GFZQ7IW4Z5n-8VbEldjYWK0JzU"
    static let other =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE4IiwiZXhwIjoxNzk1MzQ5NDAwfQ.iRfmPkj0"
        + "DwlpFvsKUh2ltWXFP5g_Rs1AyV7XQ_RnCMI"
    static let lasting =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjo0MTAyNDQ0ODAwLCJuYW1lIjo"
        + "iS2FyaSJ9.IrsJFmjet8BzDZ_eNSq5J4Y7SCaeQx0epQDJd3FSyes"
    static let justExpired =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ4NzQxfQ.OkfVmhmR"
        + "VW98buPId126nYYXkfp_hyGWzdq_QjAOvEQ"
    static let expired =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ4NzQwfQ.rR9lN20X"
        + "8LKErU4blb0MXyIzmrmDmXcnNb362gTQ0ag"
    static let early =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwLCJuYmYiOjE"
        + "3OTUzNDg4NjF9.4GUdTo_xl1QQmbMpH8wa6oKD4f7E8HJrdquyZcIqees"
    static let almost =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwLCJuYmYiOjE"
        + "3OTUzNDg4NjB9.0C4YlZ8QdCGtmrkXeEB5Kw4HKSj--KTy99GCebgmyno"
    static let noSubject =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE3OTUzNDk0MDB9.HUAfl0d1cmRQg4vbmTScF59gUM"
        + "TxxcVxMv1kPxRe1AM"
    static let blankSubject =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIgIiwiZXhwIjoxNzk1MzQ5NDAwfQ.jLDgpi8IhI5l"
        + "bKYCmnTdxwJ7nbPhZYAeLR9TftIqeV0"
    static let noExpiry =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3In0.RG9Mo2ODv_HH_4txCbgri_50fFvXriL"
        + "eZIPIHskx-tY"
    static let badMail =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwLCJlbWFpbCI"
        + "6Im5vYm9keSJ9.8zPTEpC0intClo5BJaDaUMgTRco5I7sOqda_1uRF0MU"
    static let numberSubject =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOjE3LCJleHAiOjE3OTUzNDk0MDB9.L0DmCkvZOZyXF7"
        + "_82sPuuLJhmPka-OJ2x8loqevk6Dg"
    static let textExpiry =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoic29vbiJ9.bbc7iKrAhH4QPt"
        + "9s05SkbQDTsAEycxY8YVZ9hLcJF8k"
    static let none =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ.JSyEdLQn7MzPqFxHj78pkYYHO"
        + "cuo_JLtJEYo0oQq_XA"
    static let unsigned =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ."
    static let hs512 =
        "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ.FMRSmnZB079zEN3Zkm8U8q4Q"
        + "o5VPYvtYGwev3_n2MCWESKZ6lE_tT2kl88Gq664mToO9tRjtWdwsiQ-9h6UgTw"
    static let lyingHead =
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ.HXL0SoLUitZsUF77iHhPS3kJ"
        + "usPwwdL1u8qTnWwMjRA"
    static let critical =
        "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk"
        + "1MzQ5NDAwfQ.c59wYgWFah0vfMoZG2C1erzeRK-WN_BHqmPA0CcCjEg"
    static let otherSecret =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjLTE3IiwiZXhwIjoxNzk1MzQ5NDAwfQ.gN67L9sZ"
        + "wh9kCGE1q9Ichn1eV2aAjOX6RlgaA4V7bSA"
    static let noJSON =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.bm90IGpzb24.f06HIlbOqnwx7R8et74bktbk681OKzwj22rq5xH"
        + "KFXw"
}
