using Talentys.Gateway.Postgres.Sessions;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>What a client asks of a transaction; null where it does not tell.</summary>
/// <param name="ReadOnly">It only reads.</param>
/// <param name="Isolation">The level: it is told to who asks for it, and reads are of one set of versions at all of them.</param>
/// <param name="Deferrable">Changes nothing here.</param>
internal sealed record TransactionModes(bool? ReadOnly, string? Isolation, bool? Deferrable)
{
    /// <summary>The settings of a transaction.</summary>
    public const string ReadOnlySetting = "transaction_read_only", IsolationSetting = "transaction_isolation", DeferrableSetting = "transaction_deferrable";

    /// <summary>Nothing is told.</summary>
    public static readonly TransactionModes None = new(null, null, null);

    /// <summary>Reads the modes that follow; AND NO CHAIN changes nothing.</summary>
    public static TransactionModes Read(StatementWords words)
    {
        var found = None;
        while (!words.IsAtEnd)
        {
            if (words.Takes("READ", "ONLY"))
            {
                found = found with { ReadOnly = true };
            }
            else if (words.Takes("READ", "WRITE"))
            {
                found = found with { ReadOnly = false };
            }
            else if (words.Takes("ISOLATION", "LEVEL"))
            {
                found = found with { Isolation = Level(words) };
            }
            else if (words.Takes("NOT", "DEFERRABLE"))
            {
                found = found with { Deferrable = false };
            }
            else if (words.Takes("DEFERRABLE"))
            {
                found = found with { Deferrable = true };
            }
            else if (!words.Takes("AND", "NO", "CHAIN") && !words.TakesSymbol(','))
            {
                throw words.Unexpected();
            }
        }

        return found;
    }

    /// <summary>What is told, as settings.</summary>
    /// <param name="prefix"><c>default_</c> for those of all transactions to come.</param>
    public IReadOnlyList<(string Name, string? Value)> Settings(string prefix = "")
    {
        List<(string, string?)> settings = [];
        if (ReadOnly is { } only)
        {
            settings.Add((prefix + ReadOnlySetting, SettingValues.OfTruth(only)));
        }

        if (Isolation is { } level)
        {
            settings.Add((prefix + IsolationSetting, level));
        }

        if (Deferrable is { } deferrable)
        {
            settings.Add((prefix + DeferrableSetting, SettingValues.OfTruth(deferrable)));
        }

        return settings;
    }

    private static string Level(StatementWords words) =>
        words.Takes("SERIALIZABLE") ? "serializable"
        : words.Takes("REPEATABLE", "READ") ? "repeatable read"
        : words.Takes("READ", "COMMITTED") ? "read committed"
        : words.Takes("READ", "UNCOMMITTED") ? "read uncommitted"
        : throw words.Unexpected();
}
