namespace Talentys.Kernel;

/// <summary>The resources of the project as its files are now; implemented by the Projects module.</summary>
public interface IResources
{
    /// <summary>Reads and validates the documents of one kind (or of all, for null), with all faults at once.</summary>
    Task<ResourceSet> LoadAsync(string? kind, CancellationToken cancellationToken);
}

/// <summary>What was read.</summary>
/// <param name="Documents">Documents without faults.</param>
/// <param name="Faults">Every fault of the others, ordered by place.</param>
public sealed record ResourceSet(IReadOnlyList<ResourceDocument> Documents, IReadOnlyList<Fault> Faults);
