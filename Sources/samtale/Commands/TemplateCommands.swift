import ArgumentParser

/// `samtale template`.
struct TemplateCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Take reply templates from a file.", subcommands: [Import.self])

    /// `samtale template import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take reply templates from a file: all of it, or nothing where something is wrong with it.",
            discussion: """
                .csv    the first line names the columns: \(TemplateTableRows.columns.joined(separator: ", ")). \
                name and text must be there; folder is a path, such as Replies/English; format is text or html.
                .jsonl  a JSON object a line, with the same names.
                .yaml   the section templates of a desk file (config/demo.yaml).

                A text may hold variables: {visitor.name}, {visitor.email}, {visitor.company}, {visitor.phone}, \
                {agent.firstName}, {agent.lastName}, {agent.nickname}, {agent.email}, {channel.name}, {session.id}, \
                {request.id}.

                A row with an id is that template; without one it is the template of this name in this folder, or a new \
                one. What the file has no column for stays as it is. What the file does not name is kept.

                Examples:
                  samtale template import templates.csv --dry-run
                  samtale template import config/demo.yaml
                """)

        @OptionGroup var options: TextImportOptions

        func run() throws {
            try options.run(columns: TemplateTableRows.columns, TemplateTableRows.steps) { desk in
                var part = DeskPart(desk, only: "templates")
                part.folders = desk.folders
                part.templates = desk.templates
                return part
            }
        }
    }
}
