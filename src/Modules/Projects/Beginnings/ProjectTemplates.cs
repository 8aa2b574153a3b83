namespace Talentys.Projects.Beginnings;

/// <summary>The texts of a new project.</summary>
internal static class ProjectTemplates
{
    internal const string GitIgnore = """
        # state of the platform: metadata, tables, keys, caches
        .talentys/

        """;

    internal const string Sources = """
        # Sources

        One file for each system that data comes from: `erp.yml` lands its tables in the schema `erp`.
        Names are small letters, digits and underscores. Copy this into `sources/erp.yml` and take the signs away:

        ```yaml
        # yaml-language-server: $schema=../.talentys/schemas/source.json
        # type: files
        # path: ./drop/erp/                  # a folder in this project
        # streams:                           # without it, each file or folder is a table
        #   products: {files: "products_*.csv", read: full, write: replace}
        #   sales:    {files: "sales/*.parquet", read: incremental, write: append}
        # reject_limit: 1%                   # above it the sync fails and nothing is published
        ```

        Secrets are never written here: refer to them as `${secret:NAME}` or `${env:NAME}`.
        `talentys validate` tells every fault with its line; `talentys sync erp` brings the data in.

        """;

    private const string Settings = """
        # yaml-language-server: $schema=.talentys/schemas/project.json
        # Settings of the project. Everything may be left out.
        name: NAME

        # versions of Talentys that the project works with
        requires: ">=0.1"

        # environments: commands use default_env unless --env names another
        # default_env: dev
        # envs:
        #   dev:  {read_from: prod, edit: files}       # what was not built here is read from prod
        #   prod: {edit: review}                       # files | review | locked

        # what runs by itself
        # schedules:
        #   nightly: {cron: "0 5 * * *", timezone: Europe/Paris, run: "tag:nightly+"}
        #   fresh:   {when: stale, run: "*", at_most_every: 10m}

        # who is told; addresses of web hooks are secrets
        # notify:
        #   - {on: [failed, late, schema_changed], to: "${secret:CHAT_HOOK}"}

        """;

    internal static string SettingsOf(string name) => Settings.Replace("name: NAME", $"name: {name}", StringComparison.Ordinal);
}
