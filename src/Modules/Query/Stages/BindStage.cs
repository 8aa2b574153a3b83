using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Functions;
using Talentys.Query.Listings;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>
/// Resolves every table to a version in the principal's scope. Default deny: a table, function or syntax that is not known
/// here is an error, and all of them are told at once.
/// </summary>
internal sealed class BindStage(ILake lake, TableListing listing, SqlParser parser) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        faults.AddRange(query.Facts.Unknown.Select(unknown => new Fault(
            FaultKind.Denied, "query.syntax_denied", $"{unknown.Sort} is not supported.", Place(query, unknown.Location))));
        faults.AddRange(query.Facts.Functions.Select(call => Check(query, call)).OfType<Fault>());
        var (calls, wrong) = ContextCalls.Find(query.Text.Sql, query.Text.IndexOfByte, query.Facts.Functions);
        faults.AddRange(wrong);
        query.Edits = [.. calls.Select(call => new TextEdit(call.Start, call.Length, call.For(query.Principal)))];

        query.References = await ReferencesAsync(query, faults, cancellationToken);
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        if (query.Facts.Show != ShowListing.None)
        {
            query.Composed = await listing.ComposeAsync(query, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<BoundReference>> ReferencesAsync(
        QueryInFlight query, List<Fault> faults, CancellationToken cancellationToken)
    {
        var found = new List<BoundReference>();
        var tables = new Dictionary<(TableName, TableAt), LakeTable?>();
        var tokens = query.Facts.Tables.Any(table => table.At is not null) ? SqlTokenizer.Tokens(query.Text.Sql) : [];
        foreach (var reference in query.Facts.Tables)
        {
            var name = new TableName(reference.Schema ?? TableName.DefaultSchema, reference.Name);
            try
            {
                if (reference.Catalog is not null)
                {
                    throw new FaultException(Fault.Invalid(
                        "query.name_too_long", $"{reference.Catalog}.{reference.Schema}.{reference.Name} has three parts.", null,
                        "Write schema.table; the environment is chosen beside the statement."));
                }

                if (!AuthorizeStage.MaySee(query, TableAbout(name)))
                {
                    // before its versions are looked for: the fault of one would tell that the table is there
                    throw new FaultException(await MissingAsync(query, reference, name, cancellationToken));
                }

                var text = reference.At is null ? null : AtText.Find(query.Text, tokens, reference);
                var at = reference.At is null ? TableAt.Current : await VersionAsync(reference, text, cancellationToken);
                if (!tables.TryGetValue((name, at), out var table))
                {
                    tables[(name, at)] = table = await lake.OpenAsync(query.Scope, name, at, cancellationToken);
                    if (table is null && !reference.Optional)
                    {
                        throw new FaultException(await MissingAsync(query, reference, name, cancellationToken));
                    }
                }

                if (table is not null)
                {
                    found.Add(new BoundReference(reference, text, table));
                }
            }
            catch (FaultException failure) when (failure.Fault.Kind is FaultKind.Invalid or FaultKind.NotFound)
            {
                faults.AddRange(failure.Faults.Select(fault => fault with { Place = fault.Place ?? Place(query, reference.Location) }));
            }
        }

        return found;
    }

    private async Task<TableAt> VersionAsync(TableReference reference, AtText? text, CancellationToken cancellationToken)
    {
        if (reference.Cte)
        {
            throw new FaultException(Fault.Invalid(
                "query.at_on_cte", $"{reference.Name} is a part of this statement and has no versions.", null,
                "Write AT after the tables inside of it."));
        }

        if (text is null || !reference.At!.Constant)
        {
            throw new FaultException(Fault.Invalid(
                "query.at_not_constant", $"The version of {reference.Name} is not a constant.", null,
                "Write a number, the name of a branch or tag, or a time such as now() - interval 1 day."));
        }

        return await parser.VersionAsync(text.Expression, reference.At.ByTime, cancellationToken);
    }

    private static Fault? Check(QueryInFlight query, FunctionCall call)
    {
        if (!AllowedFunctions.Contains(call.Name))
        {
            var mend = call.Name.StartsWith("read_", StringComparison.Ordinal)
                ? "Load the file first (talentys load FILE), then query its table."
                : "The functions that may be called are listed in the guide, under Query.";
            return new Fault(
                FaultKind.Denied, "query.function_denied", $"The function {call.Name} may not be called.",
                Place(query, call.Location), mend);
        }

        return AllowedFunctions.Explodes(call.Name, call.Constants)
            ? Fault.Invalid(
                "query.value_too_large",
                $"{call.Name} would make a value of more than {AllowedFunctions.MaxConstantSize:N0} characters or elements.",
                Place(query, call.Location), "Ask for less.")
            : null;
    }

    private async Task<Fault> MissingAsync(
        QueryInFlight query, TableReference reference, TableName name, CancellationToken cancellationToken)
    {
        var all = await lake.ListAsync(query.Scope, hidden: false, cancellationToken);
        var tables = query.Access.IsOpen ? all : [.. all.Where(table => AuthorizeStage.MaySee(query, table.Name))];
        var hint = Similar.Of(name, tables.Select(table => table.Name)) is { } similar
            ? $"Did you mean {similar}?"
            : tables.Count == 0
                ? "There are no tables yet: talentys load FILE makes one."
                : "SHOW ALL TABLES lists what there is.";
        var shown = reference.Schema is null ? reference.Name : name.ToString();
        return new Fault(
            FaultKind.NotFound, "query.table_not_found", $"There is no table {shown}.", Place(query, reference.Location), hint);
    }

    // orders$files is there for those who see orders
    private static TableName TableAbout(TableName name) =>
        name.Name.LastIndexOf('$') is > 0 and var end ? name with { Name = name.Name[..end] } : name;

    private static string? Place(QueryInFlight query, long? location) =>
        location is { } at ? query.Text.PlaceOfByte(at) : null;
}
