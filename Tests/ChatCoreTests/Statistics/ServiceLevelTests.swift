import ChatContract
import Testing

@testable import ChatCore

@Suite("Service level and estimated wait")
struct ServiceLevelTests {
    @Test("the published example gives its five results, and the recommended one")
    func published() throws {
        let counts = ServiceLevel(
            answered: 1000, abandoned: 60, answeredWithin: 860, abandonedWithin: 20, shortAbandoned: 10)
        let results: [(ServiceLevel.Variant, Double)] = [
            (.abandonedWithinCounts, 83.0), (.abandonedIgnored, 86.0), (.abandonedAgainst, 81.1),
            (.abandonedWithinIgnored, 82.7), (.shortCounts, 82.1), (.abandonedAgainstWithoutShort, 81.9),
        ]
        #expect(results.map(\.0) == ServiceLevel.Variant.allCases)
        for (variant, percent) in results {
            let value = try #require(counts.value(variant))
            #expect((value * 1000).rounded() / 10 == percent, "\(variant)")
        }
    }

    @Test("where nobody counts there is no service level")
    func nobody() {
        let nobody = ServiceLevel(
            answered: 0, abandoned: 0, answeredWithin: 0, abandonedWithin: 0, shortAbandoned: 0)
        for variant in ServiceLevel.Variant.allCases { #expect(nobody.value(variant) == nil) }
        let early = ServiceLevel(
            answered: 0, abandoned: 3, answeredWithin: 0, abandonedWithin: 3, shortAbandoned: 3)
        #expect(early.value(.abandonedWithinIgnored) == nil && early.value(.abandonedAgainst) == 0)
    }

    @Test("first queue legs are counted for every target, the target itself included, later ones for none")
    func counting() {
        var rollup = Rollup()
        for (index, (seconds, reason)) in [
            (20, .accepted), (21, .accepted), (10, .abandoned), (11, .abandoned), (5, .closed), (3, .request),
        ].enumerated() as EnumeratedSequence<[(Int, LegEnded.Reason)]> {
            rollup.add(.legEnded(Facts.queue(session: index, from: 0, to: seconds, reason)))
        }
        var later = Facts.queue(session: 9, from: 0, to: 1, .accepted)
        later.isFirst = false
        rollup.add(.legEnded(later))
        let level = ServiceLevel(rollup.total, in: .in20)
        #expect(
            level
                == ServiceLevel(
                    answered: 2, abandoned: 2, answeredWithin: 1, abandonedWithin: 2, shortAbandoned: 1))
        #expect(ServiceLevel(rollup.total, in: .in10).abandonedWithin == 1)
        #expect(ServiceLevel(rollup.total, in: .in30).answeredWithin == 2)
    }

    @Test("the estimate is place by accepts, as a band; nothing without five accepts or anybody there")
    func estimate() throws {
        // 15 accepts in 15 minutes: one a minute.
        func band(_ position: Int, _ accepts: Int = 15) -> [Int?] {
            let wait = EstimatedWait(position: position, accepts: accepts, hasAgents: true)
            return [wait?.fromMinutes, wait?.toMinutes]
        }
        #expect(band(1) == [1, 2] && band(3) == [2, 4] && band(4) == [4, 8] && band(7) == [4, 8])
        #expect(band(1, 30) == [0, 1] && band(59) == [30, 60] && band(60) == [60, nil])
        #expect(band(1, 5) == [2, 4] && band(1, 4) == [nil, nil])
        #expect(EstimatedWait(position: 1, accepts: 20, hasAgents: false) == nil)
    }
}
