using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Statements;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>The settings of a session: those that clients ask for when they connect, and those that they set for nothing.</summary>
internal sealed class SessionSettings
{
    /// <summary>The version of PostgreSQL that clients are told: they choose their queries by it.</summary>
    public const string ServerVersion = "16.6";

    private static readonly Dictionary<string, string> Defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["server_version"] = ServerVersion,
        ["server_version_num"] = "160006",
        ["server_encoding"] = "UTF8",
        ["client_encoding"] = "UTF8",
        ["DateStyle"] = "ISO, MDY",
        ["IntervalStyle"] = "postgres",
        ["TimeZone"] = "UTC",
        ["integer_datetimes"] = "on",
        ["standard_conforming_strings"] = "on",
        ["is_superuser"] = "off",
        ["in_hot_standby"] = "off",
        ["default_transaction_read_only"] = "off",
        ["transaction_read_only"] = "off",
        ["default_transaction_isolation"] = "read committed",
        ["transaction_isolation"] = "read committed",
        ["transaction_deferrable"] = "off",
        ["default_transaction_deferrable"] = "off",
        ["application_name"] = "",
        ["search_path"] = "main",
        ["extra_float_digits"] = "1",
        ["bytea_output"] = "hex",
        ["statement_timeout"] = "0",
        ["lock_timeout"] = "0",
        ["idle_in_transaction_session_timeout"] = "0",
        ["idle_session_timeout"] = "0",
        ["client_min_messages"] = "notice",
        ["max_identifier_length"] = "63",
        ["max_index_keys"] = "32",
        ["block_size"] = "8192",
        ["row_security"] = "on",
        ["jit"] = "off",
        ["synchronous_commit"] = "on",
        ["xmloption"] = "content",
        ["backslash_quote"] = "safe_encoding",
        ["escape_string_warning"] = "on",
        ["check_function_bodies"] = "on",
        ["default_tablespace"] = "",
        ["default_table_access_method"] = "heap",
        ["default_with_oids"] = "off",
        ["lc_collate"] = "C",
        ["lc_ctype"] = "C.UTF-8",
        ["lc_messages"] = "C",
        ["lc_monetary"] = "C",
        ["lc_numeric"] = "C",
        ["lc_time"] = "C",
        ["work_mem"] = "4MB",
        ["maintenance_work_mem"] = "64MB",
        ["effective_cache_size"] = "4GB",
        ["random_page_cost"] = "4",
        ["seq_page_cost"] = "1",
        ["geqo"] = "on",
        ["enable_seqscan"] = "on",
        ["enable_indexscan"] = "on",
        ["enable_bitmapscan"] = "on",
        ["enable_hashjoin"] = "on",
        ["enable_mergejoin"] = "on",
        ["enable_nestloop"] = "on",
        ["enable_sort"] = "on",
        ["role"] = "none",
        ["session_authorization"] = "",
        ["ssl"] = "off",
        ["wal_level"] = "replica",
        ["password_encryption"] = "scram-sha-256",
        ["quote_all_identifiers"] = "off",
        ["array_nulls"] = "on",
        ["constraint_exclusion"] = "partition",
        ["plan_cache_mode"] = "auto",
        ["cursor_tuple_fraction"] = "0.1",
        ["track_activities"] = "on",
        ["tcp_keepalives_idle"] = "0",
        ["tcp_keepalives_interval"] = "0",
        ["tcp_keepalives_count"] = "0",
        ["transform_null_equals"] = "off",
    };

    /// <summary>Those of which a client is told when they change.</summary>
    private static readonly string[] Reported =
    [
        "application_name", "client_encoding", "DateStyle", "default_transaction_read_only", "in_hot_standby", "integer_datetimes",
        "IntervalStyle", "is_superuser", "server_encoding", "server_version", "session_authorization", "standard_conforming_strings", "TimeZone",
    ];

    private static readonly HashSet<string> Fixed = new(StringComparer.OrdinalIgnoreCase)
    {
        "server_version", "server_version_num", "server_encoding", "integer_datetimes", "is_superuser", "in_hot_standby", "max_identifier_length",
        "max_index_keys", "block_size", "lc_collate", "lc_ctype", "ssl", "wal_level", "session_authorization",
    };

    private readonly Dictionary<string, string> start;
    private readonly Action<string, string> report;
    private Dictionary<string, string> values;
    private static readonly string[] OfTransaction = [TransactionModes.ReadOnlySetting, TransactionModes.IsolationSetting, TransactionModes.DeferrableSetting];

    private Dictionary<string, string>? atBegin;
    private Dictionary<string, string>? afterCommit;

    /// <summary>The settings of a session.</summary>
    /// <param name="user">Who it is.</param>
    /// <param name="given">What the client asked for when it connected, valid or not.</param>
    /// <param name="report">Tells the client of a value.</param>
    public SessionSettings(string user, IEnumerable<KeyValuePair<string, string>> given, Action<string, string> report)
    {
        this.report = report;
        start = new Dictionary<string, string>(Defaults, StringComparer.OrdinalIgnoreCase) { ["session_authorization"] = user };
        foreach (var (name, value) in given)
        {
            if (SettingValues.Read(name, value) is { } valid && !Fixed.Contains(name) && (Defaults.ContainsKey(name) || name.Contains('.', StringComparison.Ordinal)))
            {
                start[name] = valid;
            }
        }

        values = Copy(start);
        FollowDefaults();
        Zone = SettingValues.Zone(values["TimeZone"]) ?? TimeZoneInfo.Utc;
    }

    /// <summary>Zone in which points in time are written.</summary>
    public TimeZoneInfo Zone { get; private set; }

    /// <summary>Longest time of a statement; null for the server's own limit.</summary>
    public TimeSpan? StatementTimeout => SettingValues.Milliseconds(values["statement_timeout"]) is > 0 and var time ? TimeSpan.FromMilliseconds(time) : null;

    /// <summary>A name as it is shown: <c>TimeZone</c>.</summary>
    public static string Spelled(string name) => Defaults.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    /// <summary>Tells the client of all that it wants to know.</summary>
    public void ReportAll()
    {
        foreach (var name in Reported)
        {
            report(name, values[name]);
        }
    }

    /// <summary>Whether a setting is on.</summary>
    public bool IsOn(string name) => SettingValues.IsOn(values[name]);

    /// <summary>Longest time in which nothing happens in a transaction; null for the server's own limit.</summary>
    public TimeSpan? TransactionIdle =>
        SettingValues.Milliseconds(values["idle_in_transaction_session_timeout"]) is > 0 and var time ? TimeSpan.FromMilliseconds(time) : null;

    public IEnumerable<(string Name, string Value)> All() => values.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => (pair.Key, pair.Value));

    public string? Find(string name) => values.GetValueOrDefault(name);

    /// <exception cref="PgException"><c>42704</c>.</exception>
    public string Show(string name) => Find(name) ?? throw Unknown(name);

    /// <summary>Sets a value; null gives it back the one from the start.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <param name="local">Until the end of the transaction.</param>
    /// <exception cref="PgException"><c>42704</c>, <c>55P02</c>, <c>22023</c>.</exception>
    public void Set(string name, string? value, bool local)
    {
        var custom = name.Contains('.', StringComparison.Ordinal);
        if (!custom && !Defaults.ContainsKey(name))
        {
            throw Unknown(name);
        }

        var valid = value is null ? start.GetValueOrDefault(name, "") : SettingValues.Read(name, value)
            ?? throw new PgException("22023", $"invalid value for parameter \"{name}\": \"{value}\"", SettingValues.Mend(name));
        if (Fixed.Contains(name) && !valid.Equals(values[name], StringComparison.OrdinalIgnoreCase))
        {
            throw new PgException("55P02", $"parameter \"{name}\" cannot be changed");
        }

        if (local && atBegin is null)
        {
            return; // as PostgreSQL: it would end at once
        }

        if (!local && afterCommit is not null)
        {
            afterCommit[name] = valid;
        }

        Put(name, valid);
        if (atBegin is null)
        {
            FollowDefaults();
        }
    }

    public void ResetAll()
    {
        Restore(Copy(start));
        if (afterCommit is not null)
        {
            afterCommit = Copy(start);
        }
        else
        {
            FollowDefaults();
        }
    }

    /// <summary>A transaction begins: what is set in it may be taken back.</summary>
    public void Begin()
    {
        atBegin = Copy(values);
        afterCommit = Copy(values);
        FollowDefaults();
    }

    /// <summary>The transaction ends.</summary>
    public void End(bool committed)
    {
        if (atBegin is not null)
        {
            Restore(committed ? afterCommit! : atBegin);
            atBegin = afterCommit = null;
            FollowDefaults();
        }
    }

    // of no transaction the next one's are told
    private void FollowDefaults()
    {
        foreach (var name in OfTransaction)
        {
            Put(name, values[$"default_{name}"]);
        }
    }

    private void Restore(Dictionary<string, string> to)
    {
        foreach (var name in values.Keys.Except(to.Keys).ToList())
        {
            values.Remove(name);
        }

        foreach (var (name, value) in to)
        {
            Put(name, value);
        }
    }

    private void Put(string name, string value)
    {
        if (values.TryGetValue(name, out var before) && before == value)
        {
            return;
        }

        values[name] = value;
        if (name.Equals("TimeZone", StringComparison.OrdinalIgnoreCase))
        {
            Zone = SettingValues.Zone(value) ?? TimeZoneInfo.Utc;
        }

        if (Reported.FirstOrDefault(reported => reported.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } spelled)
        {
            report(spelled, value);
        }
    }

    private static Dictionary<string, string> Copy(Dictionary<string, string> from) => new(from, StringComparer.OrdinalIgnoreCase);

    private static PgException Unknown(string name) => new("42704", $"unrecognized configuration parameter \"{name}\"");
}
