using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Statements;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>The prepared statements of a session, by name; the one without a name is replaced by the next.</summary>
internal sealed class PreparedList(int most)
{
    private readonly Dictionary<string, Prepared> statements = new(StringComparer.Ordinal);

    /// <exception cref="PgException"><c>42P05</c> or <c>54000</c>.</exception>
    public void Add(string name, Prepared prepared)
    {
        if (name.Length > 0 && statements.ContainsKey(name))
        {
            throw new PgException("42P05", $"prepared statement \"{name}\" already exists");
        }

        if (statements.Count >= most)
        {
            throw new PgException("54000", $"There are {most:N0} prepared statements.", "Close some: DEALLOCATE ALL.");
        }

        statements[name] = prepared;
    }

    /// <exception cref="PgException"><c>26000</c>.</exception>
    public Prepared Get(string name) => statements.TryGetValue(name, out var found)
        ? found
        : throw new PgException("26000", name.Length == 0 ? "unnamed prepared statement does not exist" : $"prepared statement \"{name}\" does not exist");

    public bool Remove(string name) => statements.Remove(name);

    public void Clear() => statements.Clear();
}

/// <summary>A prepared statement.</summary>
/// <param name="Statement">It; null for a text that holds none.</param>
/// <param name="Declared">Types that the client gave to parameters; 0 for those it leaves open.</param>
internal sealed record Prepared(PgStatement? Statement, IReadOnlyList<int> Declared)
{
    private StatementShape? shape;

    /// <summary>Its parameters and columns, found out once.</summary>
    public async ValueTask<StatementShape> DescribeAsync(Session session, CancellationToken cancellationToken) =>
        Statement is null ? new StatementShape([], null) : shape ??= await Statement.DescribeAsync(session, Declared, cancellationToken);

    /// <summary>Whether the client gave the types of so many parameters.</summary>
    public bool Declares(int parameters) => Declared.Count >= parameters && Declared.Take(parameters).All(oid => oid is not (0 or 705));
}
