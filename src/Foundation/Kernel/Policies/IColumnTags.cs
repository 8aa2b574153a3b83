namespace Talentys.Kernel;

/// <summary>
/// Says which tags columns have. Policies name tags; what a policy file itself says of tags always holds, and whoever knows
/// more (a catalog) registers an implementation.
/// </summary>
public interface IColumnTags
{
    /// <summary>Another value whenever any tag of the scope may have changed. Cheap: asked for each statement.</summary>
    ValueTask<string> StampAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>Patterns of columns (<c>crm.customers.email</c>) by tag.</summary>
    ValueTask<IReadOnlyDictionary<string, IReadOnlyList<string>>> PatternsAsync(Scope scope, CancellationToken cancellationToken);
}
