/// What visitors of shops and services ask about, in the words of the six languages: who writes "package" finds the entry
/// about parcels, who writes "pakke" too.
///
/// A topic has single words and phrases; of a phrase each word may stand up to three words behind the one before
/// ("send it back", "stuur het terug").
enum Thesaurus {
    /// A topic that stands in a text, and the words that say so.
    struct Hit: Equatable {
        var topic: String
        var words: [Int]
    }

    /// - Parameter words: of ``SearchWord``, stop words and all.
    static func topics(in words: [String]) -> [Hit] {
        let stems = words.map(Stemmer.stems)
        var hits: [Hit] = []
        for (index, own) in stems.enumerated() {
            for topic in Set(own.flatMap { known.single[$0] ?? [] }).sorted() {
                hits.append(Hit(topic: topic, words: [index]))
            }
            for phrase in own.flatMap({ known.phrases[$0] ?? [] }) {
                var found = [index]
                for stem in phrase.rest {
                    let last = found[found.count - 1]
                    let reach = stems[(last + 1)...].prefix(3)
                    guard let place = reach.indices.first(where: { stems[$0].contains(stem) }) else { break }
                    found.append(place)
                }
                let hit = Hit(topic: phrase.topic, words: found)
                if found.count == phrase.rest.count + 1, !hits.contains(hit) { hits.append(hit) }
            }
        }
        return hits
    }

    /// Whether a word, rightly spelt, says something here.
    static func knows(_ stem: String) -> Bool { known.single[stem] != nil }

    /// The topics whose words are spelt nearly so.
    static func topics(like stem: String) -> [(topic: String, likeness: Double)] {
        guard stem.count >= 5 else { return [] }
        var found: [String: Double] = [:]
        for (word, topics) in known.single where abs(word.count - stem.count) <= 6 {
            let likeness = WordLikeness.between(stem, word)
            guard likeness > 0 else { continue }
            for topic in topics { found[topic] = max(found[topic] ?? 0, likeness) }
        }
        return found.sorted { $0.key < $1.key }.map { (topic: $0.key, likeness: $0.value) }
    }

    private struct Phrase: Hashable {
        var topic: String
        var rest: [String]
    }

    private static let known: (single: [String: [String]], phrases: [String: [Phrase]]) = {
        var single: [String: [String]] = [:]
        var phrases: [String: [Phrase]] = [:]
        for (topic, text) in table {
            for expression in text.split(separator: ",") {
                let words = SearchWord.words(of: String(expression))
                guard let first = words.first else { continue }
                for language in Language.allCases {
                    let stem = Stemmer.stem(first, language)
                    if words.count == 1 {
                        if single[stem]?.contains(topic) != true { single[stem, default: []].append(topic) }
                    } else {
                        let phrase = Phrase(topic: topic, rest: words.dropFirst().map { Stemmer.stem($0, language) })
                        if phrases[stem]?.contains(phrase) != true { phrases[stem, default: []].append(phrase) }
                    }
                }
            }
        }
        return (single, phrases)
    }()

