namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>What statements ask of their session, by functions that become constants.</summary>
internal abstract class SessionFacts
{
    /// <summary>What <c>version()</c> tells: clients read the server's version of it.</summary>
    public static string Version => $"PostgreSQL {SessionSettings.ServerVersion} (Talentys Data Platform {Web.ProductVersion.Current})";

    public abstract string Database { get; }

    public abstract int ProcessId { get; }

    /// <summary>What functions of the statement that runs did to other sessions, by the place of their names.</summary>
    public IReadOnlyDictionary<int, bool> Acted { get; set; } = new Dictionary<int, bool>();

    /// <summary>Sets a setting and returns its value.</summary>
    public abstract string Set(string name, string value);

    /// <summary>The value of a setting.</summary>
    public abstract string Show(string name);

    /// <summary>The value of a setting; null when there is none.</summary>
    public abstract string? Find(string name);
}
