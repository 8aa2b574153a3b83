using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Functions;
using Talentys.Query.Listings;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>
/// Resolves every table to a version in the principal's scope. Default deny: a table, function or syntax that is not known
/// here is an error, and all of them are told at once.
/// </summary>
internal sealed class BindStage(ILake lake, TableListing listing) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        faults.AddRange(query.Facts.Unknown.Select(unknown => new Fault(
            FaultKind.Denied, "query.syntax_denied", $"{unknown.Sort} is not supported.", Place(query, unknown.Location))));
        faults.AddRange(query.Facts.Functions.Select(call => Check(query, call)).OfType<Fault>());

        query.Tables = await TablesAsync(query, faults, cancellationToken);
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        if (query.Facts.Show != ShowListing.None)
        {
            query.Composed = await listing.ComposeAsync(query.Scope, query.Facts.Show, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<LakeTable>> TablesAsync(
        QueryInFlight query, List<Fault> faults, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<TableName, LakeTable>();
        foreach (var reference in query.Facts.Tables)
        {
            if (reference.Catalog is not null || reference.AtClause)
            {
                faults.Add(NotYet(query, reference));
                continue;
            }

            var name = new TableName(reference.Schema ?? TableName.DefaultSchema, reference.Name);
            if (tables.ContainsKey(name))
            {
                continue;
            }

            if (await lake.FindAsync(query.Scope, name, null, cancellationToken) is { } table)
            {
                tables.Add(name, table);
            }
            else if (!reference.Optional)
            {
                faults.Add(await MissingAsync(query, reference, name, cancellationToken));
            }
        }

        return [.. tables.Values];
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

    private static Fault NotYet(QueryInFlight query, TableReference reference)
    {
        var place = Place(query, reference.Location);
        return reference.AtClause
            ? Fault.Invalid("query.at_unsupported", "AT is not supported yet.", place, "Query the current version.")
            : Fault.Invalid(
                "query.name_too_long", $"{reference.Catalog}.{reference.Schema}.{reference.Name} has three parts.", place,
                "Write schema.table; the environment is chosen beside the statement.");
    }

    private async Task<Fault> MissingAsync(
        QueryInFlight query, TableReference reference, TableName name, CancellationToken cancellationToken)
    {
        var tables = await lake.ListAsync(query.Scope, hidden: false, cancellationToken);
        var hint = Similar.Of(name, tables.Select(table => table.Name)) is { } similar
            ? $"Did you mean {similar}?"
            : tables.Count == 0
                ? "There are no tables yet: talentys load FILE makes one."
                : "SHOW ALL TABLES lists what there is.";
        var shown = reference.Schema is null ? reference.Name : name.ToString();
        return new Fault(
            FaultKind.NotFound, "query.table_not_found", $"There is no table {shown}.", Place(query, reference.Location), hint);
    }

    private static string? Place(QueryInFlight query, long? location) =>
        location is { } at ? query.Text.PlaceOfByte(at) : null;
}
