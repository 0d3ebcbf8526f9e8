import ArgumentParser
import Testing

@testable import samtale

@Suite("The names of settings")
struct SettingKeyTests {
    @Test("variables and flags follow from the name")
    func names() {
        #expect(SettingKey.gatewayUploadStall.variable == "SAMTALE_GATEWAY_UPLOAD_STALL_SECONDS")
        #expect(SettingKey.gatewayUploadStall.flag == "--gateway-upload-stall-seconds")
        #expect(SettingKey.mailSMTP.variable == "SAMTALE_MAIL_SMTP")
        #expect(SettingKey.s3AccessKey.flag == "--s3-access-key")
        #expect(SettingKey.retentionDays.ways == "in the file or by SAMTALE_STORE_RETENTION_DAYS")
        #expect(SettingKey.brokerAPI.ways == "in the file, by SAMTALE_BROKER_API or by --broker-api")
    }

    @Test("a flag that a remedy names is one of a command's")
    func flags() {
        let commands: [any ParsableCommand.Type] = [Up.self, RunWorker.self, RunGateway.self, RunMailer.self]
        let help = commands.map { Samtale.helpMessage(for: $0, columns: 200) }.joined()
        let known = Set(help.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
        for key in SettingKey.allCases {
            guard let flag = key.flag else { continue }
            #expect(known.contains(flag), "\(key.rawValue)")
        }
    }
}
