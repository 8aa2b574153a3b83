using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>Sources that are not saved yet: what they would be, as the one who asks could save them.</summary>
internal sealed class SourceDrafts(IResourceFiles files, SourceKind kind)
{
    /// <exception cref="FaultException">Every fault of the draft, its places being fields.</exception>
    public async Task<SourceDefinition> ReadAsync(SourceDraft draft, Principal principal, CancellationToken cancellationToken)
    {
        var document = (await files.DraftAsync(SourceKind.KindName, draft.Name, draft.Content, principal, cancellationToken)).Value;
        return kind.Parse(document).Value with { Place = SourceDefinition.Draft };
    }
}
