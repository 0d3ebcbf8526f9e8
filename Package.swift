// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "samtale",
    products: [
        .executable(name: "samtale", targets: ["samtale"]),
        .library(name: "AMQP", targets: ["AMQP"]),
        .library(name: "ChatContract", targets: ["ChatContract"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.4.0"),
    ],
    targets: [
        .executableTarget(
            name: "samtale",
            dependencies: [
                "AMQP", "ChatBots", "ChatClient", "ChatContract", "ChatCore", "ChatGateway", "ChatMailer",
                "ChatSimulator", "ChatStore", "ChatWebhooks", "ChatWorker", "WebClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatWorker",
            dependencies: [
                "AMQP", "ChatContract", "ChatCore", "ChatStore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatSimulator",
            dependencies: [
                "AMQP", "ChatClient", "ChatContract", "ChatCore", "ChatStore", "ChatWorker",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatMailer",
            dependencies: [
                "AMQP", "ChatClient", "ChatContract", "ChatCore", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatBots",
            dependencies: [
                "AMQP", "ChatClient", "ChatContract", "ChatCore", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatWebhooks",
            dependencies: [
                "AMQP", "ChatClient", "ChatContract", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatGateway",
            dependencies: [
                "AMQP", "ChatClient", "ChatContract", "CMalloc",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Pages")],
            swiftSettings: settings
        ),
        .target(
            name: "WebClient",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(name: "ChatClient", dependencies: ["AMQP", "ChatContract"], swiftSettings: settings),
        .target(
            name: "ChatStore",
            dependencies: [
                "ChatContract", "ChatCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChatCore",
            dependencies: ["ChatContract", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .target(name: "ChatContract", swiftSettings: settings),
        .target(name: "AMQP", dependencies: ["CRabbitMQ"], swiftSettings: settings),
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CMalloc"),

        .target(
            name: "BrokerTesting", dependencies: ["AMQP"], path: "Tests/BrokerTesting", swiftSettings: settings),
        .testTarget(name: "AMQPTests", dependencies: ["AMQP", "BrokerTesting"], swiftSettings: settings),
        .testTarget(name: "ChatContractTests", dependencies: ["ChatContract"], swiftSettings: settings),
        .testTarget(name: "ChatCoreTests", dependencies: ["ChatContract", "ChatCore"], swiftSettings: settings),
        .testTarget(
            name: "ChatStoreTests",
            dependencies: ["ChatContract", "ChatCore", "ChatStore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatWorkerTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatClient", "ChatContract", "ChatCore", "ChatStore", "ChatWorker",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests", dependencies: ["ChatContract", "ChatSimulator"], swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "BrokerTesting", "ChatContract", "ChatCore", "ChatGateway", "ChatStore", "ChatWebhooks", "samtale",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatMailerTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatClient", "ChatContract", "ChatCore", "ChatMailer", "ChatStore",
                "ChatWorker", .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Fixture/sink.py")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatBotsTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatBots", "ChatClient", "ChatContract", "ChatCore", "ChatStore",
                "ChatWorker", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatWebhooksTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatClient", "ChatContract", "ChatCore", "ChatStore", "ChatWebhooks",
                "ChatWorker", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatGatewayTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatClient", "ChatContract", "ChatCore", "ChatGateway", "ChatStore",
                "ChatWorker", "WebClient", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "AMQP", "BrokerTesting", "ChatClient", "ChatContract", "ChatCore", "ChatStore", "ChatWorker",
                "WebClient", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
    ]
)
