using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Lake.RestCatalog;

/// <summary>Namespaces: our schemas.</summary>
internal static class NamespaceEndpoints
{
    public static async Task<IResult> ListAsync(
        string? parent, RestPage page, CatalogCaller caller, NamespaceStore namespaces, CatalogTables tables, CancellationToken cancellationToken)
    {
        var hidden = await tables.HiddenSchemasAsync(caller, cancellationToken);
        if (!string.IsNullOrEmpty(parent))
        {
            // schemas have none below them
            _ = await namespaces.FindAsync(caller.Scope, caller.Schema(parent), cancellationToken) ?? throw RestFaults.NoSchema(parent);
            return RestAnswers.Of(new NamespaceList(null, []));
        }

        var (items, next) = page.Cut(
            [.. (await namespaces.ListAsync(caller.Scope, caller.SeesHidden, cancellationToken)).Where(one => !hidden.Contains(one.Schema))], one => one.Key);
        return RestAnswers.Of(new NamespaceList(next, [.. items.Select(one => (IReadOnlyList<string>)[one.Schema])]));
    }

    public static async Task<IResult> CreateAsync(
        RestValue body, CatalogCaller caller, NamespaceStore namespaces, CancellationToken cancellationToken)
    {
        var schema = caller.Schema(body.Need("namespace"));
        var properties = body.Find("properties")?.Texts() ?? [];
        return await namespaces.CreateAsync(caller.Scope, schema, properties, cancellationToken)
            ? RestAnswers.Of(new NamespaceAnswer([schema], properties))
            : throw RestFaults.HasSchema(schema);
    }

    public static async Task<IResult> LoadAsync(
        string @namespace, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken) =>
        RestAnswers.Of(await tables.NeedSchemaAsync(caller, caller.Schema(@namespace), cancellationToken));

    public static async Task<IResult> ExistsAsync(
        string @namespace, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        await tables.NeedSchemaAsync(caller, caller.Schema(@namespace), cancellationToken);
        return Results.NoContent();
    }

    public static async Task<IResult> DropAsync(
        string @namespace, CatalogCaller caller, NamespaceStore namespaces, CancellationToken cancellationToken)
    {
        var schema = caller.Schema(@namespace);
        return await namespaces.DropAsync(caller.Scope, schema, cancellationToken) switch
        {
            true => Results.NoContent(),
            false => throw new FaultException(new Fault(
                FaultKind.Conflict, RestFaults.SchemaNotEmpty, $"Namespace is not empty: {schema}", null, "Drop its tables first.")),
            null => throw RestFaults.NoSchema(schema),
        };
    }

    public static async Task<IResult> ChangeAsync(
        string @namespace, RestValue body, CatalogCaller caller, CatalogTables tables, NamespaceStore namespaces, CancellationToken cancellationToken)
    {
        var updates = body.Find("updates")?.Texts() ?? [];
        var removals = body.Find("removals")?.Items().Select(item => item.Text()).Distinct().ToList() ?? [];
        if (removals.FirstOrDefault(updates.ContainsKey) is { } both)
        {
            throw new FaultException(Fault.Invalid(
                RestFaults.KeysContradict, $"The property {both} is to be both removed and updated.", "body", "Name it once."));
        }

        var known = await tables.NeedSchemaAsync(caller, caller.Schema(@namespace), cancellationToken);
        return RestAnswers.Of(await namespaces.ChangeAsync(caller.Scope, known.Namespace[0], updates, removals, cancellationToken));
    }
}