    private static let table: [(String, String)] = [
        (
            "parcel",
            """
            parcel, package, shipment, consignment, pakket, pakketje, pakje, zending, paket, pakete, päckchen, sendung, pakke,
            forsendelse, sending, försändelse
            """
        ),
        (
            "delivery",
            """
            delivery, deliver, shipping, ship, postage, levering, leveren, bezorging, bezorgen, verzending, verzenden,
            versturen, versand, versenden, lieferung, liefern, zustellung, frakt, fragt, forsendelse, levere, leverans,
            leverera, porto, verzendkosten, bezorgkosten, versandkosten, fraktkostnad, leveringstid, levertijd, lieferzeit,
            leveranstid
            """
        ),
        (
            "carrier",
            """
            courier, carrier, driver, delivery man, delivery guy, postman, mailman, bezorger, koerier, postbode, chauffeur,
            kurier, bote, fahrer, zusteller, postbote, bud, budet, sjåfør, postbud, chauffør, budbil, bud, brevbärare,
            chaufför, fahrer, rang the bell, rang
            """
        ),
        (
            "absent",
            """
            not home, not at home, nobody home, missed delivery, missed, wasn't in, away from home, niet thuis, er niet,
            gemist, nicht zuhause, nicht zu hause, verpasst, ikke hjemme, ikke hjem, på jobb, på arbejde, inte hemma, missat
            """
        ),
        (
            "whereabouts",
            """
            where is, track, tracking, trace, not arrived, not received, still waiting, waiting, late, delayed, delay, overdue,
            status, waar is, waar blijft, track-and-trace, volgen, niet ontvangen, niet aangekomen, nog niet, vertraagd,
            vertraging, wo ist, wo bleibt, sendungsverfolgung, verfolgen, nicht angekommen, nicht erhalten, verspätet,
            verspätung, hvor er, hvor blir, spore, sporing, sporingslenke, ikke kommet, ikke mottatt, ventet, venter,
            forsinket, forsinkelse, ikke modtaget, venter, var är, spåra, spårning, inte kommit, väntar, väntat, försenad
            """
        ),
        (
            "duration",
            """
            how long, how many days, how fast, how soon, when arrive, days until, here by, hoe lang,
            hoeveel dagen, levertijd, hoe snel, duurt, wie lange, wie viele tage, wie schnell, dauer, dauert, lieferzeit,
            hvor lang, hvor lenge, hvor mange dager, leveringstid, hvor fort, hvor længe, hvor mange dage, hur länge,
            hur lång, hur många dagar, leveranstid
            """
        ),
        (
            "cost",
            """
            cost, costs, price, fee, charge, how much, expensive, cheap, kosten, kost, prijs, tarief, hoeveel, duur, verzendkosten,
            bezorgkosten, preis, gebühr, kostet, teuer, versandkosten, koster, kostnad, pris, gebyr, dyrt, fraktpris, kostar,
            avgift, porto, postage, pay for shipping, betalen voor verzenden, betalen voor versturen, betale frakt, kostnad
            """
        ),
        ("free", "free, gratis, kosteloos, kostenlos, umsonst, kostenfri, fritt, uten kostnad, for nothing, no cost"),
        (
            "abroad",
            """
            country, countries, abroad, overseas, international, foreign, ship to, live in, land, landen, buitenland, ausland,
            länder, utland, utlandet, land, udland, udlandet, länder, europe, europa, america, usa, canada, australia, asia,
            switzerland, germany, france, spain, italy, uk, england, island, eu
            """
        ),
        ("store", "store, shop, branch, winkel, filiaal, laden, filiale, geschäft, butikk, forretning, butik, affär"),
        (
            "pickup",
            """
            pick up, collect, collection, pick it up, afhalen, ophalen, haal op, langskomen, langs, abholen, abholung, hente,
            henting, hent, afhente, afhentning, hämta, hämtning, myself, zelf, selbst, selv, själv
            """
        ),
        (
            "cancel",
            """
            cancel, cancellation, withdraw, call off, annuleren, annulering, afzeggen, stornieren, stornierung, storno,
            absagen, kansellere, avbestille, avbestilling, annullere, annullering, afbestille, avboka, avbeställa, stoppe
            """
        ),
        (
            "change",
            """
            change, edit, modify, alter, amend, adjust, correct, update, wijzigen, aanpassen, veranderen, bewerken, ändern,
            änderung, anpassen, bearbeiten, endre, forandre, rette, oppdatere, redigere, ændre, ændring, rediger, ändra,
            uppdatera
            """
        ),
        (
            "order",
            """
            order, ordered, purchase, bought, buy, bestelling, bestellen, besteld, aankoop, gekocht, bestellung, bestellt,
            auftrag, kauf, gekauft, ordre, bestilling, bestille, bestilt, kjøp, kjøpt, køb, købt, beställning, beställa,
            beställt, köp, köpt
            """
        ),
        (
            "address",
            """
            address, street, house number, postcode, zip code, moved, move house, moving, flat, adres, straat, huisnummer, verhuisd,
            verhuizen, adresse, straße, hausnummer, postleitzahl, umgezogen, umzug, adresse, gate, gateadresse, husnummer, flyttet,
            flytte, vej, flyttat, gata, adress
            """
        ),
        (
            "wrong",
            """
            wrong, mistake, error, incorrect, false, typo, fout, fouten, verkeerd, vergissing, onjuist, falsch, fehler, irrtum,
            feil, galt, forkert, fejl, fel, misstag
            """
        ),
        (
            "missing",
            """
            missing, incomplete, only one, part of, not complete, lacks, absent item, ontbreekt, ontbreken, mis, mist, niet compleet,
            maar één, onvolledig, fehlt, fehlen, unvollständig, nur ein, mangler, mangle, savner, ikke komplett, bare en,
            bare ett, mangler, kun en, ufuldstændig, saknas, saknar, bara en
            """
        ),
        (
            "stock",
            """
            stock, sold out, available, availability, out of stock, restock, back in, uitverkocht, voorraad, leverbaar,
            beschikbaar, ausverkauft, lager, vorrätig, verfügbar, lieferbar, utsolgt, på lager, tilgjengelig, udsolgt, på lager,
            slutsåld, i lager, tillgänglig
            """
        ),
        (
            "pay",
            """
            pay, payment, paid, paypal, visa, mastercard, credit card, debit card, apple pay, google pay, klarna, ideal, vipps, mobilepay,
            swish, bank transfer, betalen, betaling, betaald, creditcard, achteraf, overmaken, bezahlen, zahlen, zahlung,
            bezahlt, kreditkarte, überweisung, lastschrift, betale, betaling, betalt, kredittkort, bankkort, visakort, kort,
            kreditkort, betala, betalning, betalat, instalment
            """
        ),
        (
            "declined",
            """
            declined, rejected, refused, not accepted, failed, payment failed, doesn't go through, geweigerd, mislukt,
            afgewezen, niet geaccepteerd, abgelehnt, fehlgeschlagen, nicht akzeptiert, avvist, mislyktes, ikke godtatt,
            afvist, mislykkedes, nekad, misslyckades
            """
        ),
        (
            "invoice",
            """
            invoice, receipt, bill, bookkeeping, accounting, proof of purchase, factuur, rekening, bon, aankoopbewijs, boekhouding,
            kassabon, rechnung, beleg, quittung, buchhaltung, faktura, regning, kvittering, regnskap, bilag, faktura, kvitto,
            räkning, bokföring
            """
        ),
        (
            "voucher",
            """
            voucher, coupon, discount, promo, promotion, promo code, code, gift card, giftcard, redeem, kortingscode, korting,
            kortingsbon, cadeaubon, cadeaukaart, tegoedbon, inwisselen, actiecode, gutschein, gutscheincode, rabatt, rabattcode, einlösen,
            geschenkkarte, rabattkode, rabatt, gavekort, tilbudskode, innløse, rabatkode, rabat, indløse, kupon, rabattkod,
            presentkort, lösa in, kupong
            """
        ),
        (
            "return",
            """
            return, returns, send back, bring back, give back, return label, do not want, retour, retourneren, terugsturen,
            terugbrengen, stuur terug, retourlabel, rücksendung, zurücksenden, zurückschicken, zurückgeben, rückgabe, retoure,
            retoureschein, retur, returnere, sende tilbake, levere tilbake, returlapp, returetikett, angre, angrerett,
            sende retur, sende tilbage, fortryde, fortrydelse, returlabel, skicka tillbaka, lämna tillbaka, returnera, ångra,
            ångerrätt, regret
            """
        ),
        (
            "refund",
            """
            refund, refunded, money back, reimburse, reimbursement, credited, money, geld terug, terug geld, terugbetaling, terugbetalen,
            terugstorten, teruggestort, terugkrijgen, bedrag, geld, erstattung, geld zurück, rückerstattung, erstatten,
            refundere, refusjon, pengene tilbake, penger tilbake, tilbake pengene, penger, tilbakebetaling, beløp, pengene tilbage, tilbage pengene, refundering,
            tilbagebetaling, återbetalning, pengar tillbaka, tillbaka pengarna, pengar, återbetalt
            """
        ),
        (
            "exchange",
            """
            exchange, swap, replace, switch, other size, another size, bigger, larger, smaller, too small, too big, too large,
            ruilen, omruilen, ruil, andere maat, te klein, te groot, groter, kleiner, umtauschen, umtausch, tauschen, andere
            größe, zu klein, zu groß, größer, bytte, bytt, annen størrelse, for liten, for stor, større, mindre, ombytte, ombytning,
            bytte, anden størrelse, for lille, byta, byte, annan storlek, för liten, för stor, större
            """
        ),
        ("size", "size, sizes, fit, fits, maat, maten, past, größe, passt, størrelse, passer, storlek, passar"),
        (
            "damaged",
            """
            broken, damaged, damage, defective, defect, faulty, shattered, smashed, cracked, torn, scratched, in pieces, kapot,
            beschadigd, schade, stuk, stukken, gebroken, defect, gescheurd, kaputt, beschädigt, defekt, zerbrochen, schaden,
            gerissen, ødelagt, skadet, skade, knust, i stykker, defekt, revnet, sprukket, beskadiget, trasig, sönder, skadad, skada,
            krossad
            """
        ),
        (
            "warranty",
            """
            warranty, guarantee, repair, stopped working, broke after, garantie, reparatie, reparatur, gewährleistung, garanti, reklamasjon,
            reparasjon, reklamation, reparation, sluttet å virke, holdt op med at virke, reklamera, reparera
            """
        ),
        (
            "password",
            """
            password, passcode, pin, wachtwoord, passwort, kennwort, passord, adgangskode, kodeord, lösenord
            """
        ),
        (
            "login",
            """
            log in, login, sign in, logging in, inloggen, aanmelden, log in, ingelogd, einloggen, anmelden, logg inn, logge
            inn, logget inn, innlogging, logge ind, logga in, inloggning, locked out
            """
        ),
        (
            "forgot",
            """
            forgot, forgotten, lost, reset, remember, vergeten, kwijt, vergessen, verloren, zurücksetzen, glemt, husker ikke,
            mistet, nullstille, tilbakestille, glemt, husker, glömt, minns, återställa
            """
        ),
        (
            "account",
            """
            account, profile, user, user account, account, profiel, gebruiker, konto, profil, benutzer, kundenkonto, bruker,
            brukerkonto, brukeren, bruger, användare
            """
        ),
        (
            "delete",
            """
            delete, remove, erase, close account, deactivate, verwijderen, wissen, opheffen, löschen, entfernen, schließen, slette,
            fjerne, avslutte, slet, slettes, radera, ta bort
            """
        ),
        (
            "data",
            """
            personal data, data, privacy, gdpr, gegevens, avg, persoonsgegevens, daten, datenschutz, dsgvo, opplysninger, personvern,
            data, personopplysninger, oplysninger, persondata, uppgifter, personuppgifter
            """
        ),
        (
            "email",
            """
            email, mail, email address, mailadres, e-mailadres, mailadresse, e-mail-adresse, epost, e-post, epostadresse,
            mejl, e-postadress
            """
        ),
        (
            "newsletter",
            """
            newsletter, mailing, mailings, marketing mails, advertising, spam, nieuwsbrief, nieuwsbrieven, reclame, newsletter,
            werbung, nyhetsbrev, nyhetsbrevet, reklame, nyhedsbrev, reklam, marknadsföring
            """
        ),
        (
            "unsubscribe",
            """
            unsubscribe, opt out, stop sending, no more mails, stop mails, afmelden, uitschrijven, meld af, schrijf uit, geen
            mails, abmelden, abbestellen, keine mails, melde av, meld av, avmelding, avmelde, slutt å sende, framelde, afmelde,
            afmelding, avregistrera, avanmäla, avsluta prenumeration
            """
        ),
        (
            "contact",
            """
            contact, call you, phone number, telephone, phone, customer service, contact opnemen, bellen, telefoonnummer,
            klantenservice, kontakt, anrufen, telefonnummer, kundenservice, kontakte, ringe, kundeservice, kontakt,
            kontakta, ringa, kundtjänst
            """
        ),
        (
            "hours",
            """
            opening hours, open, closed, opening times, openingstijden, geopend, gesloten, öffnungszeiten, geöffnet, geschlossen,
            åpningstider, åpent, stengt, åbningstider, åbent, lukket, öppettider, öppet, stängt
            """
        ),
        (
            "product",
            """
            product, item, article, artikel, product, exemplaar, ware, produkt, vare, varer, varene, produkt, vara, varor
            """
        ),
        ("colour", "colour, color, kleur, farbe, farge, farve, färg"),
        (
            "complaint",
            """
            complaint, complain, unhappy, dissatisfied, klacht, klagen, ontevreden, beschwerde, beschweren, unzufrieden, klage,
            misfornøyd, utilfreds, klagomål, missnöjd
            """
        ),
        (
            "subscription",
            """
            subscription, membership, renew, plan, abonnement, lidmaatschap, verlengen, abo, mitgliedschaft, verlängern,
            medlemskap, fornye, medlemskab, forny, prenumeration, medlemskap, förnya
            """
        ),
        (
            "settings",
            """
            settings, configure, configuration, instellingen, instellen, einstellungen, einrichten, innstillinger, stille inn,
            indstillinger, indstille, inställningar, ställa in
            """
        ),
        (
            "install",
            """
            install, installation, download, app, installeren, downloaden, installieren, herunterladen, installere, laste ned,
            hente ned, installera, ladda ner
            """
        ),
        (
            "appointment",
            """
            appointment, booking, book, reservation, reschedule, afspraak, boeken, reservering, termin, buchen, buchung,
            reservierung, avtale, time, bestille time, booke, aftale, tid, bokning, boka
            """
        ),
    ]
}
