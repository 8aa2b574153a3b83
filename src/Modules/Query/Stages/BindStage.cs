using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Functions;
using Talentys.Query.Listings;
using Talentys.Query.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;
using Talentys.Query.SystemTables;

namespace Talentys.Query.Stages;

/// <summary>
/// Resolves every table to a version in the principal's scope. Default deny: a table, function or syntax that is not known
/// here is an error, and all of them are told at once.
/// </summary>
internal sealed class BindStage(QueryCatalog catalog, TableListing listing, SqlParser parser, IAccessPolicies policies, IEnvironments environments) : IQueryStage
{
    /// <summary>Views in views: more than people make, fewer than the engine can bear.</summary>
    private const int MostNested = 32;

    /// <summary>Fewer tables are found as quickly one by one.</summary>
    private const int LeastTogether = 3;

    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var scope = new Names(query);
        await BindAsync(scope, query.Text, query.Facts, null, cancellationToken);
        if (scope.Faults.Count > 0)
        {
            throw new FaultException(scope.Faults);
        }

        (query.References, query.Views, query.ViewNames) = (scope.References, [.. scope.Views.Values], scope.ViewNames);
        (query.SystemTables, query.SystemFunctions) = (scope.SystemTables, scope.SystemFunctions);
        if (query.Facts.Show != ShowListing.None)
        {
            query.Composed = await listing.ComposeAsync(query, cancellationToken);
        }
    }

    /// <summary>Binds the statement, or the query of a view.</summary>
    private async Task BindAsync(Names names, StatementText text, StatementFacts facts, BoundView? within, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        faults.AddRange(facts.Unknown.Select(unknown => new Fault(
            FaultKind.Denied, "query.syntax_denied", $"{unknown.Sort} is not supported.", Place(text, unknown.Location))));
        faults.AddRange(facts.Functions.Select(call => Check(names.Query.Order, text, call)).OfType<Fault>());
        IReadOnlyList<TextEdit> system = [];
        if (facts.Functions.Where(call => SystemDefinitions.Macro(call.Name) is not null).ToList() is { Count: > 0 } calls)
        {
            faults.AddRange(calls.Select(call => SystemCall(names, text, call)).OfType<Fault>());
            system = [.. calls.Where(call => call.Qualified).Select(call => PrefixOf(text, call)).OfType<TextEdit>().Distinct()];
        }

        if (facts.Tables.Any(table => SystemDefinitions.Find(table.Schema, table.Name) is not null))
        {
            system = [.. system, .. SystemTableNames.Columns(text.Sql, text.Tokens)];
        }

        var here = await GroundAsync(names, null, within, cancellationToken);
        await FindAsync(names, facts, here, cancellationToken);
        var found = new List<BoundReference>();
        var named = new List<BoundName>();
        foreach (var reference in facts.Tables)
        {
            try
            {
                var ground = reference.Catalog is null ? here : await GroundAsync(names, reference.Catalog, within, cancellationToken);
                if (SystemTableOf(text, reference, within, ground.Scope, names.Query) is { } known)
                {
                    names.SystemTables.Add(known);
                }
                else if (await TableAsync(names, text, reference, within, ground, cancellationToken) is { } bound)
                {
                    found.Add(bound);
                }
                else if (await ViewAsync(names, text, reference, ground, cancellationToken) is { } view)
                {
                    named.Add(view);
                }
                else if (!reference.Optional)
                {
                    throw new FaultException(await MissingAsync(names.Query, text, reference, NameOf(reference), ground, cancellationToken));
                }
            }
            catch (FaultException failure) when (failure.Fault.Kind is FaultKind.Invalid or FaultKind.NotFound)
            {
                faults.AddRange(failure.Faults.Select(fault => fault with { Place = fault.Place ?? Place(text, reference.Location) }));
            }
        }

        var (asked, wrong) = ContextCalls.Edits(text, facts, names.Query.Principal, name =>
            found.SelectMany(bound => bound.Table.Columns).Any(column => Same(column.Name, name) || column.SqlType.Contains(name, StringComparison.OrdinalIgnoreCase))
            || named.SelectMany(view => view.View.View.Columns).Any(column => Same(column.Name, name) || column.Type.Contains(name, StringComparison.OrdinalIgnoreCase)));
        faults.AddRange(wrong);
        asked = [.. asked, .. system];
        if (within is null)
        {
            (var numbered, names.Query.Parameters) = ParameterPlaces.Number(text, names.Query.Order.Parameters, [.. found.Select(bound => bound.At).OfType<AtText>()]);
            asked = [.. asked, .. numbered];
        }

        names.References.AddRange(found);
        if (within is null)
        {
            names.Query.Edits = asked;
            names.ViewNames.AddRange(named);
            names.Faults.AddRange(faults);
        }
        else
        {
            (within.References, within.Views, within.Edits) = (found, named, asked);
            if (faults.Count > 0)
            {
                // what the view reads may be hidden from who asks
                var why = names.Query.Access.IsOpen ? $" {faults[0].Message}" : "";
                throw new FaultException(Fault.Invalid(
                    "query.view_broken", $"The view {within.View.Name} cannot be read.{why}", null,
                    "Bring back what it reads, or change it with CREATE OR REPLACE VIEW."));
            }
        }
    }

    /// <summary>The system table that a name means; null when it means none.</summary>
    private static BoundSystemTable? SystemTableOf(StatementText text, TableReference reference, BoundView? within, Scope scope, QueryInFlight query)
    {
        if ((reference.Schema is null ? reference.Optional : !SystemTableNames.IsSystem(reference.Schema)) || SystemDefinitions.Find(reference.Schema, reference.Name) is not { } table)
        {
            return null;
        }

        if (scope != query.Scope)
        {
            throw new FaultException(Fault.Invalid(
                "query.environment_other", $"{table.Name} tells of the environment of the statement alone, which is {query.Scope.Environment}.", null,
                $"Choose the environment {scope.Environment} beside the statement."));
        }

        if (reference.Location is null)
        {
            throw new FaultException(Fault.Invalid(
                "query.syntax_denied", $"{table.Name} cannot be read in this place.", null, "Write it in a subquery: (select * from ...)."));
        }

        return reference.At is null
            ? new BoundSystemTable(AtText.NameOf(text, text.Tokens, reference), table, within)
            : throw new FaultException(Fault.Invalid(
                "query.at_on_system_table", $"{table.Name} tells of what there is now and has no versions.", null, "Leave out AT."));
    }

    /// <summary>Takes note of a call of a function about system tables; a fault when its name is written as it cannot be read.</summary>
    private static Fault? SystemCall(Names names, StatementText text, FunctionCall call)
    {
        names.SystemFunctions.Add(call.Name);
        return call.Qualified && PrefixOf(text, call) is null
            ? Fault.Invalid("query.function_denied", $"The call of {call.Name} is not in its simple form.", Place(text, call.Location), $"Write {call.Name}(...).")
            : null;
    }

    // the engine has functions of these names that know nothing of rights
    private static TextEdit? PrefixOf(StatementText text, FunctionCall call) => call.Location is { } location
        ? SystemTableNames.Call(text.Sql, text.Tokens, text.IndexOfByte(location), call.Name)
        : null;

    /// <summary>Where a name with a certain first part, or with none, is looked for in the statement or in a view.</summary>
    private async Task<Ground> GroundAsync(Names names, string? catalog, BoundView? within, CancellationToken cancellationToken)
    {
        var query = names.Query;
        var (scope, principal, access) = within is null ? (query.Scope, query.Principal, query.Access) : (within.Scope, within.Principal, within.Access);
        if (catalog is not null && !string.Equals(catalog, scope.Environment, StringComparison.OrdinalIgnoreCase))
        {
            scope = scope with { Environment = catalog.ToLowerInvariant() };
            access = scope == query.Scope && principal == query.Principal ? query.Access : await policies.OfAsync(principal, scope, cancellationToken);
        }

        return new Ground(scope, principal, access, scope == query.Scope ? query.Access : await policies.OfAsync(query.Principal, scope, cancellationToken));
    }

    /// <summary>Looks for all tables that a text names as they are now in one look; those that are not found so are looked for one by one.</summary>
    private async Task FindAsync(Names names, StatementFacts facts, Ground ground, CancellationToken cancellationToken)
    {
        var wanted = facts.Tables.Where(reference => reference is { At: null, Catalog: null }).Select(NameOf).Distinct()
            .Where(name => !SystemTableNames.IsSystem(name.Schema) && !names.Tables.ContainsKey((ground.Scope, name, TableAt.Current)) && AuthorizeStage.MaySee(ground.Principal, ground.Access, TableAbout(name))).ToList();
        if (wanted.Count < LeastTogether)
        {
            return;
        }

        foreach (var (name, table) in await catalog.OpenAsync(names.Query, ground.Scope, wanted, cancellationToken))
        {
            names.Tables[(ground.Scope, name, TableAt.Current)] = table;
        }
    }

    /// <summary>The table that a name means; null when there is none.</summary>
    private async Task<BoundReference?> TableAsync(
        Names names, StatementText text, TableReference reference, BoundView? within, Ground ground, CancellationToken cancellationToken)
    {
        var query = names.Query;
        var own = within is null && reference.Catalog is null ? query.Order.Temporary?.Find(reference.Schema, reference.Name) : null;
        var name = own ?? NameOf(reference);
        ground = own is null ? ground : ground with { Access = NoPolicies.Instance, Asker = NoPolicies.Instance }; // written as its session saw what it is made of
        if (SystemTableNames.IsSystem(name.Schema))
        {
            return null;
        }

        if (!AuthorizeStage.MaySee(ground.Principal, ground.Access, TableAbout(name)))
        {
            // before its versions are looked for: the fault of one would tell that the table is there
            throw new FaultException(await MissingAsync(query, text, reference, name, ground, cancellationToken));
        }

        if (query.Target is { } target && within is null && ground.Scope == query.Scope && target.PlaceOf(text, reference) is { } place)
        {
            // its name is found where it stands, and none of its rows but with their places
            return new BoundReference(
                reference, new AtText(place.Start, place.End, place.End, place.End, ""), await target.OpenAsync(reference.Filter, cancellationToken))
            { Ground = ground };
        }

        var at = reference.At is null ? null : AtText.Find(text, text.Tokens, reference);
        var version = reference.At is null ? TableAt.Current : await VersionAsync(reference, at, at is { } clause && reference.At.HasParameters
            ? clause.ExpressionWith(text.Sql, text.Tokens, query.Order)
            : at?.Expression, cancellationToken);
        if (!names.Tables.TryGetValue((ground.Scope, name, version), out var table))
        {
            names.Tables[(ground.Scope, name, version)] = table = await catalog.OpenAsync(query, ground.Scope, name, version, cancellationToken);
        }

        return table is null ? null : new BoundReference(reference, at, table)
        {
            Ground = ground,
            In = within,
            Rename = within is not null || reference.Catalog is not null || own is not null ? AtText.NameOf(text, text.Tokens, reference) : null,
        };
    }

    /// <summary>The view that a name means, with all that its query means; null when there is none.</summary>
    private async Task<BoundName?> ViewAsync(Names names, StatementText text, TableReference reference, Ground ground, CancellationToken cancellationToken)
    {
        var (scope, reader, seen) = (ground.Scope, ground.Principal, ground.Access);
        if (await catalog.ViewAsync(names.Query, scope, NameOf(reference), cancellationToken) is not { } view || !AuthorizeStage.MaySee(reader, seen, view.Name))
        {
            return null;
        }

        if (reference.At is not null)
        {
            throw new FaultException(Fault.Invalid(
                "query.at_on_view", $"{view.Name} is a view and has no versions of its own.", null, "Write AT after the tables in its query."));
        }

        if (names.Open.Contains((scope, view.Name)) || names.Open.Count >= MostNested)
        {
            throw new FaultException(Fault.Invalid(
                "query.view_cycle", $"The view {view.Name} reads itself, or more than {MostNested} views read each other.", null, "Change one of them with CREATE OR REPLACE VIEW."));
        }

        if (!names.Views.TryGetValue((scope, view.Name), out var bound))
        {
            var access = view.Invoker ? seen : await policies.OfAsync(view.Definer, scope, cancellationToken);
            bound = new BoundView(view, StatementText.Read(view.Sql).Value)
            {
                Scope = scope,
                Reader = seen,
                Access = access,
                Principal = view.Invoker ? reader : access.Principal ?? view.Definer,
            };
            names.Open.Add((scope, view.Name));
            var facts = await parser.ParseAsync(bound.Text, cancellationToken);
            bound.Shape = facts.Value.Shape;
            await BindAsync(names, bound.Text, facts.Value, bound, cancellationToken);
            names.Open.Remove((scope, view.Name));
            names.Views[(scope, view.Name)] = bound; // after those that it reads
        }

        if (bound.Reader.Fingerprint != seen.Fingerprint)
        {
            throw new FaultException(Fault.Invalid(
                "query.view_rights", $"The view {view.Name} is read with the rights of several people in one statement.", null, "Read it once, or in a statement of its own."));
        }

        return new BoundName(AtText.NameOf(text, text.Tokens, reference), bound);
    }

    private static TableName NameOf(TableReference reference) => new(reference.Schema ?? TableName.DefaultSchema, reference.Name);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private async Task<TableAt> VersionAsync(TableReference reference, AtText? text, string? expression, CancellationToken cancellationToken)
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

        return await parser.VersionAsync(expression!, reference.At.ByTime, cancellationToken);
    }

    private static Fault? Check(QueryOrder order, StatementText text, FunctionCall call)
    {
        if (!AllowedFunctions.Contains(call.Name) && SystemDefinitions.Macro(call.Name) is null)
        {
            var mend = call.Name.StartsWith("read_", StringComparison.Ordinal)
                ? "Load the file first (talentys load FILE), then query its table."
                : "The functions that may be called are listed in the guide, under Query.";
            return new Fault(
                FaultKind.Denied, "query.function_denied", $"The function {call.Name} may not be called.",
                Place(text, call.Location), mend);
        }

        var constants = call.Constants.Zip(call.Parameters, (constant, parameter) =>
            parameter is not null && QueryParameterValues.TryFind(order, parameter, out var value) ? QueryParameterValues.Number(value) : constant);
        return AllowedFunctions.Explodes(call.Name, [.. constants])
            ? Fault.Invalid(
                "query.value_too_large",
                $"{call.Name} would make a value of more than {AllowedFunctions.MaxConstantSize:N0} characters or elements.",
                Place(text, call.Location), "Ask for less.")
            : null;
    }

    private async Task<Fault> MissingAsync(
        QueryInFlight query, StatementText text, TableReference reference, TableName name, Ground ground, CancellationToken cancellationToken)
    {
        if (SystemTableNames.IsSystem(reference.Schema))
        {
            var known = SystemDefinitions.Tables.Where(table => string.Equals(table.Schema, reference.Schema, StringComparison.OrdinalIgnoreCase));
            return new Fault(
                FaultKind.NotFound, "query.table_not_found", $"There is no table {name}.", Place(text, reference.Location),
                Similar.Of(name, known.Select(table => new TableName(table.Schema, table.Name))) is { } near ? $"Did you mean {near}?" : null);
        }

        if (ground.Scope != query.Scope && !await environments.KnowsAsync(ground.Scope, cancellationToken))
        {
            return Fault.Invalid(
                "query.environment_unknown", $"There is no environment {reference.Catalog ?? ground.Scope.Environment}.", Place(text, reference.Location),
                $"Write schema.table for one of {query.Scope.Environment}, or ENVIRONMENT.schema.table with one that talentys.yml declares or that has tables.");
        }

        var all = await catalog.ListAsync(query, ground.Scope, cancellationToken);
        var tables = ground.Asker.IsOpen ? all : [.. all.Where(table => IsSeen(table.Name))];
        var made = (await catalog.ViewsAsync(query, ground.Scope, cancellationToken)).Select(view => view.Name).Where(IsSeen);
        var hint = Similar.Of(name, tables.Select(table => table.Name).Concat(made)) is { } similar
            ? $"Did you mean {similar}?"
            : tables.Count == 0
                ? "There are no tables yet: talentys load FILE makes one."
                : "SHOW ALL TABLES lists what there is.";
        var shown = reference.Schema is null ? reference.Name : ground.Scope == query.Scope ? name.ToString() : $"{ground.Scope.Environment}.{name}";
        return new Fault(
            FaultKind.NotFound, "query.table_not_found", $"There is no table {shown}.", Place(text, reference.Location), hint);

        bool IsSeen(TableName one) => AuthorizeStage.MaySee(query.Principal, ground.Asker, one);
    }

    // orders$files is there for those who see orders
    private static TableName TableAbout(TableName name) =>
        name.Name.LastIndexOf('$') is > 0 and var end ? name with { Name = name.Name[..end] } : name;

    private static string? Place(StatementText text, long? location) =>
        location is { } at ? text.PlaceOfByte(at) : null;

    /// <summary>What is found on the way.</summary>
    private sealed class Names(QueryInFlight query)
    {
        public QueryInFlight Query => query;

        public List<Fault> Faults { get; } = [];

        public List<BoundReference> References { get; } = [];

        public List<BoundName> ViewNames { get; } = [];

        public List<BoundSystemTable> SystemTables { get; } = [];

        public HashSet<string> SystemFunctions { get; } = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>Views in the order in which they can be made.</summary>
        public OrderedDictionary<(Scope, TableName), BoundView> Views { get; } = [];

        /// <summary>Tables that were looked for.</summary>
        public Dictionary<(Scope, TableName, TableAt), LakeTable?> Tables { get; } = [];

        /// <summary>Views whose queries are being bound.</summary>
        public HashSet<(Scope, TableName)> Open { get; } = [];
    }
}
