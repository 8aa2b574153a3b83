using System.Text.Json.Nodes;
using Talentys.Kernel;

namespace Talentys.Projects.Validation;

/// <summary>Chooses the branch of a <c>oneOf</c> or <c>anyOf</c> that is meant, so that only its faults are told.</summary>
internal sealed class SchemaBranches(JsonObject root, JsonArray declared, ResourceDocument document)
{
    private readonly IReadOnlyList<JsonObject> branches =
        [.. declared.Select(branch => SchemaValidator.Resolve(root, branch) ?? throw new InvalidOperationException("a branch of a schema is no object"))];

    internal IReadOnlyList<Fault> Validate(ResourceNode node)
    {
        if (node is ResourceNode.Mapping mapping && Discriminator() is { } key)
        {
            return ByConstant(mapping, key);
        }

        // without a constant: the branch of the right type that has the fewest faults
        var fitting = branches.Where(branch => SchemaValidator.Types(branch) is { Count: > 0 } types && SchemaValidator.Fits(types, node)).ToList();
        return (fitting.Count > 0 ? fitting : branches)
            .Select(branch => SchemaValidator.Validate(root, branch, document, node))
            .MinBy(faults => faults.Count) ?? [];
    }

    // the property that every branch fixes to a constant of its own, such as 'type'
    private string? Discriminator() => branches
        .Select(branch => Constants(branch).Select(property => property.Key))
        .Aggregate((IEnumerable<string>?)null, (common, names) => common?.Intersect(names) ?? names)?
        .FirstOrDefault();

    private IReadOnlyList<Fault> ByConstant(ResourceNode.Mapping mapping, string key)
    {
        string[] words = [.. branches.Select(branch => Constant(branch, key))];
        var value = mapping[key];
        if (value is null)
        {
            return [document.FaultAt(mapping, MissingKey.Code, MissingKey.Message(key), $"Possible are: {string.Join(", ", words)}.")];
        }

        var typed = (value as ResourceNode.Scalar)?.Text ?? "";
        var chosen = branches.FirstOrDefault(branch => Constant(branch, key) == typed);
        return chosen is not null
            ? SchemaValidator.Validate(root, chosen, document, mapping)
            : [document.FaultAt(value, "projects.value", $"There is no {key} '{typed}'.", Suggestion.Mend(typed, words, "Possible are"))];
    }

    private string Constant(JsonObject branch, string key) => Constants(branch).First(property => property.Key == key).Value;

    private IEnumerable<KeyValuePair<string, string>> Constants(JsonObject branch) =>
        from property in branch["properties"] as JsonObject ?? []
        let only = SchemaValidator.Resolve(root, property.Value)?["const"]
        where only is not null
        select KeyValuePair.Create(property.Key, only.ToString());
}
