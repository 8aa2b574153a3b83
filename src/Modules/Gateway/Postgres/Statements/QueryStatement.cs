using System.Globalization;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Gateway.Postgres.Dialect;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>A statement for the query path.</summary>
internal sealed class QueryStatement : PgStatement
{
    /// <summary>Of more parameters whose types nobody tells it is not tried which of them is a number.</summary>
    private const int MostGuessed = 8;

    private readonly string sql;
    private readonly List<SqlToken> tokens;
    private readonly int parameters;
    private readonly string? writes;
    private readonly bool returns;
    private EditedText? last;

    public QueryStatement(string sql)
    {
        this.sql = sql;
        tokens = SqlTokenizer.Tokens(sql);
        writes = WriteTag.Of(sql, tokens);
        returns = writes is not null && WriteTag.Returns(sql, tokens);
        parameters = DialectTranslation.ParametersOf(sql, tokens).Select(parameter => parameter.Number).DefaultIfEmpty().Max();
        if (parameters > 10_000)
        {
            throw new PgException("54023", "There are too many parameters.");
        }
    }

    /// <summary>It changes something when it runs.</summary>
    public bool Writes => writes is not null;

    /// <summary>It gives rows: it reads, or returns what it wrote.</summary>
    public bool GivesRows => writes is null || returns;

    public override async ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken)
    {
        var types = new PgType?[Math.Max(parameters, declared.Count)];
        for (var index = 0; index < declared.Count; index++)
        {
            types[index] = Declared(declared[index], index + 1);
        }

        foreach (var (number, type) in ParameterCasts.Of(sql, tokens).Select(pair => (pair.Key, pair.Value)).Concat(ActingCalls.ParametersOf(sql, tokens)))
        {
            types[number - 1] ??= type;
        }

        var description = await DescribeAsync(session, types, cancellationToken);
        if (types.Any(type => type is null))
        {
            description = await CompleteAsync(session, types, description, cancellationToken);
        }

        return new StatementShape([.. types.Select(type => type!.Oid)], GivesRows ? PgColumn.Of(description.Schema) : null);
    }

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        if (writes is not null && session.Transaction.IsNone && session.Settings.IsOn("default_transaction_read_only"))
        {
            throw new PgException("25006", $"cannot execute {writes} in a read-only transaction", "SET default_transaction_read_only = off.");
        }

        session.Acted = await ActingCalls.RunAsync(session, sql, tokens, parameters, cancellationToken);
        var rows = await EngineRows.OpenAsync(
            session.Query, Order(session, [.. parameters.Select(value => value.EngineType)], parameters), session.Services.Log, cancellationToken);
        return writes is null
            ? new StatementResult("SELECT") { Rows = new OpenResult(rows) }
            : returns ? new StatementResult(rows.Command == "INSERT" ? "INSERT 0" : rows.Command) { Rows = new OpenResult(rows) }
            : new StatementResult(await WriteTag.EndAsync(rows, cancellationToken));
    }

    public override int? Locate(string? place) => last is { } text && TextPlace.IndexOf(text.Text, place) is { } index ? Start + text.OriginalIndex(index) : null;

    private static PgType? Declared(int oid, int number) => oid is 0 or 705
        ? null
        : PgType.Find(oid) ?? throw new PgException("0A000", $"Parameter ${number} has a type that is not known here ({oid}).", "Send it as text, or cast it.");

    /// <summary>Fills in what the engine infers. The rest is text, or a number where text does not fit: an operand beside another number.</summary>
    private async Task<EngineDescription> CompleteAsync(
        Session session, PgType?[] types, EngineDescription description, CancellationToken cancellationToken)
    {
        var arrays = DialectTranslation.ArraysOf(sql, tokens).Select(array => array.Number).ToHashSet();
        for (var index = 0; index < types.Length; index++)
        {
            types[index] ??= arrays.Contains(index + 1)
                ? (Inferred(description, index + 1) is { Array: > 0 } element ? element : PgType.Text).OfArray
                : Inferred(description, index + 1);
        }

        int[] open = [.. Enumerable.Range(0, types.Length).Where(index => types[index] is null)];
        FaultException? first = null;
        foreach (var guess in Guesses(open))
        {
            foreach (var index in open)
            {
                types[index] = guess(index);
            }

            try
            {
                return await DescribeAsync(session, types, cancellationToken);
            }
            catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error" && open.Length > 0)
            {
                first ??= failure;
            }
        }

        throw first!;
    }

    // all texts; or all but one, which is an operand or a condition; or all numbers
    private static IEnumerable<Func<int, PgType>> Guesses(int[] open)
    {
        yield return _ => PgType.Text;
        foreach (var other in open.Length is > 1 and <= MostGuessed ? open : [])
        {
            foreach (var type in (PgType[])[PgType.Numeric, PgType.Bool, PgType.Int4])
            {
                yield return index => index == other ? type : PgType.Text;
            }
        }

        yield return _ => PgType.Numeric;
        yield return _ => PgType.Int4;
        yield return _ => PgType.Bool;
    }

    private static PgType? Inferred(EngineDescription description, int number)
    {
        var field = description.Parameters.FirstOrDefault(parameter => parameter.Name == number.ToString(CultureInfo.InvariantCulture));
        return field is null or { DataType: Apache.Arrow.Types.NullType } ? null : PgColumn.TypeOf(field);
    }

    private Task<EngineDescription> DescribeAsync(Session session, IReadOnlyList<PgType?> types, CancellationToken cancellationToken)
    {
        var casts = types.Select(type => type is null ? null : ParameterValue.Of(type).EngineType).ToList();
        return session.Query.DescribeAsync(Order(session, casts, [], elements: true), cancellationToken);
    }

    private QueryOrder Order(Session session, IReadOnlyList<string?> casts, IReadOnlyList<ParameterValue> values, bool elements = false)
    {
        last = DialectTranslation.Translate(sql, tokens, session, casts, elements);
        return new QueryOrder
        {
            Sql = last.Text,
            Principal = session.Principal,
            Scope = session.Scope,
            Surface = session.Surface,
            Session = session.Facts,
            Parameters = [.. values.Select(value => value.Value)],
            Timeout = session.Settings.StatementTimeout,
        };
    }
}
